"""The menu of the steering pages, read from `navigation.yml`."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

import yaml

from companion.pilotage.person import Person
from companion.pilotage.roles import Permission


@dataclass(frozen=True)
class Entry:
    """A page of the menu, and what it needs."""

    path: str
    label: str
    needs: Permission


def load_entries() -> tuple[Entry, ...]:
    """Read the menu. Raises `ValueError` when it names a permission that does not exist."""
    written = yaml.safe_load((files(__package__) / "navigation.yml").read_text(encoding="utf-8"))
    return tuple(Entry(row["path"], row["label"], Permission(row["needs"])) for row in written)


class Navigation:
    """The entries that are served, and those that one person may open."""

    def __init__(self) -> None:
        self._entries: tuple[Entry, ...] = ()

    def serve(self, paths: Iterable[str]) -> None:
        """Keep the entries whose page is among the `paths` served."""
        served = set(paths)
        self._entries = tuple(entry for entry in load_entries() if entry.path in served)

    def of(self, person: Person) -> list[Entry]:
        """Return what `person` may open, in order."""
        return [entry for entry in self._entries if person.may(entry.needs)]
