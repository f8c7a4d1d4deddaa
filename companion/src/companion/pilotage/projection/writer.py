"""Rows into the database: what a conversation had is taken out, what it has now goes in.

The rows of a batch go to the driver as they are: through the ORM they would cost more than all the
rest of the projection.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import batched, chain
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from companion.pilotage.projection.rows import Rows
from companion.storage.analytics import ExchangeFact, RasaSender, RasaSession, SessionFact
from companion.storage.models import Base
from companion.storage.projected import OF_A_SESSION, sum_again

_AT_ONCE = 500
# Rows; SQLite's index of words writes a segment after each statement, so that one a row is slow.
_IN_ONE_STATEMENT = 100


def known_senders(session: Session, conversations: Iterable[str]) -> dict[str, str]:
    """Return those of `conversations` that have rows already, each with its sender's key."""
    known: dict[str, str] = {}
    for some in batched(conversations, _AT_ONCE):
        theirs = select(RasaSender.sender_key, RasaSender.id).where(RasaSender.sender_key.in_(some))
        known.update((key, sender) for key, sender in session.execute(theirs))
    return known


def remove(session: Session, conversations: Collection[str]) -> None:
    """Take out all rows of these conversations, and have their days summed again."""
    for some in batched(known_senders(session, conversations).values(), _AT_ONCE):
        theirs = select(RasaSession.id).where(RasaSession.sender_id.in_(some))
        sessions = list(session.scalars(theirs))
        for few in batched(sessions, _AT_ONCE):
            _remove_sessions(session, few)
        session.execute(delete(RasaSender).where(RasaSender.id.in_(some)))


def _remove_sessions(session: Session, sessions: Sequence[str]) -> None:
    days: set[date] = set()
    for facts in (SessionFact, ExchangeFact):
        days.update(session.scalars(select(facts.day).where(facts.session_id.in_(sessions))))
    sum_again(session, days)
    for table in OF_A_SESSION:
        session.execute(delete(table).where(table.session_id.in_(sessions)))
    session.execute(delete(RasaSession).where(RasaSession.id.in_(sessions)))


def write(session: Session, rows: Rows) -> None:
    """Put rows in, and have their days summed again."""
    connection = session.connection()
    put = _copy if connection.dialect.name == "postgresql" else _insert
    cursor = connection.connection.cursor()
    for table, found in zip(Rows.TABLES, rows.tables(), strict=True):
        if found:
            put(cursor, table, found)
    sum_again(session, map(date.fromisoformat, rows.days()))


def _insert(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    for some in batched(rows, _IN_ONE_STATEMENT):
        cursor.execute(_insertion(table, len(some)), list(chain.from_iterable(some)))


@cache
def _insertion(table: str, count: int) -> str:
    columns = _columns(table)
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"  # noqa: S608, our own names


def _copy(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")  # the times of the rows name none
    with cursor.copy(f"COPY {table} ({', '.join(_columns(table))}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _columns(table: str) -> Sequence[str]:
    return Base.metadata.tables[table].columns.keys()
