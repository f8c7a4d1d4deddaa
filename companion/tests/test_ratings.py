"""Satisfaction, through HTTP."""

import asyncio

import pytest
from browser import Browser, error_code
from companion.reasons import RatingReason
from companion.storage.models import Rating
from sqlalchemy import func, select


async def answered(browser: Browser) -> str:
    """Open a conversation, get an answer and return its id."""
    await browser.open()
    messages = (await browser.say("je ne peux pas payer")).json()["messages"]
    return str(messages[1]["id"])


def stored(database) -> list[Rating]:
    with database.transaction() as session:
        return list(session.scalars(select(Rating)))


async def test_a_rating_is_told_back(browser: Browser):
    rated = await browser.rate(await answered(browser), "up")
    assert rated.json() == {"value": "up", "reason": None, "comment": None}


async def test_a_rating_is_stored_with_the_topic_of_the_answer(browser: Browser, database):
    await browser.rate(await answered(browser), "up")
    assert [rating.topic for rating in stored(database)] == ["demander_delai_paiement"]


async def test_a_rating_shows_in_the_history(browser: Browser):
    await browser.rate(await answered(browser), "down", reason="incomplete")
    last = (await browser.history()).json()["messages"][-1]
    assert last["rating"] == {"value": "down", "reason": "incomplete", "comment": None}


async def test_a_second_rating_replaces_the_first(browser: Browser, database):
    message = await answered(browser)
    await browser.rate(message, "down", reason="autre")
    await browser.rate(message, "up")
    assert [(rating.value, rating.reason) for rating in stored(database)] == [("up", None)]


async def test_another_spelling_of_the_message_is_not_a_second_rating(browser: Browser, database):
    message = await answered(browser)
    await browser.rate(message, "down")
    await browser.rate(f"0{message}", "up")
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Rating)) == 1


@pytest.mark.parametrize("reason", list(RatingReason))
async def test_each_reason_of_the_list_is_taken(browser: Browser, reason: RatingReason):
    rated = await browser.rate(await answered(browser), "down", reason=reason)
    assert rated.json()["reason"] == reason


@pytest.mark.parametrize(
    "rating",
    [
        {"value": "down", "reason": "parce_que"},
        {"value": "meh"},
        {"value": "up", "comment": "x" * 501},
        {"value": "up", "topic": "payer_cfe"},
    ],
)
async def test_what_is_not_in_the_contract_is_refused(browser: Browser, rating: dict[str, str]):
    refused = await browser.rate(await answered(browser), **rating)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_a_comment_is_stored_masked(browser: Browser, database):
    comment = "rappelez-moi au 06 12 34 56 78"
    await browser.rate(await answered(browser), "down", comment=comment)
    assert stored(database)[0].comment == "rappelez-moi au [numéro de téléphone masqué]"


async def test_a_sentence_of_the_assistant_cannot_be_rated(browser: Browser):
    (greeting,) = (await browser.open()).json()["messages"]
    refused = await browser.rate(greeting["id"], "up")
    assert (refused.status_code, error_code(refused)) == (404, "unknown_message")


async def test_a_message_of_the_citizen_cannot_be_rated(browser: Browser):
    await browser.open()
    citizen = (await browser.say("je ne peux pas payer")).json()["messages"][0]
    assert error_code(await browser.rate(citizen["id"], "up")) == "unknown_message"


@pytest.mark.parametrize(
    "message", ["0", "999", "99999999999999999999999", "2147483648", "x", "1-0"]
)
async def test_a_message_that_does_not_exist_cannot_be_rated(browser: Browser, message: str):
    await browser.open()
    refused = await browser.rate(message, "up")
    assert (refused.status_code, error_code(refused)) == (404, "unknown_message")


async def test_a_rating_without_a_session_is_refused(browser: Browser):
    assert error_code(await browser.rate("1", "up")) == "session_required"


async def test_erasing_a_conversation_erases_its_ratings(browser: Browser, database):
    await browser.rate(await answered(browser), "up")
    await browser.erase()
    assert stored(database) == []


async def test_ratings_sent_at_once_leave_one_and_refuse_none(browser: Browser, database):
    message = await answered(browser)
    sent = await asyncio.gather(*(browser.rate(message, "up") for _ in range(6)))
    assert [rated.status_code for rated in sent] == [200] * 6
    assert len(stored(database)) == 1
