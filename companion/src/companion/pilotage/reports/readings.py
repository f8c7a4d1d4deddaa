"""What the tables of one page read: each thing once, however many tables rest on it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from companion.pilotage.indicators.catalogue import Indicator, load_indicators
from companion.pilotage.indicators.measure import Measure
from companion.pilotage.indicators.reading import Figures, IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.indicators.themes import Theme, themes


class Readings:
    """The indicators over scopes, remembered; make one for each page."""

    def __init__(self, reader: IndicatorReader) -> None:
        self._reader = reader
        self._read: dict[tuple[object, ...], Mapping[str | date, Figures]] = {}

    def totals(self, names: Sequence[str], scope: Scope) -> Figures:
        """Return each indicator over the whole scope."""
        return self._reader.totals(names, scope)

    def by(
        self, dimension: str, names: Sequence[str], scope: Scope
    ) -> Mapping[str | date, Figures]:
        """Return the indicators of each value of a dimension."""
        asked = (dimension, tuple(names), scope)
        if asked not in self._read:
            self._read[asked] = self._reader.by(dimension, names, scope)
        return self._read[asked]

    def themes(self, scope: Scope) -> list[Theme]:
        """Return the themes that are new or rise."""
        return themes(self._reader, scope)


def indicator(name: str) -> Indicator:
    """Return an indicator that a report names."""
    return load_indicators()[name]


def together(name: str, figures: Iterable[Figures]) -> Measure:
    """Return an indicator over several sets of cases."""
    total = nothing(name)
    for some in figures:
        total = total.plus(some[name])
    return total


def nothing(name: str) -> Measure:
    """Return an indicator over no case."""
    return Measure(0, None if indicator(name).denominator is None else 0)
