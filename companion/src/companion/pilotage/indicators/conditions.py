"""The period and the filters as SQL: the same words end the query of every indicator."""

from collections.abc import Collection

from companion.pilotage.indicators.scope import FILTERS, Scope
from companion.storage.summed import ALL, STARRED

SUMMED = ("summed_sessions", "summed_exchanges")
FACTS = "exchange_facts"
PERIOD = "facts.day BETWEEN :start AND :end"
# A fact may lack these, where a sum, whose key can have no null, has "".
_NULLABLE = ("audience", "topic", "team", "territory", "reason")


def conditions_of(table: str) -> str:
    """Return what ends an indicator's query over this table."""
    columns = ("channel", "audience", "topic", "collection", "team")
    return " AND ".join([PERIOD, *(_filter(table, column) for column in columns)])


def conditions_along(dimensions: Collection[str], scope: Scope) -> str:
    """Return the same over summed tables, cut along dimensions: of these, no row for all."""
    cut = [name for name in STARRED if name in dimensions and getattr(scope, name) == ALL]
    filters = [f"facts.{name} <> '{ALL}'" if name in cut else _filter("", name) for name in STARRED]
    others = [_filter("", name) for name in FILTERS if name not in STARRED]
    return " AND ".join([PERIOD, *filters, *others])


def column_of(name: str, *, nullable: bool) -> str:
    """Return the expression to read a dimension by; "" is what is not known."""
    return f"COALESCE(facts.{name}, '')" if nullable and name in _NULLABLE else f"facts.{name}"


def _filter(table: str, name: str) -> str:
    if table != FACTS and name in STARRED:
        return f"facts.{name} = :{name}"
    return f":{name} IN ('{ALL}', {column_of(name, nullable=table == FACTS)})"
