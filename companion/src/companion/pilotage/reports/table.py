"""A table of figures, before it becomes a page, a chart or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from companion.pilotage.indicators.catalogue import Indicator
from companion.pilotage.indicators.measure import Measure, clearly_differ


@dataclass(frozen=True)
class Figure:
    """What an indicator says of some conversations."""

    indicator: Indicator
    measure: Measure

    @property
    def value(self) -> float | None:
        """Return the number, in the indicator's unit."""
        return self.measure.value

    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of a share."""
        return self.measure.interval() if self.indicator.unit == "share" else None

    def targets_met(self) -> int:
        """Return how many of the indicator's targets are met, from the first on."""
        value = self.value
        return sum(
            value is not None and value >= target for target in self.indicator.definition.targets
        )


@dataclass(frozen=True)
class Change:
    """An indicator now beside what it was in the period before."""

    indicator: Indicator
    now: Measure
    before: Measure

    @property
    def value(self) -> float | None:
        """Return the difference of shares or seconds, or the relative change of a count."""
        now, before = self.now.value, self.before.value
        if now is None or before is None:
            return None
        if self.indicator.unit != "count":
            return now - before
        return (now - before) / before if before else None

    @property
    def new(self) -> bool:
        """Tell whether there was nothing before."""
        return self.indicator.unit == "count" and not self.before.value and bool(self.now.value)

    @property
    def clear(self) -> bool:
        """Tell whether shares differ by more than chance would have them."""
        return self.indicator.unit == "share" and clearly_differ(self.now, self.before)

    @property
    def clearly_worse(self) -> bool:
        """Tell whether it goes the wrong way by more than chance."""
        return self.clear and self.better is False

    @property
    def better(self) -> bool | None:
        """Tell whether it goes where it should; None when nothing says so."""
        value, direction = self.value, self.indicator.definition.direction
        if not value or direction == "none":
            return None
        return (value > 0) == (direction == "up")


Cell = str | int | Figure | Change | None


@dataclass(frozen=True)
class Column:
    """`id` names it in files and addresses, `label` on pages."""

    id: str
    label: str


@dataclass(frozen=True)
class Row:
    """`key` is what it counts; `opens`: its filters in the browser of conversations, None if none.

    `topic` and `theme` are set where the row is one, which has a page of its own.
    """

    key: str
    cells: tuple[Cell, ...]
    opens: Mapping[str, str] | None = None
    topic: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Chart:
    """How a table is drawn: which of its columns, and at most how many rows."""

    kind: str  # "line" or "bar"
    columns: tuple[str, ...]
    rows: int | None = None


@dataclass(frozen=True)
class Table:
    """Rows under columns; the first column says what each row is."""

    id: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chart: Chart | None = None

    def sorted_by(self, order: str) -> "Table":
        """Return it in the order of a column, the greatest first after a `-`; unknown: as it is."""
        name, down = order.removeprefix("-"), order.startswith("-")
        places = [place for place, column in enumerate(self.columns) if column.id == name]
        if not places:
            return self
        valued = [(value_of(row.cells[places[0]]), row) for row in self.rows]
        known = sorted(
            ((value, row) for value, row in valued if value is not None),
            key=lambda pair: pair[0],
            reverse=down,
        )
        unknown = [row for value, row in valued if value is None]
        return replace(self, rows=(*(row for _, row in known), *unknown))


def value_of(cell: Cell) -> str | float | None:
    """Return what a cell is compared by; what has no figure has None."""
    if isinstance(cell, (Figure, Change)):
        return cell.value
    return cell.casefold() if isinstance(cell, str) else cell
