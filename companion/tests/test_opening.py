"""Whether the telephone line is open, and what its card says when it is not."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from browser import Browser
from companion.gateway.chat import ChatService
from companion.gateway.texts import load_texts
from companion.opening import PARIS, OpeningHours, load_hours
from companion.settings import Settings
from conftest import ROOT
from econtacts_core.documents import KnowledgeError
from fake_rasa import FakeRasa, Reply
from pydantic import ValidationError

WORDS = load_texts().telephone
HOURS = OpeningHours(
    frozenset({1, 2, 3, 4, 5}), time(8, 30), time(19), frozenset({date(2026, 12, 24)})
)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-20T08:30", None),  # a Friday
        ("2026-11-20T18:59", None),
        ("2026-11-20T07:00", "Fermé en ce moment : ouvre aujourd'hui à 8 h 30."),
        ("2026-11-19T19:00", "Fermé en ce moment : ouvre demain à 8 h 30."),
        ("2026-11-20T19:00", "Fermé en ce moment : ouvre lundi à 8 h 30."),
        ("2026-11-21T12:00", "Fermé en ce moment : ouvre lundi à 8 h 30."),
        ("2026-11-22T23:59", "Fermé en ce moment : ouvre demain à 8 h 30."),
        # Easter Monday, 1 May, 14 July: public holidays on working days
        ("2026-04-06T10:00", "Fermé en ce moment : ouvre demain à 8 h 30."),
        ("2026-05-01T10:00", "Fermé en ce moment : ouvre lundi à 8 h 30."),
        ("2026-07-14T10:00", "Fermé en ce moment : ouvre demain à 8 h 30."),
        # the operator's own closure, then Christmas, then a week-end
        ("2026-12-24T10:00", "Fermé en ce moment : ouvre lundi à 8 h 30."),
    ],
)
def test_a_closed_line_says_when_it_opens(moment: str, told: str | None):
    assert WORDS.tell(HOURS, paris(moment)) == told


def test_an_opening_in_a_week_or_more_has_its_date():
    closed = frozenset(date(2026, 11, day) for day in range(20, 28))
    hours = OpeningHours(HOURS.days, HOURS.opens, HOURS.closes, closed)
    told = WORDS.tell(hours, paris("2026-11-20T10:00"))
    assert told == "Fermé en ce moment : ouvre lundi 30 novembre à 8 h 30."


def test_a_line_that_opens_no_more_is_closed_and_nothing_is_promised():
    never = OpeningHours(frozenset(), time(8, 30), time(19))
    assert WORDS.tell(never, paris("2026-11-20T10:00")) == "Fermé en ce moment."


def test_a_round_hour_is_told_without_minutes():
    hours = OpeningHours(HOURS.days, time(9), time(17))
    told = WORDS.tell(hours, paris("2026-11-20T08:00"))
    assert told == "Fermé en ce moment : ouvre aujourd'hui à 9 h."


@pytest.mark.parametrize(("utc", "is_open"), [("06:29", False), ("06:30", True), ("17:00", False)])
def test_hours_are_those_of_paris_in_summer_too(utc: str, is_open: bool):  # noqa: FBT001
    moment = datetime.fromisoformat(f"2026-07-15T{utc}").replace(tzinfo=UTC)
    assert HOURS.include(moment) is is_open


def test_the_hours_are_those_of_the_knowledge():
    hours = load_hours(ROOT / "knowledge", [])
    assert (hours.days, hours.opens, hours.closes) == ({1, 2, 3, 4, 5}, time(8, 30), time(19))


def test_hours_that_cannot_be_read_are_named(tmp_path: Path):
    written = (ROOT / "knowledge" / "contact.yml").read_text().replace('"08:30"', "25")
    (tmp_path / "contact.yml").write_text(written)
    with pytest.raises(KnowledgeError, match="opens"):
        load_hours(tmp_path, [])


def test_exceptional_closures_are_a_setting(monkeypatch: pytest.MonkeyPatch, settings: Settings):
    monkeypatch.setenv("COMPANION_CLOSED_DAYS", "2026-12-24, 2027-05-14")
    monkeypatch.setenv("COMPANION_SECRET_KEY", "x" * 32)
    monkeypatch.setenv("COMPANION_CLASSIFIER_TOKEN", "x" * 32)
    assert Settings().closed_days == {date(2026, 12, 24), date(2027, 5, 14)}


@pytest.mark.parametrize("days", ["demain", "2026-13-01", "24/12/2026"])
def test_a_closure_that_is_no_date_is_refused(monkeypatch: pytest.MonkeyPatch, days: str):
    monkeypatch.setenv("COMPANION_CLOSED_DAYS", days)
    with pytest.raises(ValidationError, match="closed_days"):
        Settings(secret_key="x" * 32, classifier_token="x" * 32)  # type: ignore[arg-type]


CARD = {
    "kind": "contact",
    "title": "0 809 401 401",
    "path": [],
    "href": None,
    "purpose": "Du lundi au vendredi.",
    "demonstration": False,
}


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> str:
    """Have the line be closed."""
    told = "Fermé en ce moment : ouvre lundi à 8 h 30."
    monkeypatch.setattr(ChatService, "_closed", lambda _: told)
    return told


async def test_the_card_of_the_line_says_it_wherever_it_is_shown(
    browser: Browser, rasa: FakeRasa, closed: str
):
    rasa.replies["téléphone"] = [
        Reply("Voici.", custom={"cards": [CARD, {**CARD, "kind": "form"}]})
    ]
    await browser.open()
    said = (await browser.say("téléphone")).json()["messages"][1]["cards"]
    forms = (await browser.http.get("/api/v1/forms")).json()["cards"]
    assert [card["now"] for card in said] == [closed, None]
    assert [card["now"] for card in forms if card["kind"] == "contact"] == [closed]


async def test_the_page_without_javascript_says_it_too(browser: Browser, closed: str):
    assert closed in (await browser.http.get("/sans-javascript/formulaires")).text
