"""New and rising themes: groups of the inbox that people write about more than they did."""

from dataclasses import dataclass
from typing import Literal

from scipy.stats import binomtest

from companion.pilotage.indicators.measure import Measure
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope

INDICATOR = "theme_messages"
# Fewer messages than this are chance, whatever came before.
FEWEST = 5
# How unlikely the growth must be, were nothing to have changed.
_CHANCE = 0.01

Kind = Literal["new", "rising"]


@dataclass(frozen=True)
class Theme:
    """A group with its messages in a period, and in the one before, as long."""

    id: str
    name: str
    now: Measure
    before: Measure
    kind: Kind


def themes(reader: IndicatorReader, scope: Scope) -> list[Theme]:
    """Return the themes that are new or rise in a period; the greatest growth comes first."""
    earlier = _messages(reader, scope.before())
    found = []
    for key, now in _messages(reader, scope).items():
        before = earlier.get(key, Measure(0))
        kind = kind_of(now.numerator, before.numerator)
        if kind is not None:
            found.append(Theme(*key, now, before, kind))
    return sorted(found, key=lambda one: (one.before.numerator - one.now.numerator, one.name))


def kind_of(count: float, before: float) -> Kind | None:
    """Return what a group with so many messages in a period, and in the one before, is.

    It is new when nobody wrote of it before; it rises when equal chances for both periods would
    give such counts less than once in a hundred.
    """
    if count < FEWEST:
        return None
    if not before:
        return "new"
    grown = binomtest(round(count), round(count + before), 0.5, alternative="greater")
    return "rising" if grown.pvalue < _CHANCE else None


def _messages(reader: IndicatorReader, scope: Scope) -> dict[tuple[str, str], Measure]:
    """Return how many messages each group has, by its id and its name."""
    along = reader.along(("theme", "theme_name"), [INDICATOR], scope)
    return {(str(key[0]), str(key[1])): figures[INDICATOR] for key, figures in along.items()}
