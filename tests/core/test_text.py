"""French text brought to one form."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from econtacts_core.text import ABBREVIATIONS, normalise, parts, stem, stems, strip_accents, words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Prélèvement à la SOURCE", "prelevement a la source"),
        ("ÉTÉ", "ete"),
        ("cœur d'ŒUVRE", "coeur d'oeuvre"),
        ("Lætitia", "laetitia"),
        ("où ça, ïle, maïs, dû", "ou ca, ile, mais, du"),
        (unicodedata.normalize("NFD", "déménagé"), "demenage"),
    ],
)
def test_accents_and_ligatures_are_opened(written: str, plain: str):
    assert strip_accents(written) == plain


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘"])
def test_every_apostrophe_separates_an_elision(apostrophe: str):
    assert words(f"j{apostrophe}ai reçu l{apostrophe}avis") == ["j", "ai", "recu", "l", "avis"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mdp oublié", "mot de passe oublie"),
        ("MDP oublié", "mot de passe oublie"),
        ("qd arrive la TF ?", "quand arrive la taxe fonciere"),
        ("bjr, pb de tel svp", "bonjour probleme de telephone s il vous plait"),
        ("jai tjrs pas de rdv", "j ai toujours pas de rendez vous"),
        ("pk ca", "pourquoi cela"),
    ],
)
def test_abbreviations_are_spelled_out(written: str, meant: str):
    assert normalise(written) == meant


def test_an_abbreviation_inside_a_longer_word_stays():
    assert words("prendre le transfert") == ["prendre", "le", "transfert"]


@pytest.mark.parametrize(("short", "meant"), ABBREVIATIONS.items())
def test_spelling_out_an_abbreviation_is_final(short: str, meant: str):
    assert normalise(normalise(short)) == meant.replace("'", " ")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("mon PAS ne baisse pas", "mon prelevement a la source ne baisse pas"),
        ("Le PAS, c'est quoi ?", "le prelevement a la source c est quoi"),
        ("je ne peux pas payer", "je ne peux pas payer"),
        ("JE NE PEUX PAS PAYER", "je ne peux pas payer"),
        ("C'EST PAS 12 % !", "c est pas 12 %"),
        ("PAS", "pas"),
        ("il est PASSÉ", "il est passe"),
    ],
)
def test_pas_in_capitals_is_the_tax_unless_all_is_in_capitals(written: str, plain: str):
    assert normalise(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Mon compte est [IBAN masqué].", "mon compte est"),
        ("écrivez à [adresse électronique masquée] svp", "ecrivez a s il vous plait"),
        ("[numéro fiscal masqué]", ""),
        ("mon numéro [fiscal]", "mon numero fiscal"),
    ],
)
def test_what_was_masked_says_nothing(written: str, plain: str):
    assert normalise(written) == plain


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t", "?!…", "😀", "👍🏽 🙏", "— « »"])
def test_a_text_without_words_has_none(nothing: str):
    assert words(nothing) == []


def test_an_emoji_beside_a_word_leaves_the_word():
    assert words("merci🙏 beaucoup 😀") == ["merci", "beaucoup"]


def test_amounts_and_rates_keep_their_signs():
    assert words("3 500 € à 12,5 %") == ["3", "500", "€", "a", "12", "5", "%"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("impôt", "impôts"),
        ("licencié", "licenciée"),
        ("déménagé", "DEMENAGE"),
        ("déclarer", "déclaré"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str):
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("taxe", "taux"), ("adresse", "avis")])
def test_different_words_keep_different_stems(one: str, other: str):
    assert stems(one) != stems(other)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("je déménage. Où payer ?", ["je déménage.", "Où payer ?"]),
        ("je déménage et je change de RIB", ["je déménage", "je change de RIB"]),
        ("je déménage, comment vous le dire", ["je déménage", "comment vous le dire"]),
        ("je déménage et aussi mon RIB change", ["je déménage", "et aussi mon RIB change"]),
        ("1) je pars 2) je loue", ["1) je pars", "2) je loue"]),
        ("première ligne\ndeuxième ligne", ["première ligne", "deuxième ligne"]),
    ],
)
def test_a_text_is_cut_where_a_new_request_may_begin(text: str, cut: list[str]):
    assert parts(text) == cut


@pytest.mark.parametrize(
    "whole",
    ["", "bonjour", "ma taxe foncière et ma taxe d'habitation", "j'ai 12.5 % de majoration", "?!"],
)
def test_a_text_with_one_request_stays_whole(whole: str):
    assert parts(whole) == [whole]


def test_a_word_alone_stays_with_what_follows():
    assert parts("Bonjour. Je déménage demain.") == ["Bonjour. Je déménage demain."]


@pytest.mark.parametrize("text", ["Bonjour. Je pars. Merci", "je pars, je loue, et je vends"])
def test_no_word_is_lost_in_the_cutting(text: str):
    assert set(words(" ".join(parts(text)))) <= set(words(text))
    assert "pars" in words(" ".join(parts(text)))


def test_several_threads_stem_as_one_does():
    # invented words, so that none is remembered from another test
    syllables = ("pla", "ni", "ssant", "ement", "euses", "ation")
    invented = ["".join(word) for word in product(syllables, repeat=4)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem, invented))
    assert together == [stem.__wrapped__(word) for word in invented]
