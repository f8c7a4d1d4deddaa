"""Two gateways on one PostgreSQL, which also is Rasa's tracker store: they serve as on SQLite."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.gateway.sessions import COOKIE
from companion.settings import Settings
from companion.storage.database import migrate
from econtacts_core.knowledge import Knowledge
from fake_rasa import ANSWER, GREETING, FakeRasa, Reply, bot_event
from fastapi import FastAPI
from postgresql import NewDatabase
from stream_reader import following

QUESTION = "je ne peux pas payer"


@pytest.fixture(scope="module")
def on_postgresql(settings: Settings, new_postgresql_database: NewDatabase) -> Settings:
    urls = {
        f"{name}_url": new_postgresql_database(f"gateway_{name}")
        for name in ("database", "tracker")
    }
    migrate(urls["database_url"])
    return settings.model_copy(update=urls)


@pytest.fixture
def record(on_postgresql: Settings) -> FakeRasa:
    return FakeRasa(on_postgresql.tracker_url)


@pytest.fixture
def gateways(
    on_postgresql: Settings,
    record: FakeRasa,
    knowledge: Knowledge,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[FastAPI, FastAPI]:
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    one, other = (create_app(on_postgresql, rasa_transport=record) for _ in range(2))
    return one, other


@asynccontextmanager
async def citizen_at(gateway: FastAPI, session: str | None = None) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=gateway)
    async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
        if session is not None:
            http.cookies.set(COOKIE, session)
        yield Browser(http)


@pytest.fixture
async def citizen(gateways: tuple[FastAPI, FastAPI]) -> AsyncIterator[Browser]:
    """Somebody who was greeted by the first gateway."""
    async with citizen_at(gateways[0]) as browser:
        await browser.open()
        yield browser


def session(browser: Browser) -> str:
    return str(browser.http.cookies[COOKIE])


async def test_a_conversation_is_held_and_read_again_at_the_other_gateway(
    gateways: tuple[FastAPI, FastAPI], citizen: Browser
):
    said = (await citizen.say(QUESTION)).json()["messages"]
    assert [message["text"] for message in said] == [QUESTION, ANSWER.text]
    async with citizen_at(gateways[1], session(citizen)) as elsewhere:
        told = (await elsewhere.history()).json()["messages"]
    assert [message["text"] for message in told] == [GREETING.text, QUESTION, ANSWER.text]


async def test_a_choice_is_made_and_an_answer_rated(citizen: Browser):
    [greeting] = (await citizen.history()).json()["messages"]
    said = (await citizen.choose(greeting["choices"][0]["id"])).json()["messages"]
    assert (await citizen.rate(said[-1]["id"], "up")).status_code == 200


@pytest.mark.parametrize("choice", ["2147483647-0", "2147483648-0", f"{'9' * 30}-0"])
async def test_a_forged_choice_is_refused_however_large(citizen: Browser, choice: str):
    refused = await citizen.choose(choice)
    assert (refused.status_code, error_code(refused)) == (422, "unknown_choice")


async def test_a_page_is_told_by_one_gateway_what_the_other_records(
    gateways: tuple[FastAPI, FastAPI], citizen: Browser
):
    async with following(gateways[1], session(citizen)) as stream:
        await stream.texts(1)
        await citizen.say(QUESTION)
        assert await stream.texts(2) == [QUESTION, ANSWER.text]


async def test_a_dropped_stream_goes_on_where_it_was_at_the_other_gateway(
    gateways: tuple[FastAPI, FastAPI], citizen: Browser, record: FakeRasa
):
    async with following(gateways[0], session(citizen)) as stream:
        last = (await stream.event("message")).id
    record.add_event(record.last["sender"], bot_event(Reply("Dit pendant la coupure.")))
    async with following(gateways[1], session(citizen), last_event_id=str(last)) as stream:
        assert await stream.texts(1) == ["Dit pendant la coupure."]
        record.add_event(record.last["sender"], bot_event(Reply("Dit après.")))
        assert await stream.texts(1) == ["Dit après."]


async def test_both_gateways_together_answer_one_message_at_a_time(
    gateways: tuple[FastAPI, FastAPI], citizen: Browser, record: FakeRasa
):
    asked = asyncio.Event()

    async def meanwhile() -> None:
        record.meanwhile = None
        asked.set()
        async with citizen_at(gateways[1], session(citizen)) as elsewhere:
            refused = await elsewhere.say("bonjour")
        assert (refused.status_code, error_code(refused)) == (409, "answer_pending")

    record.meanwhile = meanwhile
    assert (await citizen.say(QUESTION)).status_code == 200
    assert asked.is_set()


async def test_an_erasure_ends_the_streams_of_every_gateway_and_leaves_nothing(
    gateways: tuple[FastAPI, FastAPI], citizen: Browser
):
    kept = session(citizen)
    async with following(gateways[1], kept) as stream:
        await citizen.erase()
        await stream.end()
    async with citizen_at(gateways[1], kept) as elsewhere:
        assert (await elsewhere.history()).status_code == 401
