"""How values are written in the rows.

Times are written as SQL writes them, in UTC: `2026-11-21 20:11:04.006776`. Both databases read
that, and nothing need be converted row by row. Keys are the tracker's event ids on ten digits, so
that they grow as conversations do: an index that grows at its end is a quick one.
"""

from datetime import UTC, datetime
from functools import lru_cache


def key_of(event_id: int) -> str:
    """Return the key of what began with an event."""
    return f"{event_id:010d}"


def written(seconds: float) -> str:
    """Return a time, in seconds since 1970, as SQL writes it.

    >>> written(1795291863.25)
    '2026-11-21 20:11:03.250000'
    """
    whole, part = divmod(round(seconds * 1_000_000), 1_000_000)
    return f"{_written_second(whole)}.{part:06d}"


@lru_cache(maxsize=1024)
def _written_second(whole: int) -> str:
    # The events of a turn share their second or two.
    return datetime.fromtimestamp(whole, UTC).isoformat(" ")[:19]


def shortened(value: str | None, length: int) -> str | None:
    """Return at most `length` characters: PostgreSQL refuses a longer value."""
    return value[:length] if value else None
