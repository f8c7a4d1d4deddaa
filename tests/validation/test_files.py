"""Files that do not read, or not as they should: a line and a hint instead of a traceback."""

from pathlib import Path

import pytest

from tests.validation.conftest import Check, Spoil

TOPICS = "knowledge/topics/paiement.yml"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    title", "\ttitle", ":3  error    tabulation en début de ligne"),
        ("refs: []", "refs: [", ":4  error    YAML illisible : crochet ou accolade"),
        ("title: Le sujet", "title: Le sujet : payer", ":3  error    YAML illisible : deux-points"),
        ("title: Le sujet", "title: *sujet", ":3  error    YAML illisible : texte qui commence"),
    ],
)
def test_unreadable_yaml_is_told_with_its_line(
    check: Check, spoil: Spoil, old: str, new: str, told: str
):
    spoil(TOPICS, old, new)
    (found,) = check()
    assert found.startswith(f"{TOPICS}{told}")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    office: sip\n", "", f"{TOPICS}:2  error    il manque le champ « office »"),
        ("office: sip", "bureau: sip", f"{TOPICS}:23  error    champ inconnu : « bureau »"),
        (
            "2026-11-21",
            "2026-02-30",
            f"{TOPICS}:21  error    « 2026-02-30 » n'est pas un jour du calendrier",
        ),
        ("2026-11-21", "demain", f"{TOPICS}:21  error    « demain » n'a pas la forme attendue"),
        ("weight: 0.5", "weight: 5", f"{TOPICS}:26  error    5 est hors limites"),
        ("refs: []", "refs: P03", f"{TOPICS}:4  error    « P03 » n'est pas une liste"),
        ("refs: []", "refs: []\n    refs: []", f"{TOPICS}:5  error    « refs » est déjà écrit"),
        ("https://www", "http://www", f"{TOPICS}:20  error    « http://www.impots.gouv.fr »"),
    ],
)
def test_a_wrong_field_is_told_with_its_line(
    check: Check, spoil: Spoil, old: str, new: str, told: str
):
    spoil(TOPICS, old, new)
    assert any(found.startswith(told) for found in check())


def test_a_quote_never_closed_is_told_where_it_opens(check: Check, spoil: Spoil):
    spoil("knowledge/concepts.yml", "label: payer", 'label: "payer')
    assert check() == [
        "knowledge/concepts.yml:3  error    YAML illisible : guillemets jamais refermés"
    ]


def test_one_mistake_of_form_is_not_told_many_times(check: Check, spoil: Spoil):
    spoil(TOPICS, "    office: sip\n", "")
    assert len(check()) == 1


def test_an_absent_file_is_told(root: Path, check: Check):
    (root / "knowledge" / "forms.yml").unlink()
    assert check() == ["knowledge/forms.yml:1  error    fichier absent"]


def test_an_empty_file_is_told(root: Path, check: Check):
    (root / "data" / "nlu" / "paiement.yml").write_text("", encoding="utf-8")
    assert check() == ["data/nlu/paiement.yml:1  error    fichier vide"]


def test_another_encoding_is_told_with_its_line(root: Path, check: Check):
    (root / TOPICS).write_bytes("topics:\n  - id: été\n".encode("latin-1"))
    assert check() == [f"{TOPICS}:2  error    un caractère n'est pas en UTF-8"]
