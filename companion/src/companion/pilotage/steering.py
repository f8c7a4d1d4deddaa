"""What every room of the steering pages is given."""

from dataclasses import dataclass

from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, Response

from companion.gateway.page.views import PageResponse
from companion.pilotage.access.permits import Permits
from companion.pilotage.failures import page_route
from companion.pilotage.labels import Labels
from companion.pilotage.pages import SteeringPages
from companion.pilotage.person import Person
from companion.settings import Settings
from companion.storage.access_log import AccessLog
from companion.storage.database import Database
from companion.storage.tracker import TrackerEvents


@dataclass(frozen=True)
class Steering:
    """The house's means: where to read, who may, how to show."""

    settings: Settings
    knowledge: Knowledge
    database: Database
    tracker: TrackerEvents
    permits: Permits
    pages: SteeringPages
    labels: Labels
    log: AccessLog

    def record(
        self,
        person: Person,
        action: str,
        *,
        conversation_id: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Write to the access log what `person` is about to see or do: call it first.

        Args:
            person: who does it.
            action: one of `storage.staff.ACTIONS`.
            conversation_id: which conversation, if one.
            detail: names of filters or of a format, cut at 255 characters; never a text.
        """
        self.log.add(
            subject=person.subject,
            name=person.name,
            action=action,
            conversation_id=conversation_id,
            detail=detail and detail[:255],
        )

    def page_router(self) -> APIRouter:
        """Return a router for pages: its routes return HTML texts, its errors are pages."""
        return APIRouter(
            route_class=page_route(self.pages),
            default_response_class=PageResponse,
            include_in_schema=False,  # for people: no contract
        )


def redirected(response: Response, address: str) -> str:
    """Have the browser get `address` after a post; return the empty page."""
    response.status_code = 303
    response.headers["location"] = address
    return ""
