"""Filling the tables that the indicators read from the daily summaries."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain, product, starmap

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    Table,
    bindparam,
    insert,
    literal,
    select,
)

from companion.storage.analytics import DailyExchanges, DailySessions
from companion.storage.summed import (
    ALL,
    EXCHANGE_MEASURES,
    SESSION_MEASURES,
    STARRED,
    summed_exchanges,
    summed_sessions,
)

DAYS: BindParameter[date] = bindparam("days", expanding=True)  # those to sum
_SOURCES: tuple[tuple[type, Table, Mapping[str, ColumnElement[float]]], ...] = (
    (DailySessions, summed_sessions, SESSION_MEASURES),
    (DailyExchanges, summed_exchanges, EXCHANGE_MEASURES),
)


@cache
def further_statements() -> tuple[Delete | Insert, ...]:
    """Return what derives the summed tables anew for the `DAYS` from the daily summaries."""
    return tuple(chain.from_iterable(starmap(_statements, _SOURCES)))


def _statements(
    daily: type, summed: Table, measures: Mapping[str, ColumnElement[float]]
) -> Iterator[Delete | Insert]:
    """Yield one statement for each choice of what is taken together, after what empties."""
    columns = daily.__table__.columns  # type: ignore[attr-defined]
    names = [column.name for column in summed.primary_key.columns]
    yield summed.delete().where(summed.c.day.in_(DAYS))
    for stars in product((False, True), repeat=len(STARRED)):
        together = dict(zip(STARRED, stars, strict=True))
        kept = [columns[name] for name in names if not together.get(name)]
        keys = [literal(ALL) if together.get(name) else columns[name] for name in names]
        rows = select(*keys, *measures.values()).where(columns.day.in_(DAYS))
        yield insert(summed).from_select([*names, *measures], rows.group_by(*kept))
