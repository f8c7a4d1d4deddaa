"""What every room of the steering pages is given."""

from dataclasses import dataclass

from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, Response

from companion.gateway.page.views import PageResponse
from companion.pilotage.access.permits import Permits
from companion.pilotage.failures import page_route
from companion.pilotage.pages import SteeringPages
from companion.settings import Settings
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
