"""The projection on conversations counted by hand, on both databases, however it is run."""

import json
from collections import deque
from datetime import date
from typing import Any

import pytest
from companion.pilotage.projection.beside import Beside, Scores, led_by
from companion.pilotage.projection.conversation import project
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import Reference
from companion.pilotage.projection.rows import Rows
from companion.storage.analytics import ExchangeFact, SessionFact
from companion.storage.database import Database, open_engine
from companion.storage.models import Base
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.tracker import StoredEvent, TrackerEvents
from conftest import emptied
from sqlalchemy import func, select
from written_conversations import (
    Written,
    rows_of,
    store_beside,
    store_events,
    written_conversations,
)

DERIVED = [*Rows.TABLES, "daily_sessions", "daily_exchanges"]


@pytest.fixture(scope="module")
def conversations(knowledge) -> list[Written]:
    return written_conversations(knowledge)


@pytest.fixture(scope="module")
def rows(conversations: list[Written]) -> list[dict[str, Any]]:
    return rows_of(conversations)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    return emptied(request.getfixturevalue(kind))


@pytest.fixture
def tracker_url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture
def projection(database, tracker_url, reference: Reference) -> Projection:
    return Projection(database, TrackerEvents(open_engine(tracker_url)), reference)


def run(projection: Projection, *, rebuild: bool = False) -> None:
    deque(projection.run(rebuild=rebuild), maxlen=0)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every derived table, in an order of their own."""
    with database.engine.connect() as connection:
        return {
            name: sorted(
                map(tuple, connection.execute(select(Base.metadata.tables[name]))), key=repr
            )
            for name in DERIVED
        }


@pytest.fixture
def whole(database, tracker_url, projection, conversations, rows) -> dict[str, Any]:
    """Project all conversations at once, and return the derived tables."""
    store_events(open_engine(tracker_url), rows)
    store_beside(database, conversations, rows)
    run(projection)
    return everything(database)


def facts(database: Database, table: Any, name: str) -> list[dict[str, Any]]:
    """Return the facts of one conversation, in order."""
    theirs = select(SessionFact.session_id).where(SessionFact.conversation_id == name)
    order = table.started_at if table is SessionFact else table.event_id
    found = select(table.__table__).where(table.session_id.in_(theirs)).order_by(order)
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(found).mappings()]


def expected(specs: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return of each row found what is expected of it, times to the millisecond."""
    assert len(found) == len(specs)
    return [
        {key: _rounded(row[key]) for key in spec} for spec, row in zip(specs, found, strict=True)
    ]


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def test_facts_are_those_counted_by_hand(database, whole, conversations):
    for written in conversations:
        for table, name in ((ExchangeFact, "exchanges"), (SessionFact, "sessions")):
            specs = written.spec[name]
            assert expected(specs, facts(database, table, written.name)) == specs, written.name


def test_a_day_is_summed_without_testers(database, whole):
    daily = Base.metadata.tables["daily_sessions"].columns
    names = ("sessions", "asked", "typed_sessions", "pretreated", "resolved", "answered")
    summed = select(*(func.sum(daily[name]) for name in names)).where(daily.day == date(2026, 3, 2))
    with database.engine.connect() as connection:
        assert tuple(connection.execute(summed).one()) == (1, 1, 1, 1, 1, 1)


def test_sums_of_all_days_are_those_counted_by_hand(database, whole):
    daily = Base.metadata.tables["daily_sessions"].columns
    by_hand = {
        "sessions": 19,
        "asked": 18,
        "sent": 1,
        "handed_over": 1,
        "dissatisfied": 2,
        "not_understood": 4,
        "redirected": 1,
        "abandoned": 1,
        "resolved": 8,
        "repeated": 1,
        "ups": 1,
        "downs": 2,
        "requests_sent": 1,
    }
    with database.engine.connect() as connection:
        summed = connection.execute(select(*(func.sum(daily[name]) for name in by_hand))).one()
    assert dict(zip(by_hand, summed, strict=True)) == by_hand


def test_exchanges_summed_are_those_counted_by_hand(database, whole):
    daily = Base.metadata.tables["daily_exchanges"].columns
    by_hand = {"exchanges": 30, "confirmed": 4, "refuted": 3, "ups": 1, "downs": 2}
    with database.engine.connect() as connection:
        summed = connection.execute(select(*(func.sum(daily[name]) for name in by_hand))).one()
    assert dict(zip(by_hand, summed, strict=True)) == by_hand


def test_small_batches_give_the_same(database, tracker_url, whole, conversations, rows, reference):
    emptied(database)
    store_beside(database, conversations, rows)
    tracker = TrackerEvents(open_engine(tracker_url))
    run(Projection(database, tracker, reference, batch=17))
    assert everything(database) == whole


def test_event_by_event_gives_the_same(database, tracker_url, projection, reference, conversations):
    some = [found for found in conversations if found.name in ("second_choice", "comes_back")]
    written = rows_of(some)
    store_events(open_engine(tracker_url), written)
    tracker = TrackerEvents(open_engine(tracker_url))
    run(Projection(database, tracker, reference, batch=1))
    slowly = everything(database)
    run(projection, rebuild=True)
    assert everything(database) == slowly


@pytest.mark.parametrize("rebuild", [False, True])
def test_projecting_again_changes_nothing(database, whole, projection, *, rebuild: bool):
    run(projection, rebuild=rebuild)
    assert everything(database) == whole


def test_a_rebuild_takes_out_what_the_tracker_no_longer_has(
    database, whole, projection, tracker_url, rows
):
    with open_engine(tracker_url).begin() as connection:
        connection.exec_driver_sql("DELETE FROM events WHERE sender_id = 'rated'")
    run(projection, rebuild=True)
    assert facts(database, SessionFact, "rated") == []
    assert len(everything(database)["session_facts"]) == len(whole["session_facts"]) - 1


@pytest.mark.parametrize("planted", ["Zyxwvu", "Qponm", "99123", "Jihgfed", "2026-ABCD"])
def test_nothing_that_a_form_asked_for_reaches_the_analytics_tables(whole, planted: str):
    assert planted not in repr(whole)


def test_the_number_of_a_request_sent_beside_the_conversation_does_not_pass(reference):
    number = "2026-ZYXW-VUTS"
    said = [
        {"event": "user", "text": f'/request_sent{{"request_number": "{number}"}}'},
        {"event": "slot", "name": "request_number", "value": number},
        {"event": "bot", "text": f"Sous le numéro {number}.", "metadata": {"utter_action": "u"}},
    ]
    stored = [
        StoredEvent(place, "c1", event["event"], 1.0, json.dumps(event))
        for place, event in enumerate(said, start=1)
    ]
    rows = project("c1", stored, Beside(), reference)
    assert number not in repr(rows.tables())
    assert [row.text for row in rows.user_messages] == ["/request_sent"]
    assert [row.text for row in rows.bot_messages] == ["Sous le numéro [numéro de demande]."]


def test_what_a_form_asked_for_is_masked_by_its_kind(database, whole):
    messages = Base.metadata.tables["rasa_user_message"].columns
    typed = select(messages.text).where(messages.text.startswith("["))
    with database.engine.connect() as connection:
        assert set(connection.execute(typed).scalars()) == {"[adresse]", "[commune]"}


def test_a_rating_given_later_is_projected(database, whole, projection, rows):
    said = next(row for row in rows if row["sender_id"] == "typed" and row["type_name"] == "bot")
    rated = RatedAnswer(
        conversation_id="typed", message_id=str(said["id"]), topic="x", channel="chat"
    )
    RatingRepository(database).rate(rated, "down", "hors_sujet", None)
    run(projection)
    (fact,) = facts(database, SessionFact, "typed")
    assert (fact["outcome"], fact["downs"]) == ("dissatisfied", 1)


def test_rows_have_the_columns_of_their_table(reference, rows):
    stored = [
        StoredEvent(row["id"], "request", row["type_name"], row["timestamp"], row["data"])
        for row in rows
        if row["sender_id"] == "request"
    ]
    projected = project("request", stored, Beside(), reference)
    for table, found in zip(Rows.TABLES, projected.tables(), strict=True):
        columns = tuple(Base.metadata.tables[table].columns.keys())
        assert {getattr(row, "_fields", columns) for row in found} == {columns}
        assert {len(row) for row in found} == {len(columns)}


def test_an_event_that_cannot_be_read_is_kept_and_stops_nothing(reference: Reference):
    stored = [StoredEvent(1, "c1", "user", 1.0, "{"), StoredEvent(2, "c1", "bot", 2.0, "[]")]
    rows = project("c1", stored, Beside(), reference)
    assert [row[4] for row in rows.events] == ["user", "bot"]


def test_half_a_character_and_a_nul_do_not_stop_the_database(reference: Reference):
    data = '{"text": "a\\u0000b", "name": "\\ud800"}'
    rows = project("c1", [StoredEvent(1, "c1", "user", 1.0, data)], Beside(), reference)
    repr(rows.user_messages).encode("utf-8")
    assert "\0" not in (rows.user_messages[0].text or "")


@pytest.mark.parametrize(
    ("candidates", "leader"),
    [
        ([], None),
        ([("a", 0.5, 0.5)], "both"),
        ([("a", 0.0, 0.5)], "model"),
        ([("a", 0.5, 0.1), ("b", 0.0, 0.4)], "graph"),
        ([("a", 0.4, 0.3), ("b", 0.5, 0.1), ("c", 0.0, 0.4)], None),
    ],
)
def test_who_led_is_who_would_have_put_it_first(candidates, leader):
    assert led_by([Scores(*found) for found in candidates]) == leader
