"""New and rising themes: what they count, and where they are shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from companion.pilotage import paths
from companion.pilotage.inbox import addresses
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.indicators.themes import FEWEST, kind_of, themes
from companion.pilotage.roles import Role
from companion.storage.database import Database
from conftest import emptied
from inbox_facts import grouped, said
from page_reader import words_of
from staff import Colleague

WEEK = Scope(date(2026, 11, 16), date(2026, 11, 22))
DATES = "du=2026-11-16&au=2026-11-22"
OVERVIEW = f"/pilotage/vue-d-ensemble?{DATES}"
DOGS, CATS = "chien, promener", "chat, litière"


def people_say(database: Database, theme: str, *, now: int, before: int = 0, **facts: str) -> int:
    """Have so many messages of a theme in the week, and in the week before; return its number."""
    days = [WEEK.end] * now + [WEEK.before().start] * before
    events = [
        said(database, theme, at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), **facts)
        for day in days
    ]
    return grouped(database, theme, *events)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    return emptied(request.getfixturevalue(kind))


# ---- what they are


@pytest.mark.parametrize(
    ("count", "before", "kind"),
    [
        (FEWEST, 0, "new"),
        (FEWEST - 1, 0, None),
        (30, 5, "rising"),
        (12, 10, None),
        (10, 30, None),
    ],
)
def test_a_theme_is_new_or_grows_beyond_chance(count: int, before: int, kind: str | None):
    assert kind_of(count, before) == kind


def test_a_theme_counts_its_messages_in_the_period_and_in_the_one_before(database):
    dogs = people_say(database, DOGS, now=20, before=3)
    cats = people_say(database, CATS, now=6)
    people_say(database, "pluie", now=6, before=6)
    said(database, "alone")
    found = [
        (theme.id, theme.name, theme.now.numerator, theme.before.numerator, theme.kind)
        for theme in themes(IndicatorReader(database), WEEK)
    ]
    assert found == [(str(dogs), DOGS, 20, 3, "rising"), (str(cats), CATS, 6, 0, "new")]


def test_the_filters_leave_out_the_rest(database):
    people_say(database, DOGS, now=6, audience="professionnel")
    people_say(database, CATS, now=6, topic="payer_cfe")
    reader = IndicatorReader(database)

    def named(**filters: str) -> list[str]:
        scope = Scope(WEEK.start, WEEK.end, **filters)
        return [theme.name for theme in themes(reader, scope)]

    assert named(audience="professionnel") == [DOGS]
    assert named(topic="payer_cfe") == [CATS]
    assert named(audience="") == [CATS]


# ---- where they are


@pytest.fixture
def dogs(pilotage_database: Database) -> int:
    return people_say(pilotage_database, DOGS, now=6)


async def test_the_overview_shows_themes_with_their_definition_and_opens_their_conversations(
    dogs: int, new_colleague: Callable[..., Colleague]
):
    analyst = new_colleague(Role.ANALYST)
    page = await analyst.read(OVERVIEW)
    words = words_of(page)
    assert f"{DOGS} 6 nouveau" in words
    assert "donnerait une telle hausse moins d'une fois sur cent" in words
    behind = f"{paths.CONVERSATIONS}?{DATES}&theme={dogs}"
    assert behind.replace("&", "&amp;") in page.text
    found = await analyst.read(behind)
    assert found.text.count('scope="row"') == 6
    assert f"Thème Indifférent {DOGS}" in words_of(found)


async def test_a_theme_opens_its_group_for_who_improves_the_assistant(dogs: int, new_colleague):
    group = f"{addresses.GROUP}/{dogs}"
    designer, analyst = new_colleague(Role.DESIGNER), new_colleague(Role.ANALYST)
    assert group in (await designer.read(OVERVIEW)).text
    assert (await designer.read(group)).status_code == 200
    assert group not in (await analyst.read(OVERVIEW)).text


async def test_who_may_not_read_conversations_does_not_see_their_words(dogs: int, new_colleague):
    page = words_of(await new_colleague(Role.AGENT).read(OVERVIEW))
    assert "Sujets dont on parle plus" in page
    assert DOGS not in page


async def test_themes_are_exported_like_the_other_tables(dogs: int, new_colleague):
    address = f"/pilotage/tableaux/themes.json?{DATES}"
    rows = (await new_colleague(Role.ANALYST).read(address)).json()["rows"]
    assert rows == [
        {
            "theme": str(dogs),
            "theme_label": DOGS,
            "theme_messages": 6.0,
            "theme_messages_change": None,
        }
    ]


async def test_the_inbox_shows_the_themes_of_the_last_seven_days(
    pilotage_database: Database, new_colleague
):
    events = [said(pilotage_database, DOGS, at=datetime.now(UTC)) for _ in range(6)]
    grouped(pilotage_database, DOGS, *events)
    page = words_of(await new_colleague(Role.DESIGNER).read(addresses.INBOX))
    assert f"{DOGS} nouveau 6 0" in page


async def test_a_theme_that_does_not_exist_is_a_filter_that_cannot_be_read(new_colleague):
    page = await new_colleague(Role.ANALYST).read(f"{paths.CONVERSATIONS}?theme=999999")
    assert "ne sont pas appliqués : Thème" in words_of(page)
