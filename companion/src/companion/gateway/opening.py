"""How it is said that the telephone line is closed, and when it opens."""

from dataclasses import dataclass
from datetime import date, datetime, time

from companion.opening import PARIS, OpeningHours


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
