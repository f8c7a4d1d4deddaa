"""Reading indicators: those of one table in one pass, along any dimension."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from sqlalchemy import Date, TextClause, bindparam, text
from sqlalchemy.orm import Session

from companion.pilotage.indicators.catalogue import Indicator, load_indicators
from companion.pilotage.indicators.conditions import (
    FACTS,
    SUMMED,
    column_of,
    conditions_along,
    conditions_of,
)
from companion.pilotage.indicators.measure import Measure
from companion.pilotage.indicators.scope import Scope
from companion.storage.database import Database

Key = tuple[str | date, ...]
Figures = Mapping[str, Measure]

_EVERYWHERE = ("day", "channel", "collection", "audience", "team", "topic")
_OF_THEMES = ("theme", "theme_name")
# What each table can be cut along.
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "summed_sessions": (*_EVERYWHERE, "territory"),
    "summed_exchanges": _EVERYWHERE,
    "exchange_facts": (*_EVERYWHERE, "territory", "reason", *_OF_THEMES),
}


class NoSuchDimension(ValueError):
    """An indicator cannot be cut along this dimension."""


class IndicatorReader:
    """Reads figures from the analytics tables."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._indicators = load_indicators()

    def totals(self, names: Sequence[str], scope: Scope) -> Figures:
        """Return each indicator over the whole scope."""
        found = self.along((), names, scope)
        return found.get((), {name: self._nothing(name) for name in names})

    def by(self, dimension: str, names: Sequence[str], scope: Scope) -> dict[str | date, Figures]:
        """Return the indicators of each value of a dimension; "" is what is not known."""
        return {key[0]: figures for key, figures in self.along([dimension], names, scope).items()}

    def along(
        self, dimensions: Sequence[str], names: Sequence[str], scope: Scope
    ) -> dict[Key, Figures]:
        """Return the indicators of each combination of values, in the order of their keys.

        Raises:
            NoSuchDimension: when an indicator's table does not know one of the dimensions.
        """
        found: defaultdict[Key, dict[str, Measure]] = defaultdict(dict)
        with self._database.transaction() as session:
            for together in _by_table(self._indicators[name] for name in names):
                for key, figures in _read(session, together, dimensions, scope):
                    found[key].update(figures)
        missing = {name: self._nothing(name) for name in names}
        return {key: {**missing, **found[key]} for key in sorted(found)}

    def _nothing(self, name: str) -> Measure:
        return Measure(0, None if self._indicators[name].denominator is None else 0)


def _by_table(indicators: Iterable[Indicator]) -> list[list[Indicator]]:
    together: defaultdict[tuple[str, str | None], list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        together[indicator.table, indicator.own].append(indicator)
    return list(together.values())


def _read(
    session: Session, indicators: Sequence[Indicator], dimensions: Sequence[str], scope: Scope
) -> Iterable[tuple[Key, Figures]]:
    values = {"start": scope.start, "end": scope.end, **scope.values()}
    for row in session.execute(_query(indicators, dimensions, scope), values):
        key = tuple(map(_value, dimensions, row))
        figures = iter(row[len(dimensions) :])
        yield key, {indicator.id: _measure(indicator, figures) for indicator in indicators}


def _value(dimension: str, found: str | date) -> str | date:
    # Without a mapped column, SQLite's driver gives a day as it is stored.
    return date.fromisoformat(found) if dimension == "day" and isinstance(found, str) else found


def _measure(indicator: Indicator, figures: Iterator[float | None]) -> Measure:
    numerator = next(figures) or 0  # the sum of no row is null
    return Measure(numerator, None if indicator.denominator is None else next(figures) or 0)


def _query(indicators: Sequence[Indicator], dimensions: Sequence[str], scope: Scope) -> TextClause:
    table = indicators[0].table
    unknown = set(dimensions) - set(DIMENSIONS[table])
    if unknown:
        raise NoSuchDimension(f"{indicators[0].id} is not cut along {', '.join(sorted(unknown))}")
    relation, conditions = _rows(indicators[0], dimensions, scope)
    columns = [
        column_of(name, nullable=relation != indicators[0].table or table == FACTS)
        for name in dimensions
    ]
    expressions = [part for one in indicators for part in (one.numerator, one.denominator) if part]
    # Only files and names of this package stand in the text; what people ask for is bound.
    sql = (
        f"SELECT {', '.join([*columns, *expressions])} FROM {relation} AS facts WHERE {conditions}"  # noqa: S608
    )
    if columns:
        sql += f" GROUP BY {', '.join(columns)}"
    return text(sql).bindparams(bindparam("start", type_=Date()), bindparam("end", type_=Date()))


def _rows(indicator: Indicator, dimensions: Sequence[str], scope: Scope) -> tuple[str, str]:
    """Return the rows to read, and which of them."""
    if indicator.table in SUMMED and "territory" not in dimensions:
        return indicator.table, conditions_along(dimensions, scope)
    relation = indicator.table
    if relation in SUMMED:
        relation = f"({_source('sessions')})"
    elif set(dimensions) & set(_OF_THEMES):
        relation = f"({_source('themes')})"
    usual = conditions_of(FACTS)
    return relation, f"{indicator.own} AND {usual}" if indicator.own else usual


@cache
def _source(name: str) -> str:
    source = files("companion.pilotage.indicators") / "sources" / f"{name}.sql"
    return source.read_text(encoding="utf-8")
