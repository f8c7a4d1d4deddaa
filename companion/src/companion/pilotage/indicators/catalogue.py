"""The indicators, each a file: its definition in a comment, then one SELECT over one table.

The SELECT gives a numerator and, for a share or a mean, a denominator, over a period and filters:
`:start` and `:end`, and for each of channel, collection, audience, team and topic a value, or `*`
for all. It runs as it stands in SQLite and PostgreSQL. As all have that shape, which is checked
here, those of one table are also read together, along any dimension (`…indicators.reading`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from companion.pilotage.indicators.conditions import FACTS, SUMMED, conditions_of

Unit = Literal["count", "share", "seconds"]

_FILE = re.compile(r"/\*\n(?P<definition>.*?)\n\*/\n(?P<sql>SELECT\b.*);\s*", re.DOTALL)
_SHAPE = re.compile(
    r"SELECT (?P<numerator>.+?) AS numerator(?:, (?P<denominator>.+?) AS denominator)?"
    r" FROM (?P<table>\w+) AS facts WHERE (?P<conditions>.+)"
)


class BadIndicator(ValueError):
    """An indicator's file is not as it should be; the message names it."""


class Definition(BaseModel):
    """What an indicator means, as it is shown beside its figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    definition: str
    unit: Unit
    direction: Literal["up", "down", "none"]  # where better is
    opens: dict[str, str]  # which conversations are behind it, as filters of their browser
    targets: tuple[float, ...] = ()  # one after the other, in the unit
    numerator: str
    denominator: str | None = None

    @model_validator(mode="after")
    def _a_count_divides_by_nothing(self) -> "Definition":
        if (self.unit == "count") != (self.denominator is None):
            raise ValueError("a share or a mean has a denominator, a count has none")
        return self


@dataclass(frozen=True)
class Indicator:
    """A definition and its query; `own` is the condition that it sets besides the usual ones."""

    id: str
    definition: Definition
    sql: str
    table: str
    own: str | None
    numerator: str
    denominator: str | None

    @property
    def title(self) -> str:
        """Return what it is called in French."""
        return self.definition.title

    @property
    def unit(self) -> Unit:
        """Return what its figure is."""
        return self.definition.unit


@cache
def load_indicators() -> Mapping[str, Indicator]:
    """Return the indicators by id, in the order of their ids.

    Raises:
        BadIndicator: when a file lacks a definition or its query has another shape.
    """
    queries = files("companion.pilotage.indicators") / "queries"
    found = sorted(queries.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): _read(file) for file in found}


def _read(file: Traversable) -> Indicator:
    return parse_indicator(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))


def parse_indicator(name: str, text: str) -> Indicator:
    """Return the indicator that a file's text describes.

    Raises:
        BadIndicator: as above.
    """
    parts = _FILE.fullmatch(text)
    if parts is None:
        raise BadIndicator(f"{name}: a definition between /* and */, then one SELECT, are expected")
    try:
        definition = Definition.model_validate(yaml.safe_load(parts["definition"]))
    except (ValidationError, yaml.YAMLError) as error:
        raise BadIndicator(f"{name}: {error}") from error
    shape = _SHAPE.fullmatch(" ".join(parts["sql"].split()))
    if shape is None or shape["table"] not in (*SUMMED, FACTS):
        raise BadIndicator(f"{name}: the query is no numerator and denominator over one table")
    if (shape["denominator"] is None) != (definition.denominator is None):
        raise BadIndicator(f"{name}: the query and the definition disagree on the denominator")
    own, usual, rest = shape["conditions"].rpartition(conditions_of(shape["table"]))
    if not usual or rest:
        raise BadIndicator(f"{name}: the query does not end with the period and the filters")
    return Indicator(
        id=name,
        definition=definition,
        sql=parts["sql"],
        table=shape["table"],
        own=own.removesuffix(" AND ") or None,
        numerator=shape["numerator"],
        denominator=shape["denominator"],
    )
