"""A session that is used is renewed before it ends, and nobody loses a conversation by it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from browser import Browser
from companion.gateway.sessions import COOKIE, OVERLAP
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.models import Conversation, now
from sqlalchemy import select, update
from test_sessions_attacks import pretend, refused_everywhere, signer


def let_pass(database: Database, seconds: float) -> None:
    """Have every time of the sessions be so much nearer."""
    with database.transaction() as session:
        for conversation in session.scalars(select(Conversation)):
            conversation.expires_at -= timedelta(seconds=seconds)
            if conversation.previous_until is not None:
                conversation.previous_until -= timedelta(seconds=seconds)


async def renewed(browser: Browser, database: Database, settings: Settings) -> tuple[str, str]:
    """Use a session after half its life; return the cookie before and the one after."""
    await browser.open()
    before = browser.http.cookies[COOKIE]
    let_pass(database, settings.session_seconds / 2 + 1)
    await browser.history()
    return before, browser.http.cookies[COOKIE]


def token(cookie: str) -> bytes:
    return signer().unsign(cookie)


async def test_a_young_session_keeps_its_token(browser: Browser):
    await browser.open()
    before = browser.http.cookies[COOKIE]
    assert "set-cookie" not in (await browser.history()).headers
    assert browser.http.cookies[COOKIE] == before


async def test_after_half_its_life_a_session_gets_another_token(
    browser: Browser, database: Database, settings: Settings
):
    before, after = await renewed(browser, database, settings)
    assert token(before) != token(after)
    assert (await browser.history()).status_code == 200


async def test_a_renewed_cookie_is_as_closed_as_the_first(
    browser: Browser, database: Database, settings: Settings
):
    first = (await browser.open()).headers["set-cookie"]
    let_pass(database, settings.session_seconds / 2 + 1)
    second = (await browser.history()).headers["set-cookie"]
    assert first.split("; ")[1:] == second.split("; ")[1:]


async def test_a_session_in_use_does_not_end(
    browser: Browser, database: Database, settings: Settings
):
    await browser.open()
    for _ in range(6):
        let_pass(database, settings.session_seconds * 0.6)
        assert (await browser.history()).status_code == 200


async def test_a_session_left_alone_ends(browser: Browser, database: Database, settings: Settings):
    await browser.open()
    let_pass(database, settings.session_seconds + 1)
    assert await refused_everywhere(browser)


async def test_an_answer_lost_on_its_way_loses_no_conversation(
    browser: Browser,
    new_browser: Callable[[], Browser],
    database: Database,
    settings: Settings,
):
    before, after = await renewed(browser, database, settings)
    let_pass(database, OVERLAP.total_seconds() * 10)
    again = await pretend(new_browser(), before).history()
    assert again.status_code == 200
    assert token(again.cookies[COOKIE]) == token(after)


async def test_once_the_new_cookie_came_back_the_old_one_is_good_for_a_moment_only(
    browser: Browser,
    new_browser: Callable[[], Browser],
    database: Database,
    settings: Settings,
):
    before, _ = await renewed(browser, database, settings)
    await browser.history()
    late = pretend(new_browser(), before)
    assert (await late.history()).status_code == 200
    let_pass(database, OVERLAP.total_seconds() + 1)
    assert await refused_everywhere(late)
    assert (await browser.history()).status_code == 200


async def test_two_requests_at_once_get_the_same_new_token(
    browser: Browser,
    new_browser: Callable[[], Browser],
    database: Database,
    settings: Settings,
):
    await browser.open()
    cookie = browser.http.cookies[COOKIE]
    let_pass(database, settings.session_seconds / 2 + 1)
    tabs = [pretend(new_browser(), cookie) for _ in range(6)]
    told = await asyncio.gather(*(tab.history() for tab in tabs))
    assert {response.status_code for response in told} == {200}
    assert len({token(response.cookies[COOKIE]) for response in told}) == 1


async def test_erasing_with_an_old_session_takes_the_cookie_back(
    browser: Browser, database: Database, settings: Settings
):
    await browser.open()
    let_pass(database, settings.session_seconds / 2 + 1)
    await browser.erase()
    assert COOKIE not in browser.http.cookies
    assert (await browser.open()).status_code == 201


async def test_the_next_token_cannot_be_told_from_the_database(
    browser: Browser, database: Database, settings: Settings
):
    _, after = await renewed(browser, database, settings)
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM conversations").all()
    assert token(after).decode() not in repr(rows)


@pytest.mark.parametrize("seconds", [-1, 1])
async def test_a_session_before_the_last_opens_nothing(
    browser: Browser, database: Database, settings: Settings, seconds: int
):
    before, _ = await renewed(browser, database, settings)
    let_pass(database, settings.session_seconds / 2 + 1)
    await browser.history()
    with database.transaction() as session:
        session.execute(update(Conversation).values(previous_until=now() + OVERLAP * seconds))
    assert await refused_everywhere(pretend(browser, before))
