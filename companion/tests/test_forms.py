"""Forms filled beside the conversation: shown, checked, stored once, told, read again."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from browser import Browser, error_code, mistakes
from companion.storage.database import Database
from companion.storage.models import (
    Conversation,
)
from fake_rasa import FakeRasa
from filled_forms import FIELDS, PDF, request, stored
from sqlalchemy import select

# ---- shown


async def test_a_form_is_shown_with_its_fields_and_what_may_be_joined(citizen: Browser):
    shown = (await citizen.form("F06")).json()
    assert (shown["title"], shown["demonstration"]) == ("Autres questions", True)
    assert [field["id"] for field in shown["fields"]] == ["subject", "message"]
    assert shown["attachments"]["count"] == 3
    assert shown["attachments"]["labels"] == ["PDF", "JPEG", "PNG"]


async def test_what_was_typed_is_the_first_draft_and_masked(citizen: Browser):
    await citizen.say("mon numéro fiscal est 3023217600053, où est mon avis ?")
    message = (await citizen.form("F06")).json()["fields"][1]
    assert message["value"] == "mon numéro fiscal est [numéro fiscal masqué], où est mon avis ?"


async def test_an_address_given_in_the_chat_is_there_already(
    citizen: Browser, rasa: FakeRasa, database: Database
):
    with database.transaction() as session:
        sender = session.scalars(select(Conversation)).one().id
    for name, value in {"street": "12 rue des Lilas", "move_date": "01/12/2026"}.items():
        rasa.add_event(sender, {"event": "slot", "name": name, "value": value})
    shown = (await citizen.form("F01a")).json()
    values = {field["id"]: field["value"] for field in shown["fields"]}
    assert values == {"street": "12 rue des Lilas", "town": "", "move_date": "01/12/2026"}
    assert shown["attachments"] is None


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("F99", 404, "unknown_form"),
        ("F07", 422, "form_not_fillable"),
        ("mon_profil", 422, "form_not_fillable"),
    ],
)
async def test_what_cannot_be_filled_here_says_so(
    citizen: Browser, key: str, status: int, code: str
):
    for refused in (await citizen.form(key), await citizen.send(**request(form=key))):
        assert (refused.status_code, error_code(refused)) == (status, code)


async def test_without_a_conversation_nothing_is_shown_nor_sent(
    browser: Browser, database: Database
):
    answers = [await browser.form("F06"), await browser.send(**request()), await browser.sent()]
    assert [error_code(refused) for refused in answers] == ["session_required"] * 3
    assert stored(database) == []


# ---- sent


async def test_a_form_is_acknowledged_by_a_number_and_stored_as_given(
    citizen: Browser, database: Database
):
    sent = await citizen.send(**request())
    assert sent.status_code == 201
    (kept,) = stored(database)
    assert sent.json()["number"] == kept.number
    assert (kept.form, kept.topic, kept.fields) == ("F06", "contacter_service", FIELDS)
    assert (kept.channel, kept.state) == ("chat", "sent")


async def test_the_topic_that_led_to_the_form_is_kept(citizen: Browser, database: Database):
    await citizen.send(**request(topic="payer_impot"))
    assert stored(database)[0].topic == "payer_impot"


async def test_a_topic_that_does_not_exist_is_refused(citizen: Browser):
    assert error_code(await citizen.send(**request(topic="licorne"))) == "unknown_topic"


async def test_the_same_sending_repeated_is_stored_once(citizen: Browser, database: Database):
    body = request()
    first, second = await citizen.send(**body), await citizen.send(**body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(stored(database)) == 1


async def test_sent_several_times_at_once_it_is_stored_once(citizen: Browser, database: Database):
    body = request()
    sent = await asyncio.gather(*(citizen.send(**body) for _ in range(5)))
    assert sorted(answer.status_code for answer in sent) == [200] * 4 + [201]
    assert len(stored(database)) == 1


@pytest.mark.parametrize(
    "changed",
    [{"fields": {**FIELDS, "subject": "autre"}}, {"form": "F10"}, {"topic": "payer_impot"}],
)
async def test_another_content_under_the_same_key_is_refused(
    citizen: Browser, changed: dict[str, Any]
):
    body = request()
    await citizen.send(**body)
    refused = await citizen.send(**{**body, **changed})
    assert (refused.status_code, error_code(refused)) == (409, "request_conflict")


async def test_two_conversations_may_use_the_same_key(
    new_browser: Callable[[], Browser], database: Database
):
    body = request()
    for citizen in (new_browser(), new_browser()):
        await citizen.open()
        assert (await citizen.send(**body)).status_code == 201
    assert len({kept.number for kept in stored(database)}) == 2


# ---- corrected


async def test_every_mistake_is_told_beside_its_field_and_nothing_is_stored(
    citizen: Browser, database: Database
):
    refused = await citizen.send(**request(form="F03", fields={"year": "hier", "tax": "licorne"}))
    assert set(mistakes(refused)) == {"tax", "year", "message"}
    assert stored(database) == []


async def test_a_refusal_never_repeats_what_was_written(citizen: Browser):
    fields = {"subject": "zyxwvut" * 100, "message": "zyxwvut"}
    assert "zyxwvut" not in (await citizen.send(**request(fields=fields))).text


@pytest.mark.parametrize(
    "changed",
    [
        {"fields": {**FIELDS, "iban": "x"}},
        {"fields": {**FIELDS, "subject": 12}},
        {"fields": {**FIELDS, "subject": "x" * 10_001}},
        {"fields": [1]},
        {"idempotency_key": ""},
        {"idempotency_key": "../x"},
        {"form": "F06/../F01"},
        {"conversation_id": "another"},
        {"state": "done"},
    ],
)
async def test_a_malformed_request_is_refused(
    citizen: Browser, database: Database, changed: dict[str, Any]
):
    refused = await citizen.send(**request(**changed))
    assert (refused.status_code, error_code(refused)) == (422, "invalid")
    assert stored(database) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"\\ud800"', b"\xff"])
async def test_a_body_that_is_no_request_is_refused(citizen: Browser, content: bytes):
    headers = {"content-type": "application/json"}
    refused = await citizen.http.post("/api/v1/requests", content=content, headers=headers)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_a_script_is_stored_as_the_words_that_it_is(citizen: Browser, database: Database):
    fields = {"subject": "<script>alert(1)</script>", "message": "{{ 7 * 7 }} ${x}"}
    assert (await citizen.send(**request(fields=fields))).status_code == 201
    assert stored(database)[0].fields == fields


# ---- told, read again


async def test_the_conversation_is_told_once(citizen: Browser, rasa: FakeRasa):
    body = request()
    number = (await citizen.send(**body)).json()["number"]
    await citizen.send(**body)
    told = [said["message"] for said in rasa.received if "request_sent" in said["message"]]
    assert len(told) == 1
    intent, _, entities = told[0].partition("{")
    assert intent == "/request_sent"
    assert json.loads("{" + entities) == {
        "request_number": number,
        "request_form": "Autres questions",
    }


async def test_the_thread_shows_what_the_assistant_says_of_it_and_not_the_command(
    citizen: Browser, rasa: FakeRasa
):
    await citizen.say("bonjour")
    number = (await citizen.send(**request())).json()["number"]
    history = (await citizen.history()).json()["messages"]
    assert "/request_sent" not in json.dumps(history)
    assert number not in json.dumps([said for said in history if said["kind"] == "citizen"])
    assert history[-1]["kind"] == "text"


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout])
async def test_a_request_is_acknowledged_even_when_nobody_can_be_told(
    citizen: Browser, rasa: FakeRasa, database: Database, failure: type[httpx.HTTPError]
):
    rasa.failure = failure
    body = request()
    assert (await citizen.send(**body)).status_code == 201
    rasa.failure = None
    assert (await citizen.send(**body)).status_code == 200
    assert "/request_sent" in rasa.last["message"]
    assert len(stored(database)) == 1


async def test_a_request_sent_while_a_message_is_answered_is_stored(
    citizen: Browser, rasa: FakeRasa, database: Database
):
    async def meanwhile() -> None:
        rasa.meanwhile = None
        assert (await citizen.send(**request())).status_code == 201

    rasa.meanwhile = meanwhile
    assert (await citizen.say("bonjour")).status_code == 200
    assert len(stored(database)) == 1


async def test_acknowledgements_are_read_again_by_their_own_author_alone(
    citizen: Browser, new_browser: Callable[[], Browser]
):
    sent = (await citizen.send(PDF, **request())).json()
    assert (await citizen.sent()).json() == {"requests": [sent]}
    other = new_browser()
    await other.open()
    assert (await other.sent()).json() == {"requests": []}
