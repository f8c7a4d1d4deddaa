"""The knowledge, the trained model, and applications that talk to a fake Rasa."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from browser import Browser
from companion.app import create_app
from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Orchestrator
from companion.classifier.training import train_all
from companion.pilotage.projection.reference import Reference, reference_of
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.tracker import TrackerEvents
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import Knowledge, load_knowledge
from fake_rasa import FakeRasa
from fastapi import FastAPI
from filled_forms import citizen  # noqa: F401, a fixture
from limited_gateway import clock, limited  # noqa: F401, fixtures
from page_reader import PageReader
from postgresql import NewDatabase, running_postgresql
from pydantic import SecretStr
from small_project import own_project, project, two_topics  # noqa: F401, fixtures
from staff import new_colleague  # noqa: F401, a fixture
from stored_lives import (  # noqa: F401, fixtures
    conversations,
    either_database,
    emptied,
    no_tracker,
    proposals,
    ratings,
    requests,
    two_lives,
)

ROOT = Path(__file__).parents[2]
SECRET_KEY = "a-key-for-tests-that-signs-sessions"
GATEWAY = frozenset({"gateway"})
CLASSIFIER = frozenset({"classifier"})
TOKEN = "a-token-for-tests-that-opens-the-classifier"
PASSWORD = "a-password-of-this-laptop"
# Tests are quicker than people, all from one address; those of the limits set theirs.
UNLIMITED = {
    "session_reads": 0,
    "session_writes": 0,
    "address_reads": 0,
    "address_writes": 0,
    "address_openings": 0,
    "sign_in_attempts": 0,
    "address_requests": 0,
}


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def reference(knowledge: Knowledge) -> Reference:
    """Return what the projection knows beside conversations."""
    return reference_of(knowledge, ROOT / "knowledge")


@pytest.fixture(scope="session")
def model_path(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    trained = ROOT / "models" / "classifier.npz"
    if not trained.exists():
        trained = tmp_path_factory.mktemp("models") / "classifier.npz"
        deque(train_all(ROOT / "knowledge", ROOT / "data" / "nlu", trained), maxlen=0)
    return trained


@pytest.fixture(scope="session")
def model(model_path: Path) -> TopicModel:
    return TopicModel.load(model_path)


@pytest.fixture(scope="session")
def graph(knowledge: Knowledge) -> KeywordGraph:
    return KeywordGraph(knowledge)


@pytest.fixture(scope="session")
def orchestrator(knowledge: Knowledge, model: TopicModel) -> Orchestrator:
    return Orchestrator(knowledge, model)


def settings_in(folder: Path, model_path: Path, **changed: object) -> Settings:
    """Return settings whose every file lies in `folder`, with a database up to date."""
    page = folder / "webchat"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html><title>Assistant</title>")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'companion.db'}",
        tracker_url=f"sqlite:///{folder / 'tracker.db'}",
        rasa_url="http://rasa.test",
        secret_key=SecretStr(SECRET_KEY),
        classifier_token=SecretStr(TOKEN),
        knowledge=ROOT / "knowledge",
        model=model_path,
        webchat=page,
        project=ROOT,
        candidates=folder / "candidates",
        **UNLIMITED,
    ).model_copy(update=changed)
    migrate(settings.database_url)
    return settings


def set_environment(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Have commands, and the processes they start, find these settings."""
    for name, value in {
        "DATABASE_URL": settings.database_url,
        "TRACKER_URL": settings.tracker_url,
        "KNOWLEDGE": settings.knowledge,
        "MODEL": settings.model,
        "PROJECT": settings.project,
        "SECRET_KEY": SECRET_KEY,
        "CLASSIFIER_TOKEN": TOKEN,
    }.items():
        monkeypatch.setenv(f"COMPANION_{name}", str(value))


# One gateway serves all tests, since reading the knowledge takes time: each test finds it empty.


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, model_path: Path) -> Settings:
    return settings_in(tmp_path_factory.mktemp("gateway"), model_path, roles=GATEWAY)


@pytest.fixture(scope="session")
def shared_rasa(settings: Settings) -> FakeRasa:
    return FakeRasa(settings.tracker_url)


@pytest.fixture(scope="session")
def shared_gateway(settings: Settings, shared_rasa: FakeRasa) -> FastAPI:
    return create_app(settings, rasa_transport=shared_rasa)


@pytest.fixture(scope="session")
def shared_database(settings: Settings) -> Database:
    return Database(open_engine(settings.database_url))


@pytest.fixture(scope="session")
def new_postgresql_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Return what makes databases in a real PostgreSQL, and gives their URL."""
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as new_database:
        yield new_database


@pytest.fixture(scope="session")
def postgresql_database(new_postgresql_database: NewDatabase) -> Iterator[Database]:
    """Return the tables in a real PostgreSQL."""
    url = new_postgresql_database("companion")
    migrate(url)
    database = Database(open_engine(url))
    yield database
    database.engine.dispose()


@pytest.fixture
def database(shared_database: Database) -> Database:
    return emptied(shared_database)


@pytest.fixture
def rasa(shared_rasa: FakeRasa) -> FakeRasa:
    shared_rasa.reset()
    return shared_rasa


@pytest.fixture
def tracker(settings: Settings, rasa: FakeRasa) -> TrackerEvents:
    return TrackerEvents(open_engine(settings.tracker_url))


@pytest.fixture
def gateway(shared_gateway: FastAPI, database: Database, rasa: FakeRasa) -> FastAPI:
    return shared_gateway


@pytest_asyncio.fixture
async def new_browser(gateway: FastAPI) -> AsyncIterator[Callable[[], Browser]]:
    """Return browsers that share nothing but the gateway."""
    opened: list[httpx.AsyncClient] = []

    def make() -> Browser:
        transport = httpx.ASGITransport(app=gateway)
        opened.append(httpx.AsyncClient(transport=transport, base_url="http://assistant.test"))
        return Browser(opened[-1])

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def new_reader(new_browser: Callable[[], Browser]) -> Callable[[], PageReader]:
    """Return browsers without JavaScript that share nothing but the gateway."""
    return lambda: PageReader(new_browser().http)


@pytest.fixture
def reader(new_reader: Callable[[], PageReader]) -> PageReader:
    return new_reader()


@pytest.fixture(scope="session")
def classifier_settings(tmp_path_factory: pytest.TempPathFactory, model_path: Path) -> Settings:
    folder = tmp_path_factory.mktemp("classifier")
    return settings_in(folder, model_path, roles=CLASSIFIER)


@pytest.fixture(scope="session")
def classifier(classifier_settings: Settings) -> FastAPI:
    return create_app(classifier_settings)


@pytest.fixture(scope="session")
def classifier_database(classifier_settings: Settings) -> Database:
    return Database(open_engine(classifier_settings.database_url))


@pytest_asyncio.fixture
async def stranger(classifier: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client of the classifier that has no token."""
    transport = httpx.ASGITransport(app=classifier)
    async with httpx.AsyncClient(transport=transport, base_url="http://classifier.test") as client:
        yield client


@pytest.fixture
def actions(stranger: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return a client of the classifier that has the token, as the action server does."""
    stranger.headers["authorization"] = f"Bearer {TOKEN}"
    return stranger


@pytest.fixture(scope="session")
def pilotage_settings(tmp_path_factory: pytest.TempPathFactory, model_path: Path) -> Settings:
    folder = tmp_path_factory.mktemp("pilotage")
    return settings_in(
        folder, model_path, roles=frozenset({"pilotage"}), local_password=SecretStr(PASSWORD)
    )


@pytest.fixture(scope="session")
def pilotage(pilotage_settings: Settings) -> FastAPI:
    return create_app(pilotage_settings)


@pytest.fixture
def pilotage_database(pilotage_settings: Settings) -> Database:
    return emptied(Database(open_engine(pilotage_settings.database_url)))
