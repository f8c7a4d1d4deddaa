"""What the filters of the conversation browser can be set to."""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.pilotage.labels import Labels
from companion.storage.inbox import InboxRepository

# Name in the address, kind of value in the labels.
_KINDS = {
    "sujet": "topic",
    "issue": "outcome",
    "etape": "step",
    "avis": "rating",
    "raison": "rating_reason",
    "public": "audience",
    "canal": "channel",
    "collection": "collection",
    "equipe": "team",
    "departement": "territory",
    "annotation": "state",
}


@dataclass(frozen=True)
class Options:
    """Knows the values of each filter that is a closed list, with their labels."""

    labels: Labels
    inbox: InboxRepository

    def of(self, query: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
        """Return them by filter. There are too many themes to choose from: only that asked for."""
        listed = {name: self.labels[kind] for name, kind in _KINDS.items()}
        return {**listed, "theme": self._theme(query.get("theme", "").strip())}

    def _theme(self, number: str) -> dict[str, str]:
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return {}
        name = self.inbox.group_name(int(number))
        return {} if name is None else {number: name}
