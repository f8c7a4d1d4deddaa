"""Secure-mail requests: stored once when confirmed, erased with their conversation, not logged."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from browser import Browser, error_code
from companion.classifier.masking import mask
from companion.requests import number
from companion.requests.api import NewRequest
from companion.requests.number import new_number
from companion.storage.database import Database
from companion.storage.models import Conversation, FormRequest, new_id
from companion.storage.requests import ConfirmedRequest, RequestRepository
from conftest import TOKEN
from fake_rasa import FakeRasa
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

ADDRESS = {"street": "12 rue zyxwvut", "town": "44000 Nantes", "move_date": "01/12/2026"}
NUMBER = re.compile(r"20\d\d-[A-Z][A-Z\d]{3}-[A-Z][A-Z\d]{3}")


def change_of_address(**changed: Any) -> dict[str, Any]:
    """Write a request, under a key of its own."""
    return {
        "form": "F01a",
        "topic": "changer_adresse",
        "fields": ADDRESS,
        "conversation_id": "c1",
        "idempotency_key": new_id(),
        "channel": "chat",
        **changed,
    }


async def send(client: httpx.AsyncClient, body: object) -> httpx.Response:
    """Send a request to the companion."""
    return await client.post("/v1/requests", json=body)


def stored(database: Database, **which: str) -> list[FormRequest]:
    """Return the requests that are kept."""
    with database.transaction() as session:
        return list(session.scalars(select(FormRequest).filter_by(**which)))


# ---- sent once


async def test_a_request_is_acknowledged_by_a_number(actions: httpx.AsyncClient):
    sent = await send(actions, change_of_address())
    assert sent.status_code == 201
    assert set(sent.json()) == {"request_id", "number", "created_at"}
    assert NUMBER.fullmatch(sent.json()["number"])


async def test_a_request_is_stored_as_it_was_given(
    actions: httpx.AsyncClient, classifier_database: Database
):
    fields = {**ADDRESS, "telephone": " 06 12 34 56 78", "complement": ""}
    sent = (await send(actions, change_of_address(fields=fields, audience="particulier"))).json()
    (kept,) = stored(classifier_database, id=sent["request_id"])
    assert kept.fields == fields
    assert (kept.number, kept.form, kept.topic) == (sent["number"], "F01a", "changer_adresse")
    assert (kept.audience, kept.channel, kept.state) == ("particulier", "chat", "sent")


async def test_the_time_of_the_acknowledgement_is_in_utc(actions: httpx.AsyncClient):
    assert (await send(actions, change_of_address())).json()["created_at"].endswith("Z")


async def test_a_request_sent_again_is_acknowledged_as_the_first(
    actions: httpx.AsyncClient, classifier_database: Database
):
    body = change_of_address()
    first, second = await send(actions, body), await send(actions, body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(stored(classifier_database, idempotency_key=body["idempotency_key"])) == 1


async def test_the_order_of_the_fields_makes_no_other_request(actions: httpx.AsyncClient):
    body = change_of_address()
    await send(actions, body)
    turned = dict(reversed(ADDRESS.items()))
    assert (await send(actions, {**body, "fields": turned})).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"form": "F02a"},
        {"topic": "signaler_changement_situation"},
        {"fields": {**ADDRESS, "town": "44400 Rezé"}},
        {"fields": {"town": "44000 Nantes"}},
        {"audience": "particulier"},
        {"channel": "phone"},
    ],
)
async def test_another_content_under_the_same_key_is_refused(
    actions: httpx.AsyncClient, classifier_database: Database, changed: dict[str, Any]
):
    body = change_of_address()
    first = await send(actions, body)
    refused = await send(actions, {**body, **changed})
    assert (refused.status_code, error_code(refused)) == (409, "request_conflict")
    (kept,) = stored(classifier_database, idempotency_key=body["idempotency_key"])
    assert (kept.number, kept.fields) == (first.json()["number"], ADDRESS)


async def test_two_conversations_may_use_the_same_key(actions: httpx.AsyncClient):
    body = change_of_address()
    first = await send(actions, body)
    other = await send(actions, {**body, "conversation_id": "c2"})
    assert other.status_code == 201
    assert other.json()["number"] != first.json()["number"]


async def test_a_request_sent_several_times_at_once_is_stored_once(
    actions: httpx.AsyncClient, classifier_database: Database
):
    body = change_of_address()
    sent = await asyncio.gather(*(send(actions, body) for _ in range(6)))
    assert sorted(answered.status_code for answered in sent) == [200] * 5 + [201]
    assert len({answered.json()["number"] for answered in sent}) == 1
    assert len(stored(classifier_database, idempotency_key=body["idempotency_key"])) == 1


# ---- numbers


async def test_a_number_already_taken_is_drawn_again(
    actions: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    taken = (await send(actions, change_of_address())).json()["number"]
    free = new_number(2026)
    drawn = iter([taken, free])
    monkeypatch.setattr("companion.storage.requests.new_number", lambda year: next(drawn))
    assert (await send(actions, change_of_address())).json()["number"] == free


def test_a_number_bears_its_year():
    assert new_number(2031).startswith("2031-")


def test_no_sign_of_a_number_is_mistaken_for_another():
    assert not set("ILOU") & set(number._SIGNS)


def test_a_number_that_its_author_types_is_not_masked():
    typed = [f"où en est ma demande {new_number(2026)} ?" for _ in range(500)]
    assert [text for text in typed if mask(text).kinds] == []


def test_numbers_do_not_follow_one_another():
    assert len({new_number(2026)[:9] for _ in range(200)}) > 190


# ---- refused


async def test_an_unknown_form_is_refused(actions: httpx.AsyncClient):
    refused = await send(actions, change_of_address(form="F99"))
    assert (refused.status_code, error_code(refused)) == (404, "unknown_form")


async def test_an_online_service_is_no_form(actions: httpx.AsyncClient):
    refused = await send(actions, change_of_address(form="mon_profil"))
    assert (refused.status_code, error_code(refused)) == (422, "not_a_form")


@pytest.mark.parametrize("code", ["unknown_form", "not_a_form"])
async def test_a_refused_form_is_told_in_french(actions: httpx.AsyncClient, code: str):
    form = {"unknown_form": "F99", "not_a_form": "mon_profil"}[code]
    refused = await send(actions, change_of_address(form=form))
    assert "formulaire" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {f"champ_{number}": "x" for number in range(21)},
        {"street": "x" * 501},
        {"street": None},
        {"street": 12},
        {"street": {"rue": "x"}},
        {"street": "\ud800"},
        {"": "x"},
        {"x" * 65: "x"},
        {"Nouvelle": "x"},
        {"1er": "x"},
        {"nouvelle rue": "x"},
        {"street\n": "x"},
        {"é": "x"},
        ["street"],
        None,
    ],
)
async def test_fields_out_of_bounds_are_refused(actions: httpx.AsyncClient, fields: object):
    content = json.dumps(change_of_address(fields=fields))
    headers = {"content-type": "application/json"}
    refused = await actions.post("/v1/requests", content=content, headers=headers)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


@pytest.mark.parametrize(
    "changed",
    [
        {"form": ""},
        {"topic": "a/b"},
        {"conversation_id": "x" * 65},
        {"conversation_id": None},
        {"idempotency_key": ""},
        {"channel": "pigeon"},
        {"audience": "martien"},
        {"state": "sent"},
    ],
)
async def test_a_malformed_request_is_refused(actions: httpx.AsyncClient, changed: dict[str, Any]):
    refused = await send(actions, change_of_address(**changed))
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_the_largest_request_is_taken(actions: httpx.AsyncClient):
    fields = {f"{'x' * 62}{number:02}": "é" * 500 for number in range(20)}
    assert (await send(actions, change_of_address(fields=fields))).status_code == 201


@pytest.mark.parametrize("credentials", [None, "Bearer wrong", f"Basic {TOKEN}"])
async def test_without_the_token_nothing_is_stored(
    stranger: httpx.AsyncClient, classifier_database: Database, credentials: str | None
):
    body = change_of_address()
    headers = {} if credentials is None else {"authorization": credentials}
    refused = await stranger.post("/v1/requests", json=body, headers=headers)
    assert (refused.status_code, error_code(refused)) == (401, "unauthorised")
    assert stored(classifier_database, idempotency_key=body["idempotency_key"]) == []


async def test_a_gateway_alone_takes_no_request(browser: Browser):
    refused = await browser.http.post("/v1/requests", json=change_of_address())
    assert refused.status_code in {404, 405}


# ---- erased


def confirmed(conversation_id: str) -> ConfirmedRequest:
    """Confirm a change of address."""
    return ConfirmedRequest(**change_of_address(conversation_id=conversation_id), audience=None)


async def own_conversation(browser: Browser, database: Database) -> str:
    """Open a conversation and return its id, which a browser never learns."""
    await browser.open()
    with database.transaction() as session:
        return session.scalars(select(Conversation)).one().id


async def test_erasing_a_conversation_erases_its_requests(browser: Browser, database: Database):
    requests = RequestRepository(database)
    requests.send(confirmed(await own_conversation(browser, database)))
    other = requests.send(confirmed("another")).request.id
    await browser.erase()
    assert [kept.id for kept in stored(database)] == [other]


async def test_a_request_sent_while_its_conversation_is_erased_is_erased_too(
    browser: Browser, database: Database, rasa: FakeRasa
):
    conversation_id = await own_conversation(browser, database)

    async def erased_then_sent() -> None:
        await browser.erase()
        RequestRepository(database).send(confirmed(conversation_id))

    rasa.meanwhile = erased_then_sent
    await browser.say("oui, envoyez")
    assert stored(database) == []


# ---- never logged


async def test_no_word_of_a_request_is_logged(
    actions: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
):
    body = change_of_address()
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await send(actions, body)
        await send(actions, body)
        await send(actions, {**body, "topic": "autre"})
        await send(actions, {**body, "form": "F99"})
        await send(actions, {**body, "fields": {"zyxwvut " * 100: "zyxwvut"}})
    assert [entry["status"] for entry in logs] == [201, 200, 409, 404, 422]
    assert "zyxwvut" not in json.dumps(logs) + caplog.text


async def test_a_refusal_does_not_repeat_the_fields(actions: httpx.AsyncClient):
    refused = await send(actions, change_of_address(fields={"zyxwvut!": "zyxwvut"}))
    assert "zyxwvut" not in refused.text


async def test_a_failure_of_the_database_is_logged_without_the_fields(
    actions: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(self: object, request: ConfirmedRequest) -> None:
        raise SQLAlchemyError(f"INSERT INTO requests {request.fields}")

    monkeypatch.setattr(RequestRepository, "_store", fail)
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        failed = await send(actions, change_of_address())
    assert (failed.status_code, error_code(failed)) == (503, "storage")
    assert "zyxwvut" not in json.dumps(logs) + caplog.text + failed.text


def test_the_fields_do_not_show_when_a_request_is_printed():
    body = NewRequest(**change_of_address())
    assert "zyxwvut" not in repr(body) + repr(confirmed("c1"))
