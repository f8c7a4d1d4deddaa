"""When the telephone line answers, in Paris: its days and hours, public holidays, closures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from econtacts_core.documents import read_document

PARIS = ZoneInfo("Europe/Paris")
_HOLIDAYS = holidays.country_holidays("FR")
_SEARCHED = 60  # days: a line that stays closed longer is said to be closed, no more


@dataclass(frozen=True)
class OpeningHours:
    """Days of the week (1 is Monday) and hours of every week; `closures` are the operator's."""

    days: frozenset[int]
    opens: time
    closes: time
    closures: frozenset[date] = frozenset()

    def include(self, moment: datetime) -> bool:
        """Tell whether somebody answers at a moment, given with its zone."""
        there = moment.astimezone(PARIS)
        return self._open_on(there.date()) and self.opens <= there.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when the line opens next after a moment, None when that is far away."""
        there = moment.astimezone(PARIS)
        for later in range(_SEARCHED):
            day = there.date() + timedelta(days=later)
            opening = datetime.combine(day, self.opens, PARIS)
            if opening > there and self._open_on(day):
                return opening
        return None

    def _open_on(self, day: date) -> bool:
        kept = day.isoweekday() in self.days and day not in self.closures
        return kept and not _is_holiday(day)


@lru_cache(maxsize=4096)
def _is_holiday(day: date) -> bool:
    return day in _HOLIDAYS


def load_hours(knowledge: Path, closures: Collection[date] = ()) -> OpeningHours:
    """Read the hours of the line under the knowledge directory; `closures` are the operator's."""
    hours = read_document(knowledge / "contact.yml", "contact")["contact"]["hours"]
    opens, closes = (time.fromisoformat(hours[name]) for name in ("opens", "closes"))
    return OpeningHours(frozenset(hours["days"]), opens, closes, frozenset(closures))
