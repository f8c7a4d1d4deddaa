"""French dates as people type them, read by Duckling inside this process."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

TIME_ZONE = "Europe/Paris"
_MONTHS = (
    ("janvier",),
    ("février", "fevrier"),
    ("mars",),
    ("avril",),
    ("mai",),
    ("juin",),
    ("juillet",),
    ("août", "aout"),
    ("septembre",),
    ("octobre",),
    ("novembre",),
    ("décembre", "decembre"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# A day and a month written out: of "31 février" and "1er aout" Duckling makes another day.
_WRITTEN = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)?(?:\s*[/.-]\s*(?P<number>\d{{1,2}})|\s+(?P<name>{'|'.join(_MONTH_NUMBERS)}))"
    r"(?:\s*[/.-]?\s*(?P<year>\d{4}))?\b",
    re.IGNORECASE,
)


def read_date(text: str) -> date | None:
    """Return the first day that `text` names, seen from today; None when it names none.

    A day that does not exist is none: nobody moves on 31 February, and not on another day instead.
    """
    written = _WRITTEN.search(text)
    if written is not None:
        return _calendar_day(written)
    found = _parser()(text)
    values = (entry["value"] for entry in found)
    days = (value.get("value") or value.get("from", {}).get("value") for value in values)
    return next((datetime.fromisoformat(day).date() for day in days if day), None)


def _calendar_day(written: re.Match[str]) -> date | None:
    """Return the day that is written out, the next one of this name when it bears no year."""
    named = written["name"]
    month = _MONTH_NUMBERS[named.lower()] if named else int(written["number"])
    this_year = today().year
    years = [int(written["year"])] if written["year"] else range(this_year, this_year + 9)
    days = (_day(year, month, int(written["day"])) for year in years)
    return next((day for day in days if day and (written["year"] or day >= today())), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def today() -> date:
    """Return the day it is in France."""
    return datetime.now(ZoneInfo(TIME_ZONE)).date()


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], list[dict[str, Any]]]:
    # Importing starts Duckling's own runtime: nothing may happen when actions are imported.
    import duckling

    zones = duckling.load_time_zones(str(files("tzdata") / "zoneinfo"))
    language = duckling.parse_lang("FR")
    locale = duckling.parse_locale("FR", duckling.default_locale_lang(language))
    dimensions = duckling.parse_dimensions(["time"])

    def parse(text: str) -> list[dict[str, Any]]:
        # Noon: Duckling adds the zone's hours twice, which an hour before midnight makes tomorrow.
        noon = datetime.combine(today(), time(12), ZoneInfo(TIME_ZONE))
        now = duckling.parse_ref_time(zones, TIME_ZONE, int(noon.timestamp()))
        with_latent = False  # "15" alone is no date
        found: list[dict[str, Any]] = duckling.parse(
            text, duckling.Context(now, locale), dimensions, with_latent
        )
        return found

    return parse
