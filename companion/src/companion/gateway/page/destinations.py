"""Every form and online service of the knowledge, by audience."""

from dataclasses import dataclass

from econtacts_core.cards import Card, destination_card
from econtacts_core.knowledge import AUDIENCES, Knowledge


@dataclass(frozen=True)
class Destinations:
    """Where one audience can go."""

    audience: str
    services: list[Card]
    forms: list[Card]


def destinations_of(knowledge: Knowledge) -> list[Destinations]:
    """Return what each audience can use; what serves both stands in both."""
    return [
        Destinations(
            audience, _cards(knowledge, "service", audience), _cards(knowledge, "form", audience)
        )
        for audience in AUDIENCES
    ]


def _cards(knowledge: Knowledge, kind: str, audience: str) -> list[Card]:
    return [
        destination_card(found)
        for found in knowledge.destinations.values()
        if found.kind == kind and audience in found.audience
    ]
