"""One message of a conversation is answered at a time, whichever process the next one reaches."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.gateway.sessions import COOKIE
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.models import Conversation, now
from conftest import UNLIMITED
from econtacts_core.knowledge import Knowledge
from fake_rasa import FakeRasa
from sqlalchemy import update


class Slow:
    """Keeps Rasa from answering until it is told to."""

    def __init__(self, rasa: FakeRasa) -> None:
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        rasa.meanwhile = self.wait

    async def wait(self) -> None:
        self.asked.set()
        await self.may_answer.wait()


async def test_a_second_message_is_refused_while_the_first_is_answered(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    slow = Slow(rasa)
    first = asyncio.create_task(browser.say("je ne peux pas payer"))
    await slow.asked.wait()
    second = await browser.say("bonjour")
    slow.may_answer.set()
    assert (second.status_code, error_code(second)) == (409, "answer_pending")
    assert [message["kind"] for message in (await first).json()["messages"]] == [
        "citizen",
        "answer",
    ]


async def test_a_double_click_is_answered_once(browser: Browser, rasa: FakeRasa):
    choice = (await browser.open()).json()["messages"][0]["choices"][0]["id"]
    slow = Slow(rasa)
    first = asyncio.create_task(browser.choose(choice))
    await slow.asked.wait()
    second = await browser.choose(choice)
    slow.may_answer.set()
    assert ((await first).status_code, second.status_code) == (200, 409)
    assert len(rasa.received) == 2


async def test_afterwards_the_refused_message_can_be_sent(browser: Browser, rasa: FakeRasa):
    await browser.open()
    slow = Slow(rasa)
    first = asyncio.create_task(browser.say("je ne peux pas payer"))
    await slow.asked.wait()
    await browser.say("bonjour")
    slow.may_answer.set()
    await first
    rasa.meanwhile = None
    assert (await browser.say("bonjour")).status_code == 200


async def test_another_conversation_does_not_wait(
    new_browser: Callable[[], Browser], rasa: FakeRasa
):
    busy, calm = new_browser(), new_browser()
    await busy.open()
    await calm.open()
    slow = Slow(rasa)
    first = asyncio.create_task(busy.say("bonjour"))
    await slow.asked.wait()
    rasa.meanwhile = None
    assert (await calm.say("bonjour")).status_code == 200
    slow.may_answer.set()
    await first


async def test_history_can_be_read_while_an_answer_is_prepared(browser: Browser, rasa: FakeRasa):
    await browser.open()
    slow = Slow(rasa)
    first = asyncio.create_task(browser.say("bonjour"))
    await slow.asked.wait()
    assert (await browser.history()).status_code == 200
    slow.may_answer.set()
    await first


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout])
async def test_an_outage_leaves_the_conversation_free(
    browser: Browser, rasa: FakeRasa, failure: type[httpx.HTTPError]
):
    await browser.open()
    rasa.failure = failure
    await browser.say("bonjour")
    rasa.failure = None
    assert (await browser.say("bonjour")).status_code == 200


async def test_an_exchange_not_recorded_leaves_the_conversation_free(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    rasa.records = False
    await browser.say("bonjour")
    rasa.records = True
    assert (await browser.say("bonjour")).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(30, 409), (-1, 200)])
async def test_a_process_that_died_answering_blocks_a_conversation_for_a_while_only(
    browser: Browser, database: Database, seconds: int, status: int
):
    await browser.open()
    left = now() + timedelta(seconds=seconds)
    with database.transaction() as session:
        session.execute(update(Conversation).values(answering_until=left))
    assert (await browser.say("bonjour")).status_code == status


async def test_two_gateways_together_answer_one_message(
    settings: Settings,
    knowledge: Knowledge,
    browser: Browser,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    await browser.open()
    slow = Slow(rasa)
    apps = [
        create_app(settings.model_copy(update=UNLIMITED), rasa_transport=rasa) for _ in range(2)
    ]
    clients = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://assistant.test",
            cookies={COOKIE: browser.http.cookies[COOKIE]},
        )
        for app in apps
    ]
    said = [asyncio.create_task(Browser(clients[turn % 2]).say("bonjour")) for turn in range(10)]
    while sum(task.done() for task in said) < 9:
        await asyncio.sleep(0.01)
    slow.may_answer.set()
    statuses = sorted([(await task).status_code for task in said])
    assert statuses == [200] + [409] * 9
    assert len(rasa.received) == 2
    for client in clients:
        await client.aclose()
