"""Hiding small counts, so that neither they nor what stands beside them tells of a few people.

A table has rows and columns of counts, and last in each its total. A count under the threshold is
hidden; so are others, the smallest first, until no hidden count can be had by taking the published
ones of its row or of its column from the total: a line hides none or several, and those under a
published total reach the threshold together.
"""

from collections.abc import Collection, Iterator, Sequence

THRESHOLD = 11  # conversations; fewer are not published

Place = tuple[int, int]
Counts = Sequence[Sequence[int]]


def with_totals(counts: Counts) -> list[list[int]]:
    """Return a table with the total of each row and of each column, last."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def suppressed(
    counts: Counts, *, totals_hidden: Collection[int] = (), threshold: int = THRESHOLD
) -> list[list[int | None]]:
    """Return a table with totals, None standing for what is hidden.

    Args:
        counts: rows of as many counts each; the last of a row and the last row are totals.
        totals_hidden: columns whose total is hidden in any case: another table hides it.
        threshold: the smallest count that is published.

    >>> suppressed(with_totals([[50, 3, 40], [60, 30, 20]]))
    [[50, None, None, 93], [60, None, None, 110], [110, 33, 60, 203]]
    """
    hidden = {place for line in _lines(counts) for place in line if _at(counts, place) < threshold}
    hidden |= {(len(counts) - 1, column) for column in totals_hidden}
    while more := _more_to_hide(counts, hidden, threshold):
        hidden |= more
    return [
        [None if (row, place) in hidden else count for place, count in enumerate(line)]
        for row, line in enumerate(counts)
    ]


def _lines(counts: Counts) -> Iterator[list[Place]]:
    """Yield the places of each row, then of each column; a total stands last."""
    width = len(counts[0]) if counts else 0
    for row in range(len(counts)):
        yield [(row, column) for column in range(width)]
    for column in range(width):
        yield [(row, column) for row in range(len(counts))]


def _at(counts: Counts, place: Place) -> int:
    return counts[place[0]][place[1]]


def _more_to_hide(counts: Counts, hidden: set[Place], threshold: int) -> set[Place]:
    """Return what to hide next, in the first line that tells too much; nothing when none does."""
    for line in _lines(counts):
        *parts, total = line
        told = [place for place in parts if place in hidden]
        if _is_safe(counts, told, threshold, total_shown=total not in hidden):
            continue
        shown = [place for place in parts if place not in hidden] or [total]
        return {min(shown, key=lambda place: (_at(counts, place), place))}
    return set()


def _is_safe(counts: Counts, told: Sequence[Place], threshold: int, *, total_shown: bool) -> bool:
    if not told:
        # A total alone would be the sum of the parts that are shown.
        return total_shown
    if not total_shown:
        return True
    return len(told) > 1 and sum(_at(counts, place) for place in told) >= threshold
