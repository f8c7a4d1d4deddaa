"""The filters of the conversation browser, as they stand in the address bar."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from companion.pilotage import paths
from companion.pilotage.browser.words import searched
from companion.pilotage.dates import day_of, end_of, start_of
from companion.storage.conversation_search import Key, Wanted

TEXT_LENGTH = 200  # characters
TESTERS = {"": False, "oui": True, "tous": None}
# Name in the address, name in `Wanted`: those that are one of a closed list.
CHOICES = {
    "sujet": "topic",
    "issue": "outcome",
    "etape": "step",
    "avis": "rating",
    "raison": "reason",
    "public": "audience",
    "canal": "channel",
    "collection": "collection",
    "equipe": "team",
    "departement": "territory",
    "annotation": "state",
    "theme": "theme",
}
NAMES = ("texte", "du", "au", *CHOICES, "confiance_min", "confiance_max", "testeurs")


@dataclass(frozen=True)
class Filters:
    """What was asked: each filter as written, what was wrong with some, and what is wanted."""

    written: Mapping[str, str]
    wrong: Collection[str]
    wanted: Wanted
    after: Key | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """Return the names of the filters that are set."""
        return tuple(name for name in NAMES if self.written[name])

    def address(self, **changed: str) -> str:
        """Return the address of this search, with some filters changed."""
        given = {name: self.written[name] for name in self.used} | changed
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{paths.CONVERSATIONS}?{query}" if query else paths.CONVERSATIONS


def read_filters(query: Mapping[str, str], options: Mapping[str, Mapping[str, str]]) -> Filters:
    """Read the filters of an address; one that cannot be read is named in `wrong` and left out.

    Args:
        query: of the address.
        options: for each of `CHOICES`, its values and their labels.
    """
    written = {name: query.get(name, "").strip() for name in NAMES}
    wrong = [name for name in CHOICES if written[name] and written[name] not in options[name]]
    read = _Reading(written, wrong)
    words = searched(written["texte"])
    if len(written["texte"]) > TEXT_LENGTH or (written["texte"] and not words):
        wrong.append("texte")
        words = ()
    if written["testeurs"] not in TESTERS:
        wrong.append("testeurs")
    chosen: dict[str, Any] = {
        field: written[name]
        for name, field in CHOICES.items()
        if written[name] and name not in wrong
    }
    wanted = Wanted(
        words=words,
        since=start_of(read.day("du")),
        until=end_of(read.day("au")),
        confidence_from=read.share("confiance_min"),
        confidence_to=read.share("confiance_max"),
        tester=TESTERS.get(written["testeurs"], False),
        **chosen,
    )
    return Filters(written, wrong, wanted, read_key(query.get("apres", "")))


@dataclass(frozen=True)
class _Reading:
    """Reads days and shares; names in `wrong` what is neither."""

    written: Mapping[str, str]
    wrong: list[str]

    def day(self, name: str) -> date | None:
        try:
            return day_of(self.written[name])
        except ValueError:
            self.wrong.append(name)
            return None

    def share(self, name: str) -> float | None:
        """Read a whole number of hundredths."""
        given = self.written[name]
        if not given:
            return None
        if not (given.isascii() and given.isdigit() and int(given) <= 100):
            self.wrong.append(name)
            return None
        return int(given) / 100


def written_key(started_at: datetime, session_id: str) -> str:
    """Write the key of a session for an address."""
    return f"{started_at.isoformat()}_{session_id}"


def read_key(written: str) -> Key | None:
    """Read a key; None, the first page, for what is none."""
    moment, _, session_id = written.partition("_")
    try:
        started_at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (started_at, session_id) if started_at.tzinfo and session_id else None
