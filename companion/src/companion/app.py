"""The wiring: settings in, one ASGI application out."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta

import httpx
from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.knowledge import Knowledge, load_knowledge
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from companion.classifier.api import classifier_routes
from companion.classifier.collections_api import collection_routes
from companion.classifier.library import Library, load_library
from companion.classifier.service import ClassifierService
from companion.errors import install_error_handlers
from companion.form_tokens import FormTokens
from companion.gateway.api import gateway_routes
from companion.gateway.chat import ChatService
from companion.gateway.filling import FormDesk
from companion.gateway.forms_api import REQUESTS, form_routes
from companion.gateway.limits import Limits
from companion.gateway.page import paths
from companion.gateway.page.form_posts import FormPosts
from companion.gateway.page.form_routes import form_page_routes
from companion.gateway.page.posts import Posts
from companion.gateway.page.routes import page_routes
from companion.gateway.page.turns import Turns
from companion.gateway.page.views import Pages
from companion.gateway.push.api import Push
from companion.gateway.push.slots import Slots
from companion.gateway.push.watch import Watch
from companion.gateway.rasa import RasaClient
from companion.gateway.sessions import Sessions
from companion.gateway.texts import load_texts
from companion.health import health_routes
from companion.metrics import Metrics, metrics_routes
from companion.middleware import MAX_BODY, RequestEnvelope
from companion.opening import load_hours
from companion.pilotage.inbox.present import Present
from companion.pilotage.periodic import Periodic
from companion.pilotage.wiring import add_pilotage
from companion.requests.antivirus import Antivirus
from companion.requests.api import request_routes
from companion.requests.attachments import FILE_TYPES, AttachmentDesk, AttachmentLimits
from companion.requests.texts import RequestTexts, load_request_texts
from companion.settings import Settings
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, open_engine
from companion.storage.proposals import ProposalRepository
from companion.storage.ratings import RatingRepository
from companion.storage.requests import RequestRepository
from companion.storage.switch import SwitchRepository
from companion.storage.tracker import TrackerEvents
from companion.tally import Tally, open_counts


def create_app(
    settings: Settings,
    *,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
    provider_transport: httpx.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Build the application for the roles that the settings name."""
    knowledge = load_knowledge(settings.knowledge)
    database = Database(open_engine(settings.database_url))
    tracker = TrackerEvents(open_engine(settings.tracker_url))
    rasa = RasaClient(settings.rasa_url, settings.rasa_timeout, rasa_transport)

    background: list[Periodic] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as running:
            for periodic in background:
                running.enter_context(periodic)
            yield
        await rasa.close()

    app = FastAPI(
        title="e-Contacts Plus",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # the contract is a file of the project, not a page of the internet
    )
    metrics = Metrics()
    app.add_middleware(RequestEnvelope, metrics=metrics, larger_bodies=_larger_bodies(settings))
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    install_error_handlers(app)
    app.include_router(health_routes(database))
    app.include_router(metrics_routes(metrics, settings.classifier_token.get_secret_value()))
    tally = Tally(
        settings.limits_per_minute(),
        open_counts(settings.limits_url),
        settings.secret_key.get_secret_value(),
    )
    present = Present.stored(knowledge, settings.model)
    if "classifier" in settings.roles:
        library = load_library(knowledge, settings.knowledge, settings.model)
        present = Present.shared(library[MAIN_COLLECTION].orchestrator)
        _add_classifier(app, settings, knowledge, database, library, metrics)
    if "pilotage" in settings.roles:
        background += add_pilotage(
            app,
            settings,
            knowledge,
            database,
            tracker,
            present,
            tally,
            provider_transport,
            rasa_transport,
        )
    if "gateway" in settings.roles:  # last: it serves whatever path is left
        _add_gateway(app, settings, knowledge, database, tracker, rasa, tally, metrics)
    return app


def _add_classifier(
    app: FastAPI,
    settings: Settings,
    knowledge: Knowledge,
    database: Database,
    library: Library,
    metrics: Metrics,
) -> None:
    quick = Database(open_engine(settings.database_url, durable=False))
    proposals = ProposalRepository(database, quick)
    service = ClassifierService(library, knowledge.territories, proposals, metrics)
    token = settings.classifier_token.get_secret_value()
    app.include_router(classifier_routes(service, library, RatingRepository(database), token))
    app.include_router(collection_routes(library, token))
    app.include_router(request_routes(RequestRepository(database), knowledge, token))


def _add_gateway(
    app: FastAPI,
    settings: Settings,
    knowledge: Knowledge,
    database: Database,
    tracker: TrackerEvents,
    rasa: RasaClient,
    tally: Tally,
    metrics: Metrics,
) -> None:
    conversations = ConversationRepository(database, tracker)
    texts = load_texts()
    sessions = Sessions(
        conversations,
        settings.secret_key.get_secret_value(),
        lifetime=timedelta(seconds=settings.session_seconds),
        secure=settings.secure_cookies,
    )
    chat = ChatService(
        rasa=rasa,
        tracker=tracker,
        ratings=RatingRepository(database),
        conversations=conversations,
        knowledge=knowledge,
        switch=SwitchRepository(database),
        texts=texts,
        hours=load_hours(settings.knowledge, settings.closed_days),
        message_length=settings.message_length,
        patience=timedelta(seconds=2 * settings.rasa_timeout),
    )
    limits = Limits(tally, sessions)
    slots = Slots(
        session=settings.session_streams,
        address=settings.address_streams,
        process=settings.streams,
    )
    metrics.streams(lambda: slots.open)
    push = Push(Watch(tracker, conversations, chat.notice), slots)
    app.state.end_streams = push.watch.close
    app.include_router(gateway_routes(chat, sessions, conversations, texts, limits, push))
    words = load_request_texts()
    attachments = _attachment_desk(settings, words)
    desk = FormDesk(chat, RequestRepository(database), attachments, limits, words)
    app.include_router(form_routes(desk, sessions))
    tokens = FormTokens(settings.secret_key.get_secret_value(), settings.session_seconds)
    turns = Turns(chat)
    for addresses in paths.LANGUAGES:
        pages = Pages(chat, tokens, texts, addresses)
        posts = Posts(chat, sessions, conversations, tokens, pages, turns, limits)
        app.include_router(page_routes(posts))
        form_posts = FormPosts(desk, pages, tokens, sessions, limits)
        app.include_router(form_page_routes(form_posts))
    styles: list[str | tuple[str, str]] = [
        ("companion", "style"),
        ("companion.gateway.page", "style"),
    ]
    app.mount(paths.STYLE, StaticFiles(packages=styles))
    app.mount("/", StaticFiles(directory=settings.webchat, html=True), name="webchat")


def _attachment_desk(settings: Settings, words: RequestTexts) -> AttachmentDesk:
    types = tuple(FILE_TYPES[name] for name in settings.attachment_types)
    limits = AttachmentLimits(settings.attachment_count, settings.attachment_bytes, types)
    antivirus = Antivirus(settings.antivirus_url) if settings.antivirus_url else None
    return AttachmentDesk(limits, words, antivirus)


def _larger_bodies(settings: Settings) -> dict[str, int]:
    """Return where files may come, and how many bytes: one file too heavy is told by its name."""
    files = (settings.attachment_count + 1) * settings.attachment_bytes
    pages = (addresses.destinations for addresses in paths.LANGUAGES)
    return dict.fromkeys((REQUESTS, *pages), files + MAX_BODY)
