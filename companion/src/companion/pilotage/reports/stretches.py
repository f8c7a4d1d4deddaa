"""Cutting a period into days, weeks or months, so that a trend has a readable number of points."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.words import load_words

_BY_DAY = 35  # days: up to so many, a point a day
_BY_WEEK = 190


@dataclass(frozen=True)
class Stretch:
    """Consecutive days and what they are called."""

    days: tuple[date, ...]
    label: str


def stretches_of(scope: Scope) -> list[Stretch]:
    """Return the period in order, cut; the first and the last may be shorter than the others."""
    start_of, label = _grain(scope.days)
    days = (scope.start + timedelta(days=place) for place in range(scope.days))
    return [Stretch(tuple(together), label(start)) for start, together in groupby(days, start_of)]


def _grain(days: int) -> tuple[Callable[[date], date], Callable[[date], str]]:
    if days <= _BY_DAY:
        return lambda day: day, lambda day: f"{day:%d/%m}"
    if days <= _BY_WEEK:
        week_of = str(load_words()["week_of"])
        return monday_of, lambda monday: week_of.format(day=f"{monday:%d/%m}")
    return lambda day: day.replace(day=1), lambda first: f"{month_name(first.month)} {first.year}"


def monday_of(day: date) -> date:
    """Return the first day of its week."""
    return day - timedelta(days=day.weekday())


def month_name(month: int) -> str:
    """Return the French name of a month, from 1 to 12."""
    return str(load_words()["months"][month - 1])
