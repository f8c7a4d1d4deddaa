"""What texts mean: near for what says the same, apart for what does not."""

import numpy as np
import pytest
from econtacts_core import meaning
from econtacts_core.meaning import (
    MeaningUnavailable,
    SentenceMeaning,
    WordMeaning,
    sentence_encoder,
    word_vectors,
)

TEXTS = [
    "je n'arrive plus à me connecter à mon compte",
    "je quitte mon logement pour un autre",
    "quelle est la date limite de paiement",
    "mon enfant est né hier",
]


@pytest.fixture(scope="module")
def sentences() -> SentenceMeaning:
    return SentenceMeaning.fit(TEXTS)


@pytest.fixture(scope="module")
def words() -> WordMeaning:
    return WordMeaning.fit(TEXTS)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("le site refuse mon mot de passe", TEXTS[0], TEXTS[3]),
        ("on déménage", TEXTS[1], TEXTS[2]),
        ("j'ai accouché d'une fille", TEXTS[3], TEXTS[0]),
    ],
)
def test_what_shares_no_word_but_a_meaning_is_near(
    sentences: SentenceMeaning, words: WordMeaning, text: str, near: str, far: str
):
    one, like, unlike = np.hstack(
        [sentences.transform([text, near, far]), words.transform([text, near, far])]
    )
    assert one @ like > one @ unlike


def test_vectors_have_length_one(sentences: SentenceMeaning, words: WordMeaning):
    for vectors in (sentences.transform(["on déménage"]), words.transform(["on déménage"])):
        assert np.linalg.norm(vectors) == pytest.approx(1.0, abs=1e-4)


def test_a_text_has_the_same_word_vector_alone_and_among_others(words: WordMeaning):
    together = words.transform(["on déménage", "", "mon enfant est né"])
    assert np.allclose(together[2], words.transform(["mon enfant est né"])[0], atol=1e-6)


def test_a_meaning_of_sentences_stored_comes_back_the_same(sentences: SentenceMeaning):
    back = SentenceMeaning.from_arrays(sentences.arrays())
    assert np.array_equal(back.transform(TEXTS), sentences.transform(TEXTS))


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_a_blank_text_has_no_sentence_vector(blank: str):
    assert not sentence_encoder().encode([blank]).any()


def test_a_long_mail_is_read_to_its_end():
    begin = "Bonjour, je vous écris au sujet de mon dossier. " * 10
    one, other = sentence_encoder().encode(
        [begin + "Je déménage en mars.", begin + "Ma taxe est trop élevée."]
    )
    assert one @ other < 0.999


def test_texts_of_any_length_come_back_in_their_order():
    texts = ["mot " * length for length in (40, 1, 20, 3)]
    together = sentence_encoder().encode(texts)
    alone = np.vstack([sentence_encoder().encode([text]) for text in texts])
    # quantised weights: what stands beside a text in a batch moves it a little
    assert ((together * alone).sum(axis=1) > 0.95).all()


def test_a_known_word_has_a_vector_of_length_one():
    found = word_vectors().find(["impôt", "déménager"])
    assert np.linalg.norm(found, axis=1) == pytest.approx([1.0, 1.0], abs=1e-4)


def test_an_unknown_word_has_a_vector_of_zeros():
    known, unknown = word_vectors().find(["impôt", "zyxwvutsrq"])
    assert known.any()
    assert not unknown.any()


def test_a_missing_package_is_named():
    with pytest.raises(MeaningUnavailable, match="no_such_package_here"):
        meaning._package("no_such_package_here")
