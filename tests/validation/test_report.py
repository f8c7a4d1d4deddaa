"""The command: the report, what FILES leaves out, the exit code, and Rasa's own word."""

from pathlib import Path

import pytest

from tests.validation.conftest import Spoil
from validation.__main__ import main
from validation.findings import Finding, limited, report

TOPICS = "knowledge/topics/paiement.yml"


def run(root: Path, *files: str) -> int:
    return main(["--root", str(root), *files])


def test_a_finding_says_where_what_and_how_to_mend():
    assert str(Finding("a.yml", 3, "error", "faux", "corrigez")) == (
        "a.yml:3  error    faux\n    → corrigez"
    )


def test_a_report_is_sorted_by_file_and_counted():
    found = [
        Finding("b.yml", 1, "error", "b"),
        Finding("a.yml", 10, "warning", "dix"),
        Finding("a.yml", 9, "warning", "neuf"),
        Finding("a.yml", 9, "warning", "neuf"),
    ]
    assert report(limited(found, ())).splitlines() == [
        "a.yml:9  warning  neuf",
        "a.yml:10  warning  dix",
        "",
        "b.yml:1  error    b",
        "",
        "validate : 1 erreur, 2 avertissements.",
    ]


@pytest.mark.parametrize(
    ("path", "also", "shown"),
    [
        ("a.yml", (), True),
        ("b.yml", (), False),
        ("b.yml", ("a.yml",), True),
        ("data", (), False),
    ],
)
def test_a_report_on_some_files_keeps_what_concerns_them(
    path: str,
    also: tuple[str, ...],
    shown: bool,  # noqa: FBT001
):
    found = Finding(path, 1, "error", "faux", "", also)
    assert limited([found], {"a.yml"}) == ([found] if shown else [])


def test_what_is_told_of_a_folder_concerns_its_files():
    assert Finding("data", 0, "error", "faux").concerns({"data/rules/paiement.yml"})


def test_an_error_fails_the_command(root: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]):
    spoil(TOPICS, "services: [payer]", "services: []")
    assert run(root, TOPICS) == 1
    assert "validate : 1 erreur, 0 avertissement." in capsys.readouterr().out


def test_a_warning_does_not_fail_the_command(root: Path, spoil: Spoil):
    spoil("knowledge/concepts.yml", "concepts:\n", "concepts:\n  lune: {label: a, forms: [a]}\n")
    assert run(root, "knowledge/concepts.yml") == 0


def test_an_error_elsewhere_is_counted_and_does_not_fail(
    root: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]
):
    spoil(TOPICS, "services: [payer]", "services: []")
    assert run(root, "knowledge/forms.yml") == 0
    assert "1 autre constat hors des fichiers demandés" in capsys.readouterr().out


def test_an_unreadable_file_puts_the_other_checks_off(
    root: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]
):
    spoil(TOPICS, "refs: []", "refs: [")
    assert run(root) == 1
    assert "les autres contrôles attendent" in capsys.readouterr().out


def test_rasa_has_nothing_to_say_of_a_sound_project(root: Path, capsys: pytest.CaptureFixture[str]):
    assert run(root) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "Rasa n'a rien à redire."
    assert printed.err == ""


def test_what_rasa_refuses_is_told_in_a_line(
    root: Path, spoil: Spoil, capsys: pytest.CaptureFixture[str]
):
    spoil("data/rules/paiement.yml", "action: utter_greet", "action: action_greet")
    assert run(root) == 1
    assert (
        "data  error    Rasa : une règle ou une histoire nomme une action inconnue"
        in capsys.readouterr().out
    )
