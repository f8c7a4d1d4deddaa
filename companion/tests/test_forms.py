"""Forms filled beside the conversation: shown, checked, stored once, told, read again, erased."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import documents
import httpx
import pytest
from browser import Browser, error_code, mistakes
from companion.app import create_app
from companion.settings import Settings
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database
from companion.storage.models import (
    Conversation,
    FormRequest,
    RequestAttachment,
    new_id,
    now,
)
from companion.storage.switch import SwitchRepository, SwitchState
from companion.storage.tracker import TrackerEvents
from fake_rasa import FakeRasa
from page_reader import expire
from sqlalchemy import select
from structlog.testing import capture_logs

MESSAGE = "Je n'ai pas reçu mon avis zyxwvut."
FIELDS = {"subject": "Avis non reçu", "message": MESSAGE}
PDF = ("avis.pdf", documents.pdf())


def request(**changed: Any) -> dict[str, Any]:
    return {"form": "F06", "fields": FIELDS, "idempotency_key": new_id(), **changed}


def stored(database: Database) -> list[FormRequest]:
    with database.transaction() as session:
        return list(session.scalars(select(FormRequest)))


def joined(database: Database) -> list[tuple[str, bytes]]:
    with database.transaction() as session:
        found = session.scalars(select(RequestAttachment).order_by(RequestAttachment.place))
        return [(attachment.name, attachment.content) for attachment in found]


@pytest.fixture
async def citizen(browser: Browser) -> Browser:
    await browser.open()
    return browser


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


# ---- joined


async def test_files_are_kept_with_their_request_in_their_order(
    citizen: Browser, database: Database
):
    photo = ("photo.jpg", documents.image("JPEG"))
    sent = await citizen.send(PDF, photo, **request())
    assert (sent.status_code, sent.json()["attachments"]) == (201, ["avis.pdf", "photo.jpg"])
    assert [content[:3] for _, content in joined(database)] == [b"%PD", b"\xff\xd8\xff"]


async def test_a_file_that_is_refused_is_told_like_a_field(citizen: Browser, database: Database):
    refused = await citizen.send(("virus.pdf", b"MZ"), **request())
    assert list(mistakes(refused)) == ["attachments"]
    assert stored(database) == []


async def test_the_same_files_repeated_are_the_same_request_and_others_are_not(citizen: Browser):
    body = request()
    await citizen.send(PDF, **body)
    assert (await citizen.send(PDF, **body)).status_code == 200
    other = await citizen.send(("photo.png", documents.image("PNG")), **body)
    assert error_code(other) == "request_conflict"
    assert error_code(await citizen.send(**body)) == "request_conflict"


async def test_a_body_longer_than_any_is_given_up_on_the_way(citizen: Browser):
    read = 0

    async def endless() -> Any:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="attachments"; filename="a"\r\n\r\n'
        while True:
            read += 1_000_000
            yield bytes(1_000_000)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    refused = await citizen.http.post("/api/v1/requests", content=endless(), headers=headers)
    assert (refused.status_code, error_code(refused)) == (413, "attachments_too_heavy")
    assert read < 30_000_000


@pytest.mark.parametrize(
    ("data", "files"),
    [
        ({}, [("attachments", PDF)]),
        ({"request": "{"}, [("attachments", PDF)]),
        ({"request": json.dumps(request()), "more": "x"}, [("attachments", PDF)]),
        ({"request": [json.dumps(request())] * 2}, [("attachments", PDF)]),
        ({}, [("request", ("request.json", b"{}"))]),
        ({"request": json.dumps(request()), "attachments": "text"}, [("attachments", PDF)]),
    ],
)
async def test_parts_in_another_shape_are_refused(
    citizen: Browser, database: Database, data: dict[str, Any], files: Any
):
    refused = await citizen.http.post("/api/v1/requests", data=data, files=files)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")
    assert stored(database) == []


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "text/plain"]
)
async def test_a_broken_multipart_body_is_refused(citizen: Browser, content_type: str):
    headers = {"content-type": content_type}
    refused = await citizen.http.post("/api/v1/requests", content=b"--x", headers=headers)
    assert refused.status_code in {400, 422}


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


# ---- erased


async def test_erasing_the_conversation_erases_requests_and_files(
    citizen: Browser, database: Database
):
    await citizen.send(PDF, **request())
    await citizen.erase()
    assert (stored(database), joined(database)) == ([], [])


async def test_the_purge_takes_files_with_their_requests(
    citizen: Browser, database: Database, tracker: TrackerEvents
):
    await citizen.send(PDF, **request())
    assert len(list(ConversationRepository(database, tracker).forget_before(now()))) == 1
    assert (stored(database), joined(database)) == ([], [])


async def test_a_request_whose_conversation_is_erased_meanwhile_is_erased_too(
    citizen: Browser, rasa: FakeRasa, database: Database
):
    async def meanwhile() -> None:
        await citizen.http.delete("/api/v1/conversations/current")

    rasa.meanwhile = meanwhile
    refused = await citizen.send(PDF, **request())
    assert (refused.status_code, error_code(refused)) == (401, "session_required")
    assert (stored(database), joined(database)) == ([], [])


async def test_a_session_that_ended_sends_nothing(citizen: Browser, database: Database):
    expire(database)
    assert error_code(await citizen.send(**request())) == "session_required"
    assert stored(database) == []


# ---- protected


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_sends_nothing(citizen: Browser, database: Database, site: str):
    citizen.http.headers["sec-fetch-site"] = site
    assert error_code(await citizen.send(PDF, **request())) == "cross_site"
    assert stored(database) == []


async def test_no_word_of_a_form_is_logged(citizen: Browser, caplog: pytest.LogCaptureFixture):
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await citizen.send(("zyxwvut.pdf", documents.pdf()), **request())
        await citizen.send(("zyxwvut.pdf", b"MZ"), **request())
        await citizen.send(**request(fields={"zyxwvut": "zyxwvut"}))
    assert "zyxwvut" not in json.dumps(logs) + caplog.text


async def test_too_many_requests_from_one_address_are_refused(
    settings: Settings, database: Database, rasa: FakeRasa
):
    gateway = create_app(settings.model_copy(update={"address_requests": 2}), rasa_transport=rasa)
    transport = httpx.ASGITransport(app=gateway)
    async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
        citizen = Browser(http)
        await citizen.open()
        # what is to correct is not counted: only what is about to be stored
        await citizen.send(**request(fields={}))
        sent = [await citizen.send(**request()) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [201, 201, 429]
    assert len(stored(database)) == 2


async def test_the_assistant_turned_off_still_takes_forms(
    citizen: Browser, rasa: FakeRasa, database: Database
):
    SwitchRepository(database).set(SwitchState(off=True))
    heard = len(rasa.received)
    assert (await citizen.form("F06")).status_code == 200
    assert (await citizen.send(**request())).status_code == 201
    assert (len(rasa.received), len(stored(database))) == (heard, 1)
