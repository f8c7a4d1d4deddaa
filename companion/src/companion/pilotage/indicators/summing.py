"""Filling the tables that the indicators read from the daily summaries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from sqlalchemy import ColumnElement, Insert, Table, insert, literal, select
from sqlalchemy.orm import Session

from companion.storage.analytics import DailyExchanges, DailySessions
from companion.storage.summed import (
    ALL,
    EXCHANGE_MEASURES,
    SESSION_MEASURES,
    STARRED,
    summed_exchanges,
    summed_sessions,
)

_SOURCES: tuple[tuple[type, Table, Mapping[str, ColumnElement[float]]], ...] = (
    (DailySessions, summed_sessions, SESSION_MEASURES),
    (DailyExchanges, summed_exchanges, EXCHANGE_MEASURES),
)


def sum_further(session: Session, days: Sequence[date]) -> None:
    """Derive the summed tables anew for these days from the daily summaries."""
    for daily, summed, measures in _SOURCES:
        session.execute(summed.delete().where(summed.c.day.in_(days)))
        for statement in _statements(daily, summed, measures, days):
            session.execute(statement)


def _statements(
    daily: type,
    summed: Table,
    measures: Mapping[str, ColumnElement[float]],
    days: Sequence[date],
) -> Iterator[Insert]:
    """Yield one statement for each choice of what is taken together."""
    columns = daily.__table__.columns  # type: ignore[attr-defined]
    names = [column.name for column in summed.primary_key.columns]
    for stars in product((False, True), repeat=len(STARRED)):
        together = dict(zip(STARRED, stars, strict=True))
        kept = [columns[name] for name in names if not together.get(name)]
        keys = [literal(ALL) if together.get(name) else columns[name] for name in names]
        rows = select(*keys, *measures.values()).where(columns.day.in_(days))
        yield insert(summed).from_select([*names, *measures], rows.group_by(*kept))
