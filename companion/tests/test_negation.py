"""What is denied, and above all what is not."""

import pytest
from econtacts_core.negation import negations
from econtacts_core.text import words, words_and_pauses
from hypothesis import given
from hypothesis import strategies as st

_WORDS = st.lists(
    st.sampled_from(["ne", "n", "pas", "plus", "sans", "ni", "de", "payer", "encore", "je"]),
    max_size=20,
)


def denied(text: str, word: str) -> bool:
    """Tell whether `word`, which occurs once in `text`, is denied."""
    plain, pauses = words_and_pauses(text)
    place = plain.index(word)
    return any(found.denies(place, place + 1) for found in negations(plain, pauses))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("je ne conteste pas", "conteste"),
        ("je ne la conteste absolument pas", "conteste"),
        ("nous n'avons jamais déménagé", "demenage"),
        ("on ne paie plus", "paie"),
        ("je ne suis pas encore pacsé", "pacse"),
        ("je suis pas pacsé", "pacse"),
        ("j'ai jamais déclaré", "declare"),
        ("je suis plus mariée", "mariee"),
        ("j'ai plus de locataire", "locataire"),
        ("il n'y a pas de piscine", "piscine"),
        ("pas d'autre logement", "logement"),
        ("sans mon mari", "mari"),
        ("aucun revenu", "revenu"),
        ("ni Pacs, ni mariage", "mariage"),
    ],
)
def test_what_is_denied(text, word):
    assert denied(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("je n'arrive pas à payer", "payer"),
        ("je ne comprends pas ma taxe", "taxe"),
        ("je ne conteste pas, je veux payer", "payer"),
        ("il n'est pas là. Payer ?", "payer"),
        ("payer plus tard", "payer"),
        ("je paie plus de taxe que lui", "taxe"),
        ("j'ai plus de 75 ans", "ans"),
        ("mon pas mensuel", "mensuel"),
        ("je paye ou pas la taxe", "taxe"),
        ("pourquoi pas payer", "payer"),
        ("je ne dois que la taxe", "dois"),
        ("sans réponse depuis ma déclaration", "declaration"),
    ],
)
def test_what_is_not_denied(text, word):
    assert not denied(text, word)


def test_words_of_a_longer_meaning_deny_nothing():
    plain = ["je", "ne", "peux", "pas", "payer"]
    assert negations(plain)
    assert negations(plain, claimed={2, 3, 4}) == []


@given(_WORDS)
def test_nothing_is_denied_outside_the_text(plain):
    for found in negations(plain):
        assert 0 <= found.verb.start < found.verb.stop <= len(plain)
        assert found.after.stop <= len(plain)


@given(_WORDS)
def test_a_pause_before_every_word_leaves_each_alone(plain):
    for found in negations(plain, range(len(plain))):
        assert len(found.verb) == 1
        assert len(found.after) == 0


@given(st.text(max_size=60))
def test_the_pauses_change_no_word(text):
    plain, pauses = words_and_pauses(text)
    assert plain == words(text)
    assert all(0 < place < len(plain) for place in pauses)
