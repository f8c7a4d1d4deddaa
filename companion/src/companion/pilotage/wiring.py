"""The steering pages brought together: every room's routes stand in `_routers`."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from companion.gateway.page.tokens import FormTokens
from companion.gateway.rasa import RasaClient
from companion.pilotage import paths
from companion.pilotage.access.permits import Permits
from companion.pilotage.access.routes import access_routes
from companion.pilotage.access.sessions import StaffSessions
from companion.pilotage.inbox.patch_routes import patch_routes
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.room import InboxRoom
from companion.pilotage.inbox.routes import inbox_routes
from companion.pilotage.navigation import Navigation
from companion.pilotage.pages import SteeringPages
from companion.pilotage.steering import Steering
from companion.pilotage.trying.dialogues import Dialogues
from companion.pilotage.trying.routes import TryRoom, try_routes
from companion.settings import Settings
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database
from companion.storage.staff_sessions import StaffSessionRepository
from companion.storage.tracker import TrackerEvents


def add_pilotage(
    app: FastAPI,
    settings: Settings,
    knowledge: Knowledge,
    database: Database,
    tracker: TrackerEvents,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
) -> None:
    """Add the steering pages; `rasa_transport` is the way to the assistant, for those who try."""
    tokens = FormTokens(settings.secret_key.get_secret_value(), settings.staff_session_seconds)
    steering = Steering(
        settings,
        knowledge,
        database,
        tracker,
        Permits(_sessions(settings, database), tokens),
        SteeringPages(tokens, Navigation()),
    )
    served: set[str] = set()
    for router in _routers(steering, rasa_transport):
        app.include_router(router)
        served |= {getattr(route, "path", "") for route in router.routes}
    steering.pages.navigation.serve(served)
    app.mount(paths.STYLE, StaticFiles(packages=[("companion.pilotage", "style")]))


def _routers(
    steering: Steering, rasa_transport: httpx.AsyncBaseTransport | None
) -> Iterator[APIRouter]:
    yield access_routes(steering)
    room = InboxRoom(steering, Present(steering.knowledge, steering.settings.model))
    yield inbox_routes(room)
    yield patch_routes(room)
    yield try_routes(
        TryRoom(steering, _dialogues(steering, rasa_transport), room.present, room.runner)
    )


def _dialogues(steering: Steering, transport: httpx.AsyncBaseTransport | None) -> Dialogues:
    settings = steering.settings
    other = settings.candidate_rasa_url
    return Dialogues(
        RasaClient(settings.rasa_url, settings.rasa_timeout, transport),
        RasaClient(other, settings.rasa_timeout, transport) if other else None,
        steering.tracker,
        ConversationRepository(steering.database, steering.tracker),
        timedelta(seconds=settings.staff_session_seconds),
        settings.message_length,
    )


def _sessions(settings: Settings, database: Database) -> StaffSessions:
    return StaffSessions(
        StaffSessionRepository(database),
        settings.secret_key.get_secret_value(),
        lifetime=timedelta(seconds=settings.staff_session_seconds),
        secure=settings.secure_cookies,
    )
