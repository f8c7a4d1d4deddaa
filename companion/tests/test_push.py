"""Server push: a page is told of its own conversation as it is recorded, once and in order."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from browser import Browser
from companion.app import create_app
from companion.gateway.sessions import COOKIE
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.models import Conversation, now
from companion.storage.switch import SwitchRepository, SwitchState
from companion.storage.tracker import TrackerEvents
from econtacts_core.knowledge import Knowledge
from fake_rasa import ANSWER, GREETING, FakeRasa, Reply, bot_event, user_event
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from stream_reader import following
from structlog.testing import capture_logs

PACE = 0.06  # seconds between two looks


def cookie(browser: Browser) -> str:
    return str(browser.http.cookies[COOKIE])


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the databases looked at more often than in service, so that little is waited for."""
    monkeypatch.setattr("companion.gateway.push.watch.PACE", PACE)


@pytest.fixture
async def opened(browser: Browser) -> Browser:
    """Somebody who was greeted."""
    await browser.open()
    return browser


async def test_what_was_said_comes_first(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        assert await stream.texts(1) == [GREETING.text]


async def test_a_message_comes_as_the_contract_shows_it(gateway: FastAPI, opened: Browser):
    [greeting] = (await opened.history()).json()["messages"]
    async with following(gateway, cookie(opened)) as stream:
        told = await stream.event("message")
    assert (told.id, told.data) == (greeting["id"], greeting)


async def test_what_is_said_meanwhile_is_told_in_order(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        await opened.say("je ne peux pas payer")
        await opened.say("bonjour")
        told = await stream.texts(4)
    assert told == ["je ne peux pas payer", ANSWER.text, "bonjour", "Pouvez-vous préciser ?"]


async def test_two_tabs_are_told_the_same(gateway: FastAPI, opened: Browser):
    async with (
        following(gateway, cookie(opened)) as one,
        following(gateway, cookie(opened)) as other,
    ):
        await opened.say("bonjour")
        assert await one.texts(3) == await other.texts(3)


async def test_what_another_process_recorded_is_told(
    gateway: FastAPI, opened: Browser, rasa: FakeRasa
):
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        rasa.add_event(rasa.last["sender"], bot_event(Reply("Un agent vous répond.")))
        assert await stream.texts(1) == ["Un agent vous répond."]


async def test_a_stream_that_was_dropped_goes_on_where_it_was(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        last = (await stream.event("message")).id
    await opened.say("bonjour")
    async with following(gateway, cookie(opened), last_event_id=str(last)) as stream:
        assert await stream.texts(2) == ["bonjour", "Pouvez-vous préciser ?"]


async def test_a_stream_goes_on_at_another_gateway(
    gateway: FastAPI,
    opened: Browser,
    settings: Settings,
    knowledge: Knowledge,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    other = create_app(settings, rasa_transport=rasa)
    async with following(gateway, cookie(opened)) as stream:
        last = (await stream.event("message")).id
    async with following(other, cookie(opened), last_event_id=str(last)) as stream:
        await opened.say("bonjour")  # answered by the first
        assert await stream.texts(2) == ["bonjour", "Pouvez-vous préciser ?"]


async def test_nothing_is_told_twice_or_lost_however_often_a_stream_drops(
    gateway: FastAPI, opened: Browser, rasa: FakeRasa
):
    sender, told, last = rasa.last["sender"], [], "0"
    for number in range(12):
        rasa.add_event(sender, bot_event(Reply(f"message {number}")))
        async with following(gateway, cookie(opened), last_event_id=last) as stream:
            if number % 3 == 0:  # dropped before anything was read
                continue
            event = await stream.event("message")
            told, last = [*told, event.data["text"]], str(event.id)
    async with following(gateway, cookie(opened), last_event_id=last) as stream:
        told += await stream.texts(13 - len(told))
    assert told == [GREETING.text, *(f"message {number}" for number in range(12))]


async def test_a_conversation_hears_nothing_of_another(
    gateway: FastAPI, opened: Browser, new_browser: Callable[[], Browser]
):
    stranger = new_browser()
    await stranger.open()
    async with following(gateway, cookie(opened)) as stream:
        await stranger.say("mon secret")
        await opened.say("bonjour")
        assert await stream.texts(3) == [GREETING.text, "bonjour", "Pouvez-vous préciser ?"]
        assert "secret" not in stream.body


async def test_smaller_ids_that_are_seen_later_are_told(
    gateway: FastAPI, opened: Browser, new_browser: Callable[[], Browser], rasa: FakeRasa
):
    mine = rasa.last["sender"]
    stranger = new_browser()
    await stranger.open()
    theirs = rasa.last["sender"]
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        # Of two transactions at once, the one that took its ids first is seen last.
        kept_back = rasa.add_event(theirs, bot_event(Reply("retenu")))
        rasa.add_event(theirs, bot_event(Reply("autre")))
        await asyncio.sleep(3 * PACE)
        rasa.move_event(kept_back, mine)
        assert await stream.texts(1) == ["retenu"]


async def test_ids_of_an_erased_conversation_given_again_are_told(
    gateway: FastAPI, opened: Browser, new_browser: Callable[[], Browser], rasa: FakeRasa
):
    mine = rasa.last["sender"]
    stranger = new_browser()
    await stranger.open()
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        await stranger.say("bonjour")
        await asyncio.sleep(3 * PACE)
        await stranger.erase()
        rasa.add_event(mine, bot_event(Reply("encore")))
        assert await stream.texts(1) == ["encore"]


async def test_the_operators_notice_is_told_at_once_and_when_it_changes(
    gateway: FastAPI, opened: Browser, database: Database
):
    switch = SwitchRepository(database)
    async with following(gateway, cookie(opened)) as stream:
        assert (await stream.event("notice")).data == {"notice": None}
        switch.set(SwitchState(off=True, notice="Fermé jusqu'à 18 h."))
        told = {"text": "Fermé jusqu'à 18 h.", "assistant_off": True}
        assert (await stream.event("notice")).data == {"notice": told}
        switch.set(SwitchState())
        assert (await stream.event("notice")).data == {"notice": None}


async def test_a_notice_does_not_move_the_place_to_resume_from(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        assert (await stream.event("notice")).id is None


async def test_a_stream_ends_when_the_conversation_is_erased(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        await opened.erase()
        await stream.end()


async def test_a_stream_ends_when_the_session_expires(
    gateway: FastAPI, opened: Browser, database: Database
):
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        with database.transaction() as session:
            session.execute(update(Conversation).values(expires_at=now() - timedelta(seconds=1)))
        await stream.end()


async def test_streams_end_when_the_process_stops(
    settings: Settings,
    knowledge: Knowledge,
    opened: Browser,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    app = create_app(settings, rasa_transport=rasa)
    async with following(app, cookie(opened)) as stream:
        await stream.texts(1)
        app.state.end_streams()
        await stream.end()


async def test_proxies_are_asked_to_hold_nothing_back(gateway: FastAPI, opened: Browser):
    async with following(gateway, cookie(opened)) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["cache-control"] == "no-store"


async def test_a_silent_stream_shows_that_it_lives(
    gateway: FastAPI, opened: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("companion.gateway.push.stream.HEARTBEAT", 0.05)
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        while stream.body.count(": ping") < 3:
            await asyncio.sleep(0.01)


async def test_a_stream_survives_a_database_that_does_not_answer_for_a_while(
    gateway: FastAPI, opened: Browser, monkeypatch: pytest.MonkeyPatch, rasa: FakeRasa
):
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("down"))

    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
        with monkeypatch.context() as outage, capture_logs() as logs:
            outage.setattr(TrackerEvents, "latest", fails)
            rasa.add_event(rasa.last["sender"], user_event("pendant la panne", {}))
            while not any(entry["event"] == "storage_failed" for entry in logs):
                await asyncio.sleep(0.01)
        assert await stream.texts(1) == ["pendant la panne"]


async def test_one_look_serves_all_streams(
    gateway: FastAPI, opened: Browser, monkeypatch: pytest.MonkeyPatch
):
    looks = 0
    real = TrackerEvents.latest

    def counted(self: TrackerEvents, *, after: int) -> dict[str, int]:
        nonlocal looks
        looks += 1
        return real(self, after=after)

    monkeypatch.setattr(TrackerEvents, "latest", counted)
    async with (
        following(gateway, cookie(opened)) as one,
        following(gateway, cookie(opened)) as two,
        following(gateway, cookie(opened)) as three,
    ):
        for stream in (one, two, three):
            await stream.texts(1)
        looks = 0
        await asyncio.sleep(5 * PACE)
    assert 1 <= looks <= 6


async def test_nobody_looks_when_nobody_follows(
    gateway: FastAPI, opened: Browser, monkeypatch: pytest.MonkeyPatch
):
    async with following(gateway, cookie(opened)) as stream:
        await stream.texts(1)
    await asyncio.sleep(3 * PACE)

    def fails(*_: object, **__: object) -> None:
        raise AssertionError("nobody follows")

    monkeypatch.setattr(TrackerEvents, "latest", fails)
    with capture_logs() as logs:
        await asyncio.sleep(3 * PACE)
    assert logs == []


async def test_the_duration_of_a_visit_is_no_duration_of_a_request(
    gateway: FastAPI, opened: Browser
):
    with capture_logs() as logs:
        async with following(gateway, cookie(opened)) as stream:
            await stream.texts(1)
            await asyncio.sleep(1.5)
    [request] = [entry for entry in logs if entry.get("path") == "/api/v1/events"]
    assert request["milliseconds"] < 1_500


async def test_nothing_that_is_said_is_logged(gateway: FastAPI, opened: Browser):
    with capture_logs() as logs:
        async with following(gateway, cookie(opened)) as stream:
            await opened.say("mes mots")
            await stream.texts(2)
    assert "mes mots" not in json.dumps(logs, default=str)
