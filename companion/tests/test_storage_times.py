"""Times are stored and read in UTC, whatever the database says."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from companion.storage.database import Database
from companion.storage.models import (
    Conversation,
    UtcDateTime,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from stored_lives import open_conversation


@pytest.fixture
def database(either_database: Database) -> Database:
    return either_database


def test_times_come_back_in_utc(conversations, database):
    opened = open_conversation(conversations, "d1")
    with database.transaction() as session:
        assert session.get_one(Conversation, opened.id).created_at == opened.created_at


def test_a_time_of_another_zone_is_stored_in_utc(database):
    paris = timezone(timedelta(hours=2))
    row = Conversation(
        session_digest="d1",
        channel="chat",
        collection="impots",
        expires_at=datetime(2026, 7, 1, 12, tzinfo=paris),
    )
    with database.transaction() as session:
        session.add(row)
    with database.transaction() as session:
        stored = session.get_one(Conversation, row.id).expires_at
    assert stored.isoformat() == "2026-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "dialect"),
    [
        (datetime(2026, 7, 1, 10), sqlite.dialect()),
        (datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2))), postgresql.dialect()),
    ],
    ids=["SQLite, without zone", "PostgreSQL, in the zone of its session"],
)
def test_a_time_read_is_in_utc_whatever_the_database_says(given, dialect):
    read = UtcDateTime().process_result_value(given, dialect)
    assert read.isoformat() == datetime(2026, 7, 1, 10, tzinfo=UTC).isoformat()


def test_a_time_without_zone_is_refused(database):
    row = Conversation(
        session_digest="d1",
        channel="chat",
        collection="impots",
        expires_at=datetime(2026, 7, 1),
    )
    with pytest.raises(StatementError, match="without zone"), database.transaction() as session:
        session.add(row)
