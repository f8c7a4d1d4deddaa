"""French dates as people type them."""

from datetime import date, timedelta

import pytest

from actions.french_dates import read_date, today


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/03/2027", date(2027, 3, 15)),
        ("le 15 mars 2027", date(2027, 3, 15)),
        ("1er août 2027", date(2027, 8, 1)),
        ("à partir du 1er aout 2027", date(2027, 8, 1)),
        ("3 fevrier 2027", date(2027, 2, 3)),
        ("31 DECEMBRE 2026", date(2026, 12, 31)),
        ("LE 3 DÉCEMBRE 2026", date(2026, 12, 3)),
        ("le 29 février 2028", date(2028, 2, 29)),
    ],
)
def test_a_written_day_is_read(text: str, day: date):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "days"), [("aujourd'hui", 0), ("demain", 1), ("hier", -1), ("dans trois jours", 3)]
)
def test_a_day_seen_from_today_is_read(text: str, days: int):
    assert read_date(text) == today() + timedelta(days=days)


def test_next_monday_is_a_monday_to_come():
    found = read_date("lundi prochain")
    assert found is not None
    assert found.weekday() == 0
    assert timedelta(0) < found - today() <= timedelta(days=14)


@pytest.mark.parametrize(
    "text",
    ["le 31 février", "30/02/2027", "31 avril 2027", "29/02/2027", "32/01/2027", "12/13/2027"],
)
def test_a_day_that_does_not_exist_is_none(text: str):
    assert read_date(text) is None


@pytest.mark.parametrize("text", ["", "je ne sais pas", "bonjour", "12 rue des Lilas"])
def test_a_text_without_a_day_has_none(text: str):
    assert read_date(text) is None
