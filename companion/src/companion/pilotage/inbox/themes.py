"""New and rising themes: groups that people write about more than they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scipy.stats import binomtest

# Fewer messages than this are chance, whatever came before.
FEWEST = 5
# How unlikely the growth must be, were nothing to have changed.
_CHANCE = 0.01


@dataclass(frozen=True)
class Theme:
    """A group with how many messages it had in the period, and in the one before, as long."""

    group_id: int
    name: str
    count: int
    before: int
    kind: Literal["new", "rising"]


def themes(counted: Iterable[tuple[int, str, int, int]]) -> list[Theme]:
    """Return the themes among groups given as (id, name, messages now, messages before).

    The greatest growth comes first. A group is new when nobody wrote of it before; it rises when
    equal chances for both periods would give such counts less than once in a hundred.
    """
    found = [
        Theme(group, name, count, before, "rising" if before else "new")
        for group, name, count, before in counted
        if count >= FEWEST and (not before or _unlikely(count, before))
    ]
    return sorted(found, key=lambda theme: (theme.before - theme.count, theme.group_id))


def _unlikely(count: int, before: int) -> bool:
    grown = binomtest(count, count + before, 0.5, alternative="greater")
    return bool(grown.pvalue < _CHANCE)
