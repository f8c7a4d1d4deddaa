"""The language of a message: told when it can be, never guessed."""

import doctest

import pytest
from companion.classifier import language
from companion.classifier.language import LANGUAGES, LanguageReader

READER = LanguageReader()


def test_the_examples_of_the_documentation_hold():
    assert doctest.testmod(language).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("comment faire pr payer la taxe fonciere", "fr"),
        ("Bonjour, je n'ai pas reçu mon avis d'impôt, pouvez-vous m'aider ?", "fr"),
        ("I moved to Lyon last month, how do I change my address?", "en"),
        ("no puedo pagar el impuesto este mes", "es"),
        ("vorrei cambiare il mio indirizzo", "it"),
        ("كيف أدفع الضريبة", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text: str, expected: str):
    assert expected in LANGUAGES
    assert READER.read(text) == expected


@pytest.mark.parametrize("text", ["rib", "CFE", "bjr", "12 345 €", "👋", "?"])
def test_a_word_or_two_tell_nothing(text: str):
    assert READER.read(text) is None


def test_what_was_masked_does_not_speak_for_french():
    assert READER.read("[nom masqué] [numéro fiscal masqué]") in {None, "fr"}
    assert READER.read("my name is [nom masqué] and I want to pay my taxes") == "en"
