"""When the telephone line answers, in Paris: its days and hours, public holidays, closures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from econtacts_core.documents import read_document

PARIS = ZoneInfo("Europe/Paris")
_SEARCHED = 60  # days: a line that stays closed longer is said to be closed, no more


@dataclass(frozen=True)
class OpeningHours:
    """Days of the week (1 is Monday) and hours of every week; `closures` are the operator's."""

    days: frozenset[int]
    opens: time
    closes: time
    closures: frozenset[date] = frozenset()

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays("FR")

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
        return kept and day not in self._holidays


def load_hours(knowledge: Path, closures: Collection[date]) -> OpeningHours:
    """Read the hours of the line under the knowledge directory."""
    hours = read_document(knowledge / "contact.yml", "contact")["contact"]["hours"]
    opens, closes = (time.fromisoformat(hours[name]) for name in ("opens", "closes"))
    return OpeningHours(frozenset(hours["days"]), opens, closes, frozenset(closures))


@dataclass(frozen=True)
class OpeningWords:
    """How it is said that the line is closed; `{day}` and `{hour}` are filled in."""

    closed: str
    closed_for_long: str
    today: str
    tomorrow: str
    days: tuple[str, ...]  # Monday first
    months: tuple[str, ...]

    def tell(self, hours: OpeningHours, moment: datetime) -> str | None:
        """Say that the line is closed and when it opens; nothing while it is open."""
        if hours.include(moment):
            return None
        opening = hours.next_opening(moment)
        if opening is None:
            return self.closed_for_long
        day = self._day(opening.date(), moment.astimezone(PARIS).date())
        return self.closed.format(day=day, hour=_hour(opening.time()))

    def _day(self, opening: date, today: date) -> str:
        away = (opening - today).days
        weekday = self.days[opening.isoweekday() - 1]
        if away >= len(self.days):
            return f"{weekday} {opening.day} {self.months[opening.month - 1]}"
        return {0: self.today, 1: self.tomorrow}.get(away, weekday)


def _hour(at: time) -> str:
    """Write 8:30 as it is said, `8 h 30`."""
    return f"{at.hour} h {at.minute:02}" if at.minute else f"{at.hour} h"
