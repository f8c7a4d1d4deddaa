"""A day, for whoever counts, is a day in Paris."""

from datetime import datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def in_paris(seconds: float) -> datetime:
    """Return a time, in seconds since 1970, on the clocks of Paris."""
    return datetime.fromtimestamp(seconds, PARIS)
