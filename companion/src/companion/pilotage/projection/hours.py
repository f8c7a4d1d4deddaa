"""When the telephone line is open: hours of Paris, public holidays apart."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from pathlib import Path

import holidays
from econtacts_core.documents import read_document


@dataclass(frozen=True)
class OpeningHours:
    """Days of the week (1 is Monday) and the hours between which somebody answers."""

    days: frozenset[int]
    opens: time
    closes: time

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays("FR")

    def include(self, moment: datetime) -> bool:
        """Tell whether the line is open at a moment in Paris."""
        open_day = moment.isoweekday() in self.days and moment.date() not in self._holidays
        return open_day and self.opens <= moment.time() < self.closes


def load_hours(knowledge: Path) -> OpeningHours:
    """Read the hours of the telephone line under the knowledge directory."""
    hours = read_document(knowledge / "contact.yml", "contact")["contact"]["hours"]
    opens, closes = (time.fromisoformat(hours[name]) for name in ("opens", "closes"))
    return OpeningHours(frozenset(hours["days"]), opens, closes)
