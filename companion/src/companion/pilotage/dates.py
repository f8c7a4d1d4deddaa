"""Days as people give them: days in Paris, both included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """Return the day in Paris."""
    return datetime.now(PARIS).date()


def day_of(written: str) -> date | None:
    """Read `2026-11-21`, None for nothing. Raises `ValueError` for what is no day."""
    day = date.fromisoformat(written) if written else None
    if day is not None and not 2000 <= day.year < 2200:
        raise ValueError("a day of no calendar of ours")
    return day


def start_of(day: date | None) -> datetime | None:
    """Return when a day begins, in UTC."""
    return None if day is None else datetime.combine(day, time(), PARIS).astimezone(UTC)


def end_of(day: date | None) -> datetime | None:
    """Return when a day is over, in UTC."""
    return None if day is None else start_of(day + timedelta(days=1))
