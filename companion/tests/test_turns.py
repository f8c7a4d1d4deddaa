"""A turn has a name: sent again it is said once, and its reply holds nothing of another turn."""

import asyncio
from typing import Any

import httpx
import pytest
from browser import Browser, error_code
from companion.storage.database import Database
from companion.storage.models import Conversation
from fake_rasa import ANSWER, FakeRasa, bot_event, user_event
from sqlalchemy import update

TURN = "0123456789abcdef"
NEXT = "fedcba9876543210"


async def say(browser: Browser, text: str, turn: str = TURN) -> httpx.Response:
    return await browser.http.post(f"{browser.api}/messages", json={"text": text, "turn": turn})


def texts(response: httpx.Response) -> list[str]:
    return [message["text"] for message in response.json()["messages"]]


async def test_a_turn_sent_again_is_said_once_and_answered_the_same(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    first = await say(browser, "je ne peux pas payer")
    again = await say(browser, "je ne peux pas payer")
    assert again.json() == first.json()
    assert [message["message"] for message in rasa.received] == ["/start", "je ne peux pas payer"]


async def test_a_turn_whose_answer_was_lost_is_found_again(browser: Browser, rasa: FakeRasa):
    await browser.open()
    recorded = {"turn": TURN}

    async def answer_and_be_cut_off() -> None:
        rasa.add_event(rasa.last["sender"], user_event("je ne peux pas payer", recorded))
        rasa.add_event(rasa.last["sender"], bot_event(ANSWER))
        raise httpx.ReadTimeout("too late")

    rasa.meanwhile = answer_and_be_cut_off
    lost = await say(browser, "je ne peux pas payer")
    rasa.meanwhile = None
    found = await say(browser, "je ne peux pas payer")
    assert [message["kind"] for message in lost.json()["messages"]] == ["outage"]
    assert [message["kind"] for message in found.json()["messages"]] == ["citizen", "answer"]
    assert len(rasa.received) == 2


async def test_a_choice_sent_again_is_made_once(browser: Browser, rasa: FakeRasa):
    choice = (await browser.open()).json()["messages"][0]["choices"][0]["id"]
    body = {"choice": choice, "turn": TURN}
    told = [await browser.http.post(f"{browser.api}/messages", json=body) for _ in range(2)]
    assert told[0].json() == told[1].json()
    assert len(rasa.received) == 2


async def test_two_turns_with_the_same_words_are_two(browser: Browser, rasa: FakeRasa):
    await browser.open()
    first, second = await say(browser, "oui", TURN), await say(browser, "oui", NEXT)
    assert first.json() != second.json()
    assert len(rasa.received) == 3


async def test_the_turn_of_another_conversation_says_nothing_of_it(
    browser: Browser, new_browser: Any, rasa: FakeRasa
):
    await browser.open()
    await say(browser, "mon secret")
    stranger = new_browser()
    await stranger.open()
    assert "mon secret" not in (await say(stranger, "bonjour")).text


async def test_a_slow_answer_holds_nothing_of_what_another_tab_said_meanwhile(
    browser: Browser, rasa: FakeRasa, database: Database
):
    await browser.open()
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        asked.set()
        await may_answer.wait()

    rasa.meanwhile = slow
    first = asyncio.create_task(say(browser, "je ne peux pas payer"))
    await asked.wait()
    rasa.meanwhile = None
    # Rasa took so long that the first tab's claim has ended.
    with database.transaction() as session:
        session.execute(update(Conversation).values(answering_until=None))
    second = await say(browser, "bonjour", NEXT)
    may_answer.set()
    assert texts(second) == ["bonjour", "Pouvez-vous préciser ?"]
    assert texts(await first) == ["je ne peux pas payer", ANSWER.text]


async def test_a_retry_while_the_first_is_being_answered_is_refused(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        asked.set()
        await may_answer.wait()

    rasa.meanwhile = slow
    first = asyncio.create_task(say(browser, "bonjour"))
    await asked.wait()
    again = await say(browser, "bonjour")
    may_answer.set()
    await first
    assert (again.status_code, error_code(again)) == (409, "answer_pending")


async def test_what_was_heard_but_not_answered_is_told_with_the_forms_again(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    rasa.replies["bonjour"] = []
    told = [await say(browser, "bonjour") for _ in range(2)]
    kinds = [[message["kind"] for message in one.json()["messages"]] for one in told]
    assert kinds == [["citizen", "outage"]] * 2
    assert len(rasa.received) == 2


@pytest.mark.parametrize(
    "turn", ["", "short", "a" * 65, "é" * 20, "a b" * 8, '"' * 20, 12, "%" * 20]
)
async def test_a_turn_that_is_no_name_is_refused(browser: Browser, turn: Any):
    await browser.open()
    refused = await browser.http.post(f"{browser.api}/messages", json={"text": "a", "turn": turn})
    assert (refused.status_code, error_code(refused)) == (422, "invalid")
