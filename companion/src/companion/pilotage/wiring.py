"""The steering pages brought together: every room's routes stand in `_routers`."""

from collections.abc import Iterator
from datetime import timedelta

from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from companion.gateway.page.tokens import FormTokens
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
from companion.pilotage.reports.routes import report_routes
from companion.pilotage.steering import Steering
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.staff_sessions import StaffSessionRepository
from companion.storage.tracker import TrackerEvents


def add_pilotage(
    app: FastAPI,
    settings: Settings,
    knowledge: Knowledge,
    database: Database,
    tracker: TrackerEvents,
) -> None:
    """Add the steering pages to the application."""
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
    for router in _routers(steering):
        app.include_router(router)
        served |= {getattr(route, "path", "") for route in router.routes}
    steering.pages.navigation.serve(served)
    app.mount(paths.STYLE, StaticFiles(packages=[("companion.pilotage", "style")]))
    # Built with the widget; without it the tables say the same.
    scripts = StaticFiles(directory=settings.webchat / "pilotage", check_dir=False)
    app.mount(paths.SCRIPT, scripts)


def _routers(steering: Steering) -> Iterator[APIRouter]:
    yield access_routes(steering)
    yield report_routes(steering)
    room = InboxRoom(steering, Present(steering.knowledge, steering.settings.model))
    yield inbox_routes(room)
    yield patch_routes(room)


def _sessions(settings: Settings, database: Database) -> StaffSessions:
    return StaffSessions(
        StaffSessionRepository(database),
        settings.secret_key.get_secret_value(),
        lifetime=timedelta(seconds=settings.staff_session_seconds),
        secure=settings.secure_cookies,
    )
