"""What a form leaves behind: erased with its conversation, never logged, sent by nobody else."""

import json

import documents
import httpx
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.settings import Settings
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database
from companion.storage.models import (
    now,
)
from companion.storage.switch import SwitchRepository, SwitchState
from companion.storage.tracker import TrackerEvents
from fake_rasa import FakeRasa
from filled_forms import PDF, joined, request, stored
from page_reader import expire
from structlog.testing import capture_logs

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
