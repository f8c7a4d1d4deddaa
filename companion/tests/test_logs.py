"""`make logs`: the conversations in a terminal, noted in the access log as in the browser."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import yaml
from companion.__main__ import main
from companion.arguments import said
from companion.pilotage import paths
from companion.pilotage.browser.filters import NAMES
from companion.pilotage.logs.aligned import aligned
from companion.pilotage.logs.criteria import OPTIONS
from companion.pilotage.logs.means import system_user
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.access_log import AccessLog, LogFilter
from companion.storage.annotations import AnnotationRepository
from companion.storage.database import Database
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.staff import Annotation
from conftest import set_environment
from conversations import STREET, TOWN, project, tell_address, tell_payment
from fake_rasa import FakeRasa
from inbox_facts import grouped
from inbox_facts import said as said_to_nobody
from page_reader import words_of
from staff import Colleague


@dataclass(frozen=True)
class Printed:
    """What a command gave."""

    status: int
    out: str
    told: str


Run = Callable[..., Printed]


@pytest.fixture
def run(
    pilotage_settings: Settings,
    pilotage_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    set_environment(monkeypatch, pilotage_settings)

    def _run(*arguments: str) -> Printed:
        monkeypatch.setattr("sys.argv", ["companion", "logs", *arguments])
        capsys.readouterr()  # what a page logged before
        try:
            status = main()
        except SystemExit as end:
            status = int(end.code or 0)
        return Printed(status, *capsys.readouterr())

    return _run


@pytest.fixture
def record(pilotage_settings: Settings) -> FakeRasa:
    record = FakeRasa(pilotage_settings.tracker_url)
    record.reset()
    return record


def noted(database: Database) -> list[tuple[str, str, str | None, str | None]]:
    """Return who did what, oldest first."""
    entries = reversed(AccessLog(database).read(LogFilter()))
    return [(one.subject, one.action, one.conversation_id, one.detail) for one in entries]


# ---- search


def test_every_filter_of_the_browser_is_an_option():
    assert sorted(OPTIONS.values()) == sorted(NAMES)


def test_a_search_lists_what_the_browser_lists(run, pilotage_database):
    project(pilotage_database, "c1", 0, "je ne peux pas payer", outcome="abandoned")
    project(pilotage_database, "c2", 1, "merci bien", outcome="resolved")
    printed = run("search", "--outcome", "abandoned")
    headings, row = printed.out.splitlines()
    assert headings.split() == [
        "Début",
        "Conversation",
        "Sujet",
        "Issue",
        "Avis",
        "Message",
        "de",
        "l'usager",
    ]
    assert row.startswith("20/11/2026 10:30  c1")
    assert row.endswith("je ne peux pas payer")
    assert "Abandonnée" in row


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        (("--text", "PAYÉ"), ["c1"]),
        (("--topic", "changer_adresse"), ["c2"]),
        (("--rating", "down", "--reason", "incomplete"), ["c2"]),
        (("--confidence-min", "50"), ["c1"]),
        (("--confidence-max", "50"), ["c2"]),
        (("--testers", "oui"), ["c3"]),
        (("--testers", "tous"), ["c3", "c2", "c1"]),
        (("--to", "2026-11-19"), []),
        (("--from", "2026-11-20"), ["c2", "c1"]),
        (("--step", "clarify"), ["c1"]),
        ((), ["c2", "c1"]),
    ],
)
def test_each_criterion_is_the_browsers(run, pilotage_database, criteria, found):
    project(pilotage_database, "c1", 0, "comment payer", confidence=0.8, step="clarify")
    project(
        pilotage_database,
        "c2",
        1,
        "je déménage",
        topic="changer_adresse",
        confidence=0.2,
        rating="down",
        reason="incomplete",
    )
    project(pilotage_database, "c3", 2, "essai", tester=True)
    rows = list(csv.DictReader(io.StringIO(run("search", *criteria, "--format", "csv").out)))
    assert [row["conversation_id"] for row in rows] == found


def test_a_search_is_given_as_json(run, pilotage_database):
    project(pilotage_database, "c1", 0, "comment payer", ups=2)
    read = json.loads(run("search", "--text", "payer", "--format", "json").out)
    assert read["criteria"] == {"texte": "payer"}
    (row,) = read["rows"]
    assert (row["conversation_id"], row["text"], row["ups"]) == ("c1", "comment payer", 2)


def test_a_long_search_is_cut_and_says_so(run, pilotage_database):
    for number in range(3):
        project(pilotage_database, f"c{number}", number, "bonjour")
    cut = run("search", "--most", "2", "--format", "csv")
    assert len(cut.out.splitlines()) == 3
    assert "--most 0" in cut.told
    whole = run("search", "--most", "0", "--format", "csv")
    assert len(whole.out.splitlines()) == 4
    assert whole.told == ""


def test_a_search_that_finds_nothing_says_so(run):
    assert run("search", "--text", "introuvable").out == (
        "Aucune conversation ne correspond à ces critères.\n"
    )


def test_a_search_is_noted_under_the_name_of_the_system_without_its_words(run, pilotage_database):
    run("search", "--text", "secret", "--rating", "down")
    assert noted(pilotage_database) == [
        (f"system:{system_user()}", "search", None, "list:texte,avis")
    ]


def test_what_people_typed_cannot_steer_a_terminal():
    assert aligned([["a\x1b[2Jb\nc", "d"]], numbers=False) == "a [2Jb c  d"


# ---- export


def lines_of(printed: Printed) -> list[dict]:
    return [json.loads(line) for line in printed.out.splitlines()]


def test_a_conversation_is_a_line_of_json_with_what_went_on_behind(run, record, pilotage_database):
    question = tell_payment(record, "c1")
    rated = RatedAnswer(
        conversation_id="c1", message_id=str(question + 3), topic="t", channel="chat"
    )
    RatingRepository(pilotage_database).rate(rated, "down", "incomplete", None)
    note = Annotation(conversation_id="c1", state="traite", subject="a", name="A")
    AnnotationRepository(pilotage_database).add(note)
    (told,) = lines_of(run("export", "c1"))
    turn = told["turns"][1]
    said_here, answered = turn["messages"]
    assert told["conversation_id"] == "c1"
    assert said_here["text"] == "je ne peux pas payer"
    assert answered["rating"]["reason"] == "incomplete"
    assert turn["intents"][0] == {"name": "demander_delai_paiement", "confidence": 0.81}
    assert {"slot": "topic", "value": "demander_delai_paiement"} in turn["slots"]
    assert told["annotations"][0]["state"] == "traite"


def test_a_conversation_is_rows_of_csv(run, record):
    tell_payment(record, "c1", "=1+1 je ne peux pas payer")
    rows = list(csv.DictReader(io.StringIO(run("export", "c1", "--format", "csv").out)))
    asked = next(row for row in rows if row["kind"] == "citizen")
    assert asked["text"] == "'=1+1 je ne peux pas payer"
    assert asked["intent"] == "demander_delai_paiement"
    assert rows[-1]["topic"] == "demander_delai_paiement"


async def test_a_conversation_is_the_story_that_the_browser_exports(run, record, new_colleague):
    tell_payment(record, "c1")
    page = await new_colleague(Role.ANALYST).read(f"{paths.CONVERSATIONS}/c1/test.yml")
    printed = run("export", "c1", "--format", "story").out
    assert printed == page.text
    assert yaml.safe_load(printed)["stories"][0]["story"] == "Conversation c1"


@pytest.mark.parametrize("kind", ["jsonl", "csv", "story"])
def test_the_fields_of_a_form_are_in_no_export(run, record, kind: str):
    tell_address(record, "c1")
    out = run("export", "c1", "--format", kind).out.lower()
    assert ("[adresse]" in out) is (kind != "story")
    assert STREET.lower() not in out
    assert TOWN.lower() not in out


def test_the_conversations_of_a_search_are_exported_each_once_and_each_noted(
    run, record, pilotage_database
):
    for name in ("c1", "c2"):
        tell_payment(record, name)
    for number, name in enumerate(("c1", "c2", "c1", "erased")):
        project(pilotage_database, name, number, "je ne peux pas payer")
    project(pilotage_database, "c3", 9, "autre chose")
    told = lines_of(run("export", "--text", "payer"))
    assert [one["conversation_id"] for one in told] == ["c1", "c2"]
    reader = f"system:{system_user()}"
    assert noted(pilotage_database) == [
        (reader, "export", "c1", "jsonl:texte"),
        (reader, "export", "c2", "jsonl:texte"),
    ]


async def test_an_administrator_reads_who_took_what_from_the_command_line(
    run, record, new_colleague: Callable[..., Colleague]
):
    tell_payment(record, "c1")
    run("export", "c1")
    log = words_of(await new_colleague(Role.ADMINISTRATOR).read(paths.ACCESS_LOG))
    assert f"{system_user()} (ligne de commande)" in log
    assert "Fichier JSON Lines" in log


def test_a_theme_lists_its_conversations_by_what_was_said_of_it(run, pilotage_database):
    event = said_to_nobody(pilotage_database, "promener mon chien")
    said_to_nobody(pilotage_database, "autre chose")
    number = grouped(pilotage_database, "chien, promener", event)
    out = run("search", "--theme", str(number), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["text"] for row in rows] == ["promener mon chien"]


# ---- what is wrong is told in French, and nothing is read


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "--from", "hier"), "--from : « hier » n'est pas une date."),
        (("search", "--rating", "bof"), "« bof » n'est pas connu. Choisissez parmi : up, down."),
        (("search", "--confidence-min", "120"), "--confidence-min : « 120 » n'est pas un nombre"),
        (("search", "--text", "??"), "--text : écrivez un mot au moins"),
        (("search", "--theme", "7"), "--theme : le thème « 7 » n'existe pas."),
        (("search", "--testers", "non"), "Choisissez parmi : oui, tous."),
        (("search", "--most", "-1"), "--most : écrivez un nombre à partir de 0"),
        (("search", "--most", "peu"), "--most : 'peu' n'est pas un nombre entier."),
        (("search", "--format", "xml"), "'xml' n'est pas connu. Choisissez parmi : 'table',"),
        (("search", "--text"), "L'option --text attend une valeur."),
        (("search", "--colour", "red"), "Argument inconnu : --colour red."),
        (("export",), "Donnez une conversation, ou un critère au moins."),
        (("export", "c1", "--text", "x"), "Donnez une conversation ou des critères, pas les deux."),
        (("export", "--text", "xy", "--format", "story"), "donnez son identifiant"),
        (("export", "personne"), "Cette conversation n'existe pas, ou elle a été effacée."),
        (("export", "personne", "--format", "story"), "Cette conversation n'existe pas"),
        (("export", "--text", "introuvable"), "Aucune conversation ne correspond"),
        (("indicators", "--from", "hier"), "« hier » n'est pas une date."),
        (("indicators", "--report", "rien"), "'rien' n'est pas connu."),
        ((), "Il manque : "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_french(run, record, pilotage_database, arguments, told: str):
    printed = run(*arguments)
    assert printed.status == 2
    assert printed.out == ""
    assert told in printed.told
    assert [one for one in noted(pilotage_database) if one[1] != "search"] == []


def test_what_argparse_says_anew_stays_as_it_is():
    assert said("something new: 3") == "something new: 3"
