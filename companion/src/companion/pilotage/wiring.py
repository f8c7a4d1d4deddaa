"""The steering pages brought together: every room's routes stand in `_routers`."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from companion.form_tokens import FormTokens
from companion.pilotage import paths
from companion.pilotage.access.audit import access_log_routes
from companion.pilotage.access.departures import Departures
from companion.pilotage.access.openid import Client, OpenIdProvider
from companion.pilotage.access.permits import Permits
from companion.pilotage.access.routes import access_routes
from companion.pilotage.access.sessions import StaffSessions
from companion.pilotage.access.sign_in import SignIn
from companion.pilotage.browser.routes import browser_routes
from companion.pilotage.improvement import improvement_routers
from companion.pilotage.inbox.by_itself import ByItself
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.room import InboxRoom
from companion.pilotage.labels import load_labels
from companion.pilotage.navigation import Navigation
from companion.pilotage.pages import SteeringPages
from companion.pilotage.periodic import Periodic
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import reference_of
from companion.pilotage.reports.routes import report_routes
from companion.pilotage.steering import Steering
from companion.settings import Settings
from companion.storage.access_log import AccessLog
from companion.storage.database import Database
from companion.storage.staff_sessions import StaffSessionRepository
from companion.storage.tracker import TrackerEvents
from companion.tally import Tally


def add_pilotage(
    app: FastAPI,
    settings: Settings,
    knowledge: Knowledge,
    database: Database,
    tracker: TrackerEvents,
    present: Present,
    tally: Tally,
    transport: httpx.AsyncBaseTransport | None = None,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
) -> list[Periodic]:
    """Add the steering pages, and return what is to run beside them.

    `present` reads messages today, `tally` counts sign-ins; `transport` is the way to the identity
    provider, `rasa_transport` to the assistants that are tried.
    """
    secret_key = settings.secret_key.get_secret_value()
    tokens = FormTokens(secret_key, settings.staff_session_seconds)
    sessions = StaffSessions(
        StaffSessionRepository(database),
        secret_key,
        lifetime=timedelta(seconds=settings.staff_session_seconds),
        secure=settings.secure_cookies,
    )
    labels = load_labels(knowledge, settings.knowledge)
    steering = Steering(
        settings,
        knowledge,
        database,
        tracker,
        Permits(sessions, tokens),
        SteeringPages(tokens, Navigation(), labels),
        labels,
        AccessLog(database),
    )
    room = InboxRoom(steering, present)
    served: set[str] = set()
    for router in (
        *_routers(steering, tally, transport),
        *improvement_routers(room, rasa_transport),
    ):
        app.include_router(router)
        served |= {getattr(route, "path", "") for route in router.routes}
    steering.pages.navigation.serve(served)
    styles: list[str | tuple[str, str]] = [("companion", "style"), ("companion.pilotage", "style")]
    app.mount(paths.STYLE, StaticFiles(packages=styles))
    # Built with the widget; without it the tables say the same.
    scripts = StaticFiles(directory=settings.webchat / "pilotage", check_dir=False)
    app.mount(paths.SCRIPT, scripts)
    return list(_background(steering, room))


def _background(steering: Steering, room: InboxRoom) -> Iterator[Periodic]:
    settings = steering.settings
    reference = reference_of(steering.knowledge, settings.knowledge)
    projection = Projection(steering.database, steering.tracker, reference)
    yield Periodic("projection", projection.run, settings.projection_seconds)
    if settings.inbox_seconds:
        by_itself = ByItself(room.arrivals, settings.inbox_seconds)
        yield Periodic("inbox", by_itself.work, settings.inbox_seconds)


def _routers(
    steering: Steering, tally: Tally, transport: httpx.AsyncBaseTransport | None
) -> Iterator[APIRouter]:
    secret_key = steering.settings.secret_key.get_secret_value()
    departures = Departures(secret_key, secure=steering.settings.secure_cookies)
    provider = _provider(steering.settings, transport)
    sessions = steering.permits.sessions
    sign_in = SignIn(steering.settings, sessions, departures, provider, steering.log)
    yield access_routes(steering, sign_in, tally)
    yield access_log_routes(steering)
    yield browser_routes(steering)
    yield report_routes(steering)


def _provider(
    settings: Settings, transport: httpx.AsyncBaseTransport | None
) -> OpenIdProvider | None:
    if not settings.oidc_issuer:
        return None
    client = Client(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        settings.oidc_redirect_url,
        settings.oidc_scope,
    )
    return OpenIdProvider(client, transport)
