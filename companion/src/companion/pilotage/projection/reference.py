"""What the projection knows beside conversations: topics, forms, services, hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import Knowledge

from companion.opening import OpeningHours, load_hours
from companion.pilotage.masks import Masks, load_masks

# Of the cards, those that lead to somewhere a message can be sent or a thing be done.
_DESTINATIONS = ("form", "service")


@dataclass(frozen=True)
class Reference:
    """Offices by topic, ids of forms and services by what their cards show."""

    offices: Mapping[str, str]
    destinations: Mapping[tuple[str, str], str]  # (kind, title)
    hours: OpeningHours
    masks: Masks

    def destination(self, card: Mapping[str, Any]) -> str | None:
        """Return the form or service of a card: its id, or its title when it is no more."""
        kind, title = card.get("kind", ""), card.get("title", "")
        return self.destinations.get((kind, title), title) if kind in _DESTINATIONS else None


def reference_of(knowledge: Knowledge, directory: Path) -> Reference:
    """Return what the projection needs of the knowledge read from `directory`."""
    destinations = {(found.kind, found.title): key for key, found in knowledge.destinations.items()}
    return Reference(
        {topic.id: topic.office for topic in knowledge.topics.values()},
        destinations,
        load_hours(directory),
        load_masks(),
    )
