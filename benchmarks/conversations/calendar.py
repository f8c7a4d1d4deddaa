"""When people write: more in spring and autumn, on working days, in the morning."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

_PARIS = ZoneInfo("Europe/Paris")
_MONTHS = (0.8, 0.7, 0.8, 1.5, 2.0, 1.3, 0.8, 0.9, 1.6, 1.5, 1.2, 0.9)
_WEEKDAYS = (1.4, 1.2, 1.1, 1.1, 1.0, 0.45, 0.35)
# Shares of a day, hour by hour.
_HOURS = (2, 1, 1, 1, 1, 2, 5, 14, 40, 62, 68, 60, 44, 52, 64, 60, 54, 46, 40, 34, 30, 24, 14, 6)
# Topics that have their season: how many times more in which months.
SEASONS: dict[str, tuple[float, frozenset[int]]] = {
    "declarer_revenus": (8.0, frozenset({4, 5, 6})),
    "corriger_declaration": (4.0, frozenset({8, 9, 10})),
    "comprendre_taxe_fonciere": (8.0, frozenset({9, 10})),
    "comprendre_solde_impot": (5.0, frozenset({9})),
    "payer_cfe": (6.0, frozenset({11, 12})),
    "recevoir_avance_credit_impot": (6.0, frozenset({1})),
}


def starts(count: int, first: date, days: int, chance: random.Random) -> list[float]:
    """Return when each of `count` conversations starts, in seconds since 1970, in order."""
    dates = [first + timedelta(days=number) for number in range(days)]
    weights = [_MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] for day in dates]
    hours = list(accumulate(_HOURS))
    picked = chance.choices(dates, cum_weights=list(accumulate(weights)), k=count)
    return sorted(_moment(day, hours, chance) for day in picked)


def _moment(day: date, hours: list[int], chance: random.Random) -> float:
    hour = chance.choices(range(24), cum_weights=hours)[0]
    at = datetime.combine(day, time(hour), _PARIS)
    return at.timestamp() + chance.random() * 3600


def season(topic: str, month: int) -> float:
    """Return how many times more often a topic is asked about in a month."""
    more, months = SEASONS.get(topic, (1.0, frozenset()))
    return more if month in months else 1.0
