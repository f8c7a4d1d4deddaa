"""French dates as people type them, read by Duckling inside this process."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime
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
# A day and a month written out, of which Duckling reads what exists and drops the rest.
_WRITTEN = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)?(?:\s*[/.-]\s*(?P<number>\d{{1,2}})|\s+(?P<name>{'|'.join(_MONTH_NUMBERS)}))"
    r"(?:\s*[/.-]?\s*(?P<year>\d{4}))?\b",
    re.IGNORECASE,
)
_LEAP_YEAR = 2024


def read_date(text: str) -> date | None:
    """Return the first day that `text` names, seen from today; None when it names none.

    A day that does not exist is none: nobody moves on 31 February, and not on another day instead.
    """
    if not _exists(text):
        return None
    found = _parser()(text)
    values = (entry["value"] for entry in found)
    days = (value.get("value") or value.get("from", {}).get("value") for value in values)
    return next((datetime.fromisoformat(day).date() for day in days if day), None)


def _exists(text: str) -> bool:
    """Tell whether the day and month written in `text`, if any, are in the calendar."""
    written = _WRITTEN.search(text)
    if written is None:
        return True
    month = int(written["number"] or _MONTH_NUMBERS[written["name"].lower()])
    try:
        date(int(written["year"] or _LEAP_YEAR), month, int(written["day"]))
    except ValueError:
        return False
    return True


def today() -> date:
    """Return the day it is in France."""
    return datetime.now(ZoneInfo(TIME_ZONE)).date()


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], list[dict[str, Any]]]:
    # Importing starts Duckling's own runtime: nothing may happen when actions are imported.
    import duckling  # type: ignore[import-untyped]

    zones = duckling.load_time_zones(str(files("tzdata") / "zoneinfo"))
    language = duckling.parse_lang("FR")
    locale = duckling.parse_locale("FR", duckling.default_locale_lang(language))
    dimensions = duckling.parse_dimensions(["time"])

    def parse(text: str) -> list[dict[str, Any]]:
        now = duckling.parse_ref_time(zones, TIME_ZONE, int(time.time()))
        with_latent = False  # "15" alone is no date
        found: list[dict[str, Any]] = duckling.parse(
            text, duckling.Context(now, locale), dimensions, with_latent
        )
        return found

    return parse
