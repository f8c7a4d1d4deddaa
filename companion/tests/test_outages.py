"""What citizens are told when something behind the gateway is out of order."""

from pathlib import Path

import httpx
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.gateway.texts import load_texts
from companion.storage.tracker import TrackerEvents
from conftest import GATEWAY, settings_in
from fake_rasa import FakeRasa
from fastapi import FastAPI

FAILURES = [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError]


@pytest.mark.parametrize("failure", FAILURES)
async def test_without_rasa_the_citizen_is_told_of_an_outage(
    browser: Browser, rasa: FakeRasa, failure: type[httpx.HTTPError]
):
    await browser.open()
    rasa.failure = failure
    (message,) = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert (message["kind"], message["text"]) == ("outage", load_texts().outage)


@pytest.mark.parametrize("status", [302, 400, 404, 500, 502, 503])
async def test_a_refusal_of_rasa_is_an_outage(browser: Browser, rasa: FakeRasa, status: int):
    await browser.open()
    rasa.status = status
    (message,) = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert message["kind"] == "outage"


async def test_an_outage_offers_the_forms(browser: Browser, rasa: FakeRasa):
    await browser.open()
    rasa.failure = httpx.ConnectError
    (message,) = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert message["cards"] == (await browser.http.get("/api/v1/forms")).json()["cards"]


async def test_a_conversation_can_be_opened_during_an_outage(browser: Browser, rasa: FakeRasa):
    rasa.failure = httpx.ConnectError
    opened = await browser.open()
    assert opened.status_code == 201
    assert [message["kind"] for message in opened.json()["messages"]] == ["outage"]


async def test_when_rasa_is_back_the_same_session_goes_on(browser: Browser, rasa: FakeRasa):
    await browser.open()
    rasa.failure = httpx.ConnectError
    await browser.say("je ne peux pas payer")
    rasa.failure = None
    messages = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert [message["kind"] for message in messages] == ["citizen", "answer"]


async def test_a_conversation_opened_during_an_outage_goes_on(browser: Browser, rasa: FakeRasa):
    rasa.failure = httpx.ConnectError
    await browser.open()
    rasa.failure = None
    messages = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert [message["kind"] for message in messages] == ["citizen", "answer"]


async def test_an_outage_is_not_part_of_the_history(browser: Browser, rasa: FakeRasa):
    await browser.open()
    rasa.failure = httpx.ConnectError
    await browser.say("bonjour")
    kinds = [message["kind"] for message in (await browser.history()).json()["messages"]]
    assert "outage" not in kinds


async def test_an_exchange_that_was_not_recorded_is_told(browser: Browser, rasa: FakeRasa):
    await browser.open()
    rasa.records = False
    refused = await browser.say("je ne peux pas payer")
    assert (refused.status_code, error_code(refused)) == (503, "storage")


async def test_after_a_lost_exchange_the_citizen_can_send_again(browser: Browser, rasa: FakeRasa):
    await browser.open()
    rasa.records = False
    await browser.say("je ne peux pas payer")
    rasa.records = True
    messages = (await browser.say("je ne peux pas payer")).json()["messages"]
    assert [message["kind"] for message in messages] == ["citizen", "answer"]


@pytest.fixture
def broken(tmp_path: Path, model_path: Path) -> FastAPI:
    """A gateway whose database cannot be opened any more."""
    settings = settings_in(tmp_path, model_path, roles=GATEWAY)
    app = create_app(settings, rasa_transport=FakeRasa(f"sqlite:///{tmp_path / 'tracker.db'}"))
    for file in tmp_path.glob("companion.db*"):
        file.unlink()
    (tmp_path / "companion.db").mkdir()
    return app


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("GET", "/health", None), ("POST", "/api/v1/conversations", {})],
)
async def test_a_database_out_of_order_is_told(
    broken: FastAPI, method: str, path: str, body: object
):
    transport = httpx.ASGITransport(app=broken)
    async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
        refused = await http.request(method, path, json=body)
    assert (refused.status_code, error_code(refused)) == (503, "storage")


async def test_a_healthy_process_says_so(browser: Browser):
    health = await browser.http.get("/health")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})


async def test_a_conversation_erased_while_rasa_answers_stays_erased(
    browser: Browser, rasa: FakeRasa, tracker: TrackerEvents
):
    await browser.open()
    conversation = rasa.last["sender"]
    rasa.meanwhile = browser.erase
    refused = await browser.say("je ne peux pas payer")
    assert (refused.status_code, error_code(refused)) == (401, "session_required")
    assert tracker.spoken(conversation) == []


async def test_who_arrived_during_an_outage_is_greeted_once_rasa_is_back(
    browser: Browser, rasa: FakeRasa
):
    rasa.failure = httpx.ConnectError
    await browser.open()
    rasa.failure = None
    resumed = await browser.open()
    assert resumed.status_code == 200
    assert [message["kind"] for message in resumed.json()["messages"]] == ["text"]


async def test_for_whom_the_page_asks_is_told_to_rasa_at_the_opening(
    browser: Browser, rasa: FakeRasa
):
    await browser.open(audience="professionnel")
    assert rasa.last["message"] == '/start{"audience": "professionnel"}'
