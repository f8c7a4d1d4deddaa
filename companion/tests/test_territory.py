"""A message's department: announced, or none."""

import time

import pytest
from companion.classifier.masking import mask
from companion.classifier.territory import TerritoryReader
from conftest import ROOT
from econtacts_core.knowledge import load_knowledge
from hypothesis import given
from hypothesis import strategies as st

TERRITORIES = load_knowledge(ROOT / "knowledge").territories
READER = TerritoryReader(TERRITORIES)
TOWNS = ["Nantes", "Saint-Denis", "Le Havre", "la Ciotat", "L'Isle-Adam", "Évry", "PARIS"]
# A postcode of each department, and the department's code.
POSTCODES = [
    (start.ljust(5, "0"), found.code)
    for start, found in TERRITORIES.prefixes.items()
    if start not in ("2A", "2B")
]


def read(text: str) -> str | None:
    """Return the code of the department that a text names, once masked."""
    found = READER.read(mask(text).text)
    return found and found.code


@given(st.sampled_from(POSTCODES), st.sampled_from(TOWNS))
def test_a_postcode_before_a_town_gives_its_department(pair: tuple[str, str], town: str):
    assert read(f"je vous écris de {pair[0]} {town} pour ma taxe") == pair[1]


@pytest.mark.parametrize(
    "announced",
    [
        "code postal {}",
        "mon code postal est {}",
        "Code postal : {}.",
        "CP {}",
        "cp: {}",
        "j'habite {}",
        "j’habite à {}",
        "j'habite à Nantes ({})",
        "j'habite à nantes, {}",
        "nous habitons au {} depuis mai",
        "je réside à Nantes {}",
        "domiciliée à Nantes, {}",
        "J'HABITE A NANTES {}",
    ],
)
def test_an_announced_postcode_gives_its_department(announced: str):
    assert read(announced.format("44000")) == "44"


@given(
    st.integers(1000, 99999).map("{:05}".format),
    st.sampled_from(
        [" euros", " Euros", "€", " €", " EUR", "e", " % ", " HT", " TTC", " km", " m2"]
    ),
)
def test_an_amount_is_no_postcode(number: str, unit: str):
    assert read(f"je dois {number}{unit} pour Nantes") is None


@pytest.mark.parametrize(
    "text",
    [
        "je dois 12000",
        "j'ai payé 12000 Monsieur",
        "j'ai payé 12000 Merci de répondre",
        "j'ai payé 12000 Est-ce normal",
        "j'ai déclaré 12000 Le service refuse",
        "j'ai payé 12000 TVA comprise",
        "j'ai payé 12000.\nNantes est loin",
        "j'habite Nantes et je dois 12000",
        "j'habite Nantes, je dois 12000 de taxe",
        "dossier 44123 Martin",
        "avis n° 44123 Nantes",
        "JE DOIS 12000 NANTES",
        "en 2024 Nantes",
        "1 44000 000 Nantes",
        "44000,50 Nantes",
        "440001 Nantes",
        "98000 Monaco",
        "99999 Nantes",
        "j'habite à Nantes",
        "j'habite dans le nord de la France",
        "j'habite dans le 15e",
        "j'habite dans le 15 ème",
        "j'habite dans le 18 arrondissement",
        "j'habite dans les 50 m2",
        "j'habite en Corse",
        "le département 2024",
        "le département 13,5",
        "le département 99",
        "mon département",
        "la Loire est en crue",
        "",
    ],
)
def test_in_doubt_there_is_none(text: str):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("le département 69", "69"),
        ("departement 2a", "2A"),
        ("mon département : 974.", "974"),
        ("dans le dpt 01", "01"),
        ("le département (75)", "75"),
        ("je suis dans le département du Rhône", "69"),
        ("département de la loire atlantique", "44"),
        ("département de la Loire", "42"),
        ("département de l'Ain", "01"),
        ("département d'Indre-et-Loire", "37"),
        ("département du val-d'oise", "95"),
        ("département des Bouches du Rhone", "13"),
        ("j'habite dans le 93", "93"),
        ("j'habite dans le 93, et vous ?", "93"),
        ("j'habite en Seine-Saint-Denis", "93"),
        ("je réside dans les Landes", "40"),
        ("j'habite dans l’Ain", "01"),
        ("nous habitons dans la Haute-Loire", "43"),
    ],
)
def test_a_department_that_is_called_so_is_read(text: str, code: str):
    assert read(text) == code


@pytest.mark.parametrize("department", TERRITORIES.departments.values(), ids=lambda one: one.code)
def test_every_department_is_read_by_its_code_and_by_its_name(department):
    assert READER.read(f"département {department.code}") is department
    assert READER.read(f"le département de {department.name}") is department


def test_two_departments_are_none():
    assert read("44000 Nantes, puis 35000 Rennes") is None
    assert read("j'habite 44000 mais ma maison est dans le département 35") is None


def test_a_department_named_twice_is_one():
    assert read("44000 Nantes, puis 44800 Saint-Herblain, département 44") == "44"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    assert READER.read(text) in {None, *TERRITORIES.departments.values()}


@pytest.mark.parametrize(
    "piece", ["12345 ", "j'habite à A ", "département de la ", "à A " * 9 + "12345x 12345 "]
)
def test_a_long_text_is_read_fast(piece: str):
    started = time.perf_counter()
    READER.read((piece * 20_000)[:20_000])
    assert time.perf_counter() - started < 2
