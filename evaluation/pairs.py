"""The pairs of topics that are most often taken for one another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from evaluation.held_out import Reading


@dataclass(frozen=True)
class Pair:
    """Two topics, how often either was read as the other, and the most confident error."""

    topics: frozenset[str]
    errors: int
    example: Reading


def worst_pairs(
    readings: Iterable[Reading], topics: Collection[str], *, count: int = 15
) -> list[Pair]:
    """Return the `count` pairs with the most errors, the most confident first among equals."""
    errors: dict[frozenset[str], list[Reading]] = {}
    for found in readings:
        pair = frozenset((found.meant[0], found.likeliest))
        if len(pair) > 1 and pair <= set(topics):
            errors.setdefault(frozenset(name for name in pair if name), []).append(found)
    pairs = [
        Pair(names, len(found), max(found, key=lambda reading: reading.confidence))
        for names, found in errors.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.errors, -pair.example.confidence))[:count]
