"""What the address bar asks for, checked; each fault is told in French beside its field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.words import Words, load_words
from companion.storage.summed import ALL

# The filters as the addresses of these pages and of the browser of conversations name them.
ADDRESS_NAMES: Mapping[str, str] = {
    "channel": "canal",
    "collection": "collection",
    "audience": "public",
    "team": "equipe",
    "topic": "sujet",
}
UNKNOWN = "inconnu"  # in an address, what is not known
DEFAULT_PERIOD = "30j"
_YEARS = range(2000, 2100)
LONGEST = 3 * 366  # days
_KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
_ORDER = re.compile(r"-?[\w-]{1,64}", re.ASCII)
_PERIODS: Mapping[str, Callable[[date], date]] = {
    "7j": lambda today: today - timedelta(days=6),
    "30j": lambda today: today - timedelta(days=29),
    "90j": lambda today: today - timedelta(days=89),
    "12m": lambda today: today - timedelta(days=364),
    "annee": lambda today: today.replace(month=1, day=1),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field of the address."""

    field: str
    message: str


class BadQuery(ValueError):
    """The address asks for what cannot be shown."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Query:
    """A scope, and in which order its tables are: a column's id, `-` before it for downwards."""

    scope: Scope
    order: str = ""

    def address(self, **changed: str) -> str:
        """Return the query string that asks for the same, but for what is `changed`."""
        asked = {**self.written(), "tri": self.order, **changed}
        return urlencode({name: value for name, value in asked.items() if value})

    def written(self) -> dict[str, str]:
        """Return the period and the filters as an address names them."""
        scope = self.scope
        filters = {ADDRESS_NAMES[name]: value for name, value in scope.filters().items()}
        period = {"du": str(scope.start), "au": str(scope.end)}
        return {**period, **{name: value or UNKNOWN for name, value in filters.items()}}


def read_query(given: Mapping[str, str], words: Words, today: date) -> Query:
    """Return what is asked for: thirty days to today unless the address says otherwise.

    Args:
        given: `periode`, or `du` and `au`; `canal`, `collection`, `public`, `equipe`, `sujet`;
            `tri`. What is missing or empty asks for nothing.
        words: which values exist.
        today: the day in Paris.

    Raises:
        BadQuery: with every fault.
    """
    faults: list[Fault] = []
    start, end = _period(given, today, faults)
    filters = {
        name: _filter(name, given.get(key, ""), words, faults)
        for name, key in ADDRESS_NAMES.items()
    }
    order = given.get("tri", "")
    if order and not _ORDER.fullmatch(order):
        faults.append(_fault("tri", "sort", given=order))
    if faults:
        raise BadQuery(faults)
    return Query(Scope(start, end, **filters), order)


def _period(given: Mapping[str, str], today: date, faults: list[Fault]) -> tuple[date, date]:
    name = given.get("periode") or DEFAULT_PERIOD
    if name not in _PERIODS:
        faults.append(_fault("periode", "period", given=name))
        name = DEFAULT_PERIOD
    end = _day("au", given.get("au", ""), faults) or today
    start = _day("du", given.get("du", ""), faults) or _PERIODS[name](end)
    days = (end - start).days + 1
    if days < 1:
        faults.append(_fault("du", "order", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}"))
    elif days > LONGEST:
        faults.append(_fault("du", "long", days=days, most=LONGEST))
    return start, end


def _day(field: str, given: str, faults: list[Fault]) -> date | None:
    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        faults.append(_fault(field, "date", given=given))
        return None
    return day


def _filter(name: str, given: str, words: Words, faults: list[Fault]) -> str:
    if not given:
        return ALL
    if given == UNKNOWN:
        return ""
    if not _KEY.fullmatch(given) or given not in words.labels[name]:
        faults.append(_fault(ADDRESS_NAMES[name], "unknown", given=given))
    return given


def _fault(field: str, error: str, **values: object) -> Fault:
    # What was written is shown, but not whole pages of it.
    shown = {name: str(value)[:40] for name, value in values.items()}
    return Fault(field, str(load_words()["errors"][error]).format(**shown))
