"""Identifiers never leave the masking; amounts, dates and forms do. All numbers are made up.

Names, addresses and births: test_masking_people.py. Shares found: test_masking_set.py.
"""

import doctest
import importlib
import time

import pytest
from companion.classifier.masking import mask
from companion.classifier.masking.rules import RECOGNISERS
from conftest import ROOT
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import nif, nir, siren

IDENTIFIERS = [
    ("fiscal_number", "3023217600053"),
    ("fiscal_number", "30 23 217 600 053"),
    ("fiscal_number", "30\u00a023\u00a0217\u00a0600\u00a0053"),
    ("fiscal_number", "30-23-217-600-053"),
    pytest.param("fiscal_number", "3023217600054", id="fiscal number, mistyped"),
    pytest.param("fiscal_number", "30 23 217 600 054", id="fiscal number, spaced and mistyped"),
    ("fiscal_number", "302 321 760 0053"),
    pytest.param("fiscal_number", "30,23,217,600,053", id="fiscal number, commas"),
    pytest.param("fiscal_number", "30a23b217c600d053", id="fiscal number, letters between"),
    pytest.param("fiscal_number", "3O 23 217 6OO O53", id="fiscal number, O for 0"),
    ("fiscal_number", "30/23/217/600/053"),
    ("phone", "06,12,34,56,78"),
    ("phone", "O6 12 34 56 78"),
    ("phone", "+32 475 12 34 56"),
    ("iban", "30004 00003 12345678901 43"),
    ("email", "jeanne.martin [at] exemple.fr"),
    ("email", "jeanne.martin@exemple . fr"),
    ("notice_reference", "24 33 1234567 89"),
    ("notice_reference", "2433A12345678"),
    ("notice_reference", "24 33 A123456 78"),
    ("plate", "AB-123-CD"),
    ("plate", "ab-123-cd"),
    ("plate", "AB123CD"),
    ("plate", "GB 731 LM"),
    ("plate", "1234 AB 75"),
    ("plate", "123 ABC 13"),
    ("fiscal_number", "30 23  217 600\n053"),
    ("phone", "06  12  34 56 78"),
    ("phone", "06 123 456 78"),
    ("phone", "0612 345 678"),
    ("phone", "06–12–34–56–78"),
    ("email", "jeanne.martin @ exemple.fr"),
    ("email", "jeanne.martin(at)exemple.fr"),
    ("iban", "FR7630004000031234567890143"),
    ("iban", "FR76 3000 4000 0312 3456 7890 143"),
    ("iban", "FR76\u00a03000\u00a04000\u00a00312\u00a03456\u00a07890\u00a0143"),
    ("iban", "fr7630004000031234567890143"),
    ("iban", "fr76 3000 4000 0312 3456 7890 143"),
    pytest.param("iban", "FR76 3000 4000 0312 3456 7890 999", id="IBAN, wrong key"),
    pytest.param("iban", "FR76 3000 4000 0312 3456 7890 14", id="IBAN, a digit too few"),
    pytest.param("iban", "FR76300040000312345678901433", id="IBAN, a digit too many"),
    pytest.param("iban", "DE89370400440532013000", id="IBAN, Germany"),
    pytest.param("iban", "DE89 3704 0044 0532 0130 00", id="IBAN, Germany, spaced"),
    pytest.param("iban", "GB82 WEST 1234 5698 7654 32", id="IBAN, letters in it"),
    pytest.param("iban", "BE68539007547034", id="IBAN, of a bank that is not known"),
    ("phone", "0612345678"),
    ("phone", "06 12 34 56 78"),
    ("phone", "06\u00a012\u00a034\u00a056\u00a078"),
    ("phone", "06.12.34.56.78"),
    ("phone", "06-12-34-56-78"),
    ("phone", "06/12/34/56/78"),
    ("phone", "01 23 45 67 89"),
    ("phone", "+33612345678"),
    ("phone", "+33 6 12 34 56 78"),
    ("phone", "+33 (0)6 12 34 56 78"),
    ("phone", "(+33) 6 12 34 56 78"),
    ("phone", "0033612345678"),
    ("phone", "0033 6 12 34 56 78"),
    ("email", "jeanne.martin@exemple.fr"),
    ("email", "JEANNE+impots@mail.exemple.co.uk"),
    ("nir", "184127511604282"),
    ("nir", "1 84 12 75 116 042 82"),
    ("nir", "1.84.12.75.116.042.82"),
    pytest.param("nir", "1 84 12 2A 004 123 23", id="NIR, Corsica"),
    pytest.param("nir", "184127511604299", id="NIR, wrong key"),
    ("card", "4111111111111111"),
    ("card", "4111 1111 1111 1111"),
    ("card", "4111-1111-1111-1111"),
    pytest.param("card", "4111111111111112", id="card, mistyped"),
    ("siren", "732829320"),
    ("siren", "732 829 320"),
    ("siret", "73282932000074"),
    ("siret", "732 829 320 00074"),
    pytest.param("number", "987654321", id="nine digits of no known kind"),
    pytest.param("number", "240312345678", id="twelve digits of no known kind"),
]

CARRIERS = [
    "{}",
    "Bonjour, voici {} pour mon dossier.",
    "numéro:{}, merci",
    "({})",
    "n° {}\nCordialement",
    "tél.{} ou courrier",
]


@pytest.mark.parametrize(("kind", "identifier"), IDENTIFIERS)
def test_an_identifier_is_named_by_its_kind(kind: str, identifier: str):
    assert mask(identifier).kinds == (kind,)


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(("kind", "identifier"), IDENTIFIERS)
def test_no_digit_of_an_identifier_survives_in_a_sentence(kind: str, identifier: str, carrier: str):
    masked = mask(carrier.format(identifier)).text
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize("carrier", CARRIERS[1:])
def test_the_words_around_an_identifier_stay(carrier: str):
    expected = carrier.format("[numéro fiscal masqué]")
    assert mask(carrier.format("3023217600053")).text == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("notice_reference", "réf. de l'avis 2433123456789", "réf. de l'avis [{}]"),
        ("fiscal_number", "réf. 3023217600053", "réf. [{}]"),
        ("notice_reference", "rôle n° 22101", "rôle n° [{}]"),
        ("notice_reference", "numéro d'avis : 24 33 123 4567 89", "numéro d'avis : [{}]"),
        ("fiscal_number", "numéro fiscal : 302 32 17 60 00 54", "numéro fiscal : [{}]"),
        ("nir", "sécu 1 84127511 604282", "sécu [{}]"),
        ("siret", "siret732 829 320 00075", "siret[{}]"),
        ("siren", "SIREN : 732.829.321", "SIREN : [{}]"),
        ("plate", "plaque gb 731 lm", "plaque [{}]"),
    ],
)
def test_a_word_that_announces_a_number_is_believed(kind: str, text: str, expected: str):
    label = next(one.label for one in RECOGNISERS if one.kind == kind)
    assert mask(text).text == expected.format(label)


@pytest.mark.parametrize("glued", ["fiscal3023217600053", "3023217600053merci", "SPI3023217600053"])
def test_a_long_number_glued_to_a_word_is_masked(glued: str):
    assert "3023217600053" not in mask(glued).text


def test_several_identifiers_are_named_in_the_order_of_the_rules():
    masked = mask("fiscal 3023217600053, tel 06 12 34 56 78, jeanne@exemple.fr")
    assert masked.kinds == ("email", "phone", "fiscal_number")


def test_a_foreign_account_whose_key_is_wrong_is_not_taken_for_an_account():
    assert "iban" not in mask("DE88 3704 0044 0532 0130 00").kinds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "je dois 1 234 567,89 €",
        "j'ai payé 12 500 € en trop",
        "un revenu de 1234567,89 euros",
        "un taux de 0,123456789012 exactement",
        "le 12/03/2024",
        "le 12.03.2024 et le 05-09-2023",
        "06 pour 2024",
        "mes impôts de 2019 2020 2021 2022",
        "75012 Paris",
        "97400 Saint-Denis",
        "le formulaire 2042",
        "2042-RICI, 2044 et 1447-C",
        "case 7DB, case 1AJ et case 8HV",
        "j'ai 3 enfants",
        "01.09.2023 12 heures",
        "loyers de 2020 2021 2022 2023",
        "revenu fiscal de référence de 18 452 €",
        "avis n° 2024",
        "il doit 732 829 320 euros",
        "DE 150 EN PLUS",
        "de 150 en plus",
        "2044 SPE 24",
        "2031-SD et 3310-CA3",
        "le 3114",
        "mon taux est de 7,5 % depuis 2 mois",
        "habite en fr 75 depuis 1998 et souhaite une réponse avant le 15",
        "le 36 37 ou le 3939",
        "entre 9h30 et 16h45",
        "article 1649 quater A bis",
        "contact at exemple.fr",
        "[numéro fiscal masqué]",
    ],
)
def test_what_identifies_nobody_stays_untouched(text: str):
    assert mask(text).text == text


_PIECES = st.sampled_from(
    [
        "30 23 217 600 053",
        "06 12",
        "+33",
        "FR76 3000",
        "@",
        ".",
        ",",
        " ",
        "-",
        "12345",
        "0",
        "é",
        "A",
        "je m'appelle ",
        "M. ",
        "Dupont",
        "dupont",
        " et ",
        "12 rue ",
        "des Lilas",
        "35000 Rennes",
        "né le ",
        "12/03/1975",
        "mon fils ",
        "\n",
        "cordialement",
        "nom : ",
        "avis n° ",
        "24 33 1234567 89",
        "AB-123-CD",
        " ans",
        "[nom masqué]",
    ]
)
_TEXTS = st.one_of(st.text(), st.lists(_PIECES).map("".join))


@given(_TEXTS)
@example("1234567890123+33612345678")
@example("٣٠٢٣٢١٧٦٠٠٠٥٣")
@example("DE٨٩٣٧٠٤٠٠٤٤٠٥٣٢٠١٣٠٠٠")
def test_masking_twice_changes_nothing_more(text: str):
    once = mask(text).text
    assert mask(once).text == once


_FISCAL_NUMBERS = st.integers(min_value=0, max_value=3_999_999_999).map(
    lambda start: f"{start:010}{nif.calc_check_digits(f'{start:010}')}"
)


@given(before=_TEXTS, number=_FISCAL_NUMBERS, after=_TEXTS, spaced=st.booleans())
def test_a_fiscal_number_between_spaces_never_survives(
    before: str, number: str, after: str, *, spaced: bool
):
    written = nif.format(number) if spaced else number
    assume(written not in before and written not in after)
    assert written not in mask(f"{before} {written} {after}").text


_NIRS = st.integers(min_value=0, max_value=10**7 - 1).map(
    lambda middle: f"1{middle % 100:02}0{middle % 9 + 1}75{middle:07}"[:13]
)
_CHECKED = st.one_of(
    _FISCAL_NUMBERS,
    _NIRS.map(lambda start: start + nir.calc_check_digits(start)),
    st.integers(min_value=10_000_000, max_value=99_999_999).map(
        lambda start: f"{start}{luhn.calc_check_digit(str(start))}"
    ),
)


@given(number=_CHECKED, gap=st.sampled_from(["", " ", ".", "-", "\u00a0"]), words=st.booleans())
def test_no_digit_of_a_checked_number_survives_however_it_is_grouped(
    number: str, gap: str, *, words: bool
):
    written = gap.join(number[start : start + 3] for start in range(0, len(number), 3))
    assert siren.is_valid(number) or len(number) > 9
    masked = mask(f"voici {written} merci" if words else written).text
    assert not any(character.isdigit() for character in masked)


@pytest.mark.parametrize(
    "piece",
    [
        "M. ",
        "1 ",
        "0",
        " ",
        "\n",
        "a.",
        "12 rue ",
        "mon fils ",
        "Famille Aa et ",
        "né le ",
        "FR76 ",
    ],
)
def test_the_time_grows_with_the_text_and_no_faster(piece: str):
    def seconds(times: int) -> float:
        started = time.perf_counter()
        mask(piece * times)
        return time.perf_counter() - started

    # A quarter of the length takes a sixteenth of the time where time grows with the square.
    assert seconds(40_000) < 12 * max(seconds(10_000), 0.05)


@pytest.mark.parametrize("module", ["french", "reading", "rules"])
def test_the_examples_of_the_documentation_hold(module: str):
    ran = doctest.testmod(importlib.import_module(f"companion.classifier.masking.{module}"))
    assert (ran.failed, ran.attempted > 0) == (0, True)


def test_every_kind_has_its_label_in_the_agents_guide():
    guide = (ROOT / "docs" / "guide-agent.md").read_text("utf-8")
    rows = {f"| `{one.kind}` | [{one.label}] |" for one in RECOGNISERS}
    assert {row for row in rows if row not in guide} == set()


def test_a_text_of_hundreds_of_thousands_of_titles_ends():
    assert mask("M. " * 200_000).kinds == ()
