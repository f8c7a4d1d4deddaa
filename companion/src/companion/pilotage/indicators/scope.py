"""What is counted: a period and filters."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from companion.storage.summed import ALL

FILTERS = ("channel", "collection", "audience", "team", "topic")


@dataclass(frozen=True)
class Scope:
    """Days in Paris, both included. A filter is a value, "" for what is not known, `*` for all."""

    start: date
    end: date
    channel: str = ALL
    collection: str = ALL
    audience: str = ALL
    team: str = ALL
    topic: str = ALL

    @property
    def days(self) -> int:
        """Return how many days it lasts."""
        return (self.end - self.start).days + 1

    def before(self) -> "Scope":
        """Return the period of the same length that ends the day before this one."""
        start = self.start - timedelta(days=self.days)
        return replace(self, start=start, end=self.start - timedelta(days=1))

    def last(self, days: int) -> "Scope":
        """Return its last days, so many at most."""
        return replace(self, start=max(self.start, self.end - timedelta(days=days - 1)))

    def filters(self) -> dict[str, str]:
        """Return the filters that leave something out, by name."""
        return {name: value for name, value in self.values().items() if value != ALL}

    def values(self) -> dict[str, str]:
        """Return every filter by name, as the queries bind them."""
        return {name: getattr(self, name) for name in FILTERS}
