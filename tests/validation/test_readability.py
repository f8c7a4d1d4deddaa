"""How hard a text is to read, and what of it is jargon."""

import doctest

import pytest

from validation import readability
from validation.jargon import jargon
from validation.readability import reading, sentences, syllables

EASY = "Vous payez en ligne. Il suffit d'un clic. Vous avez un reçu."
HARD = "L'administration territorialement compétente procédera à la régularisation."


def test_the_examples_of_the_module_are_true():
    assert doctest.testmod(readability).failed == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [("l'avis", 2), ("impôts", 2), ("déclarée", 3), ("adresse", 2), ("tva", 1), ("2042", 1)],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int):
    assert syllables(word) == count


def test_an_easy_text_scores_higher_than_a_hard_one():
    assert reading(EASY).score > 80
    assert reading(HARD).score < 0


def test_a_blank_text_is_as_easy_as_can_be():
    assert reading(" ").score == 100


def test_a_label_counts_as_one_word():
    assert reading("Ouvrez « J'ai un problème concernant le paiement ».").longest_words == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le taux est de 1,5 % en 2026. Payez.", 2),
        ("Allez sur impots.gouv.fr pour payer.", 1),
        ("Indiquez le n° 2042, art. 4 du code.", 1),
        ("Préparez :\n- un RIB\n- l'avis", 3),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, count: int):
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrivez au SIP.", ["SIP"]),
        ("Écrivez au service des impôts des particuliers (SIP).", []),
        ("Écrivez au SIP (le service des impôts).", []),
        ("Le SIP est votre service des impôts des particuliers.", []),
        ("Cliquez sur « Mon SIP ».", []),
        ("Joignez un RIB et le 4805-SD.", []),
        ("Payez l'XYZ.", ["XYZ"]),
        ("Demandez un dégrèvement.", ["dégrèvement"]),
        ("Demandez un dégrèvement, une baisse de l'impôt.", []),
    ],
)
def test_jargon_must_be_explained_once(text: str, found: list[str]):
    assert [word for word, _ in jargon().unexplained(text)] == found
