"""Rows of texts as columns of a terminal."""

import unicodedata
from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]], *, numbers: bool) -> str:
    r"""Return the rows one a line, each column as wide as its widest text.

    With `numbers`, all columns but the first end on the right. What people typed cannot steer the
    terminal: control characters are spaces.

    >>> aligned([["a", "nombre"], ["ab", "1"]], numbers=True)
    'a   nombre\nab       1'
    """
    plain = [[_plain(text) for text in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    return "\n".join(
        "  ".join(
            text.rjust(width) if numbers and place else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in plain
    )


def _plain(text: str) -> str:
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in text)
