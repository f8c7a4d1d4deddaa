"""When the telephone line is open: hours of Paris, public holidays apart."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import holidays
from econtacts_core.documents import read_document

_HOLIDAYS = holidays.country_holidays("FR")


@dataclass(frozen=True)
class OpeningHours:
    """Days of the week (1 is Monday) and the hours between which somebody answers."""

    days: frozenset[int]
    opens: time
    closes: time

    def include(self, moment: datetime) -> bool:
        """Tell whether the line is open at a moment in Paris."""
        in_time = moment.isoweekday() in self.days and self.opens <= moment.time() < self.closes
        return in_time and not _is_holiday(moment.date())


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    return day in _HOLIDAYS


def load_hours(knowledge: Path) -> OpeningHours:
    """Read the hours of the telephone line under the knowledge directory."""
    hours = read_document(knowledge / "contact.yml", "contact")["contact"]["hours"]
    opens, closes = (time.fromisoformat(hours[name]) for name in ("opens", "closes"))
    return OpeningHours(frozenset(hours["days"]), opens, closes)
