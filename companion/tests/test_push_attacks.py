"""Streams are for the bearer of the session, and nobody exhausts them for the others."""

import json
import threading
from contextlib import AsyncExitStack
from typing import Any

import pytest
from browser import Browser
from companion.app import create_app
from companion.gateway.sessions import COOKIE
from companion.settings import Settings
from econtacts_core.knowledge import Knowledge
from fake_rasa import FakeRasa
from fastapi import FastAPI
from stream_reader import following

NARROW = {"session_streams": 2, "address_streams": 4, "streams": 6}


def cookie(browser: Browser) -> str:
    return str(browser.http.cookies[COOKIE])


@pytest.fixture
async def opened(browser: Browser) -> Browser:
    await browser.open()
    return browser


@pytest.fixture
def narrow(
    settings: Settings, knowledge: Knowledge, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> FastAPI:
    """A gateway with room for few streams."""
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    return create_app(settings.model_copy(update=NARROW), rasa_transport=rasa)


async def visit(app: FastAPI, session: str | None, **more: Any) -> tuple[int, str | None]:
    """Ask for a stream and leave; return the status, and the code of a refusal."""
    async with following(app, session, **more) as stream:
        if stream.status == 200:
            return 200, None
        await stream.end()
        return stream.status, json.loads(stream.body)["error"]["code"]


@pytest.mark.parametrize("session", [None, "", "x", "x.y.z", "é", "a" * 5_000])
async def test_without_a_session_there_is_no_stream(gateway: FastAPI, opened, session: str | None):
    assert await visit(gateway, session) == (401, "session_required")


async def test_the_id_of_a_conversation_opens_no_stream(
    gateway: FastAPI, opened: Browser, rasa: FakeRasa
):
    assert await visit(gateway, rasa.last["sender"]) == (401, "session_required")


async def test_the_cookie_of_an_erased_conversation_opens_no_stream(
    gateway: FastAPI, opened: Browser
):
    kept = cookie(opened)
    await opened.erase()
    assert await visit(gateway, kept) == (401, "session_required")


async def test_another_site_gets_no_stream(gateway: FastAPI, opened: Browser):
    told = await visit(gateway, cookie(opened), sec_fetch_site="cross-site")
    assert told == (403, "cross_site")


@pytest.mark.parametrize("place", ["-1", "1.5", "9" * 30, "x", "", "1 OR 1=1", "0x10", "<script>"])
async def test_a_place_to_resume_from_that_is_none_is_refused(
    gateway: FastAPI, opened: Browser, place: str
):
    assert await visit(gateway, cookie(opened), last_event_id=place) == (422, "invalid")


async def test_the_event_of_another_conversation_shows_nothing_of_it(
    gateway: FastAPI, opened: Browser, new_browser: Any
):
    stranger = new_browser()
    await stranger.open()
    await stranger.say("mon secret")
    async with following(gateway, cookie(opened), last_event_id="1") as stream:
        await opened.say("bonjour")
        await stream.texts(2)
        assert "secret" not in stream.body


async def test_a_session_has_so_many_streams_and_no_more(narrow: FastAPI, opened: Browser):
    async with following(narrow, cookie(opened)), following(narrow, cookie(opened)):
        assert await visit(narrow, cookie(opened)) == (429, "too_many_streams")


async def test_an_address_has_so_many_streams_and_no_more(narrow: FastAPI, new_browser: Any):
    async with AsyncExitStack() as held:
        told = []
        for _ in range(6):
            browser = new_browser()
            await browser.open()
            stream = await held.enter_async_context(following(narrow, cookie(browser)))
            told.append(stream.status)
    assert told == [200] * 4 + [429] * 2


async def test_a_process_has_so_many_streams_and_no_more(narrow: FastAPI, new_browser: Any):
    async with AsyncExitStack() as held:
        told = []
        for number in range(9):
            browser = new_browser()
            await browser.open()
            opening = following(narrow, cookie(browser), address=f"198.51.100.{number}")
            told.append((await held.enter_async_context(opening)).status)
    assert told == [200] * 6 + [429] * 3


async def test_who_is_refused_is_told_when_to_come_back(narrow: FastAPI, opened: Browser):
    async with (
        following(narrow, cookie(opened)),
        following(narrow, cookie(opened)),
        following(narrow, cookie(opened)) as refused,
    ):
        assert int(refused.headers["retry-after"]) >= 1


async def test_a_stream_that_was_left_makes_room_for_another(narrow: FastAPI, opened: Browser):
    for _ in range(10):
        async with following(narrow, cookie(opened)), following(narrow, cookie(opened)) as second:
            assert second.status == 200


async def test_a_refused_stream_takes_no_room(narrow: FastAPI, opened: Browser):
    async with following(narrow, cookie(opened)):
        async with following(narrow, cookie(opened)):
            for _ in range(5):
                await visit(narrow, cookie(opened))
        assert await visit(narrow, cookie(opened)) == (200, None)


async def test_when_no_stream_is_left_messages_are_answered_as_ever(
    narrow: FastAPI, opened: Browser
):
    async with following(narrow, cookie(opened)), following(narrow, cookie(opened)):
        assert (await opened.say("bonjour")).status_code == 200


async def test_streams_hold_no_thread(
    settings: Settings, knowledge: Knowledge, opened: Browser, monkeypatch, rasa: FakeRasa
):
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    wide = {"session_streams": 200, "address_streams": 200}
    app = create_app(settings.model_copy(update=wide), rasa_transport=rasa)
    async with AsyncExitStack() as held:
        streams = [
            await held.enter_async_context(following(app, cookie(opened))) for _ in range(100)
        ]
        assert [stream.status for stream in streams] == [200] * 100
        assert threading.active_count() < 60  # the pool that all requests share
        await opened.say("bonjour")
        assert await streams[-1].texts(3)
