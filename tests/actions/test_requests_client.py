"""The sending of a confirmed request: a number comes back, or nothing was sent."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from actions import requests_client
from actions.requests_client import RequestsClient
from tests.actions.fakes import Companion

NUMBER = "2026-AB12-CD34"
ACKNOWLEDGED = {
    "request_id": "5f0c1e7a9b3d4c2f8a6e0d1b2c3f4a59",
    "number": NUMBER,
    "created_at": "2026-11-21T08:00:00Z",
}
REQUEST: dict[str, Any] = {
    "form": "F01a",
    "topic": "changer_adresse",
    "fields": {"street": "12 rue zyxwvut"},
    "conversation_id": "c1",
    "idempotency_key": "c1-42",
    "channel": "chat",
}


class PlayedAdapter(HTTPAdapter):
    """Answer each request with the next of `statuses`, then with 500, and count them."""

    def __init__(self, *statuses: int) -> None:
        super().__init__()
        self.statuses: Iterator[int] = iter(statuses)
        self.sent = 0

    def send(self, request: PreparedRequest, *_: object, **__: object) -> Response:  # type: ignore[override]
        """Reply without a network."""
        self.sent += 1
        response = Response()
        response.status_code = next(self.statuses, 500)
        response._content = b'{"number": "2026-AB12-CD34"}'
        response.request = request
        response.url = str(request.url)
        return response


@pytest.fixture
def client(companion: Companion) -> RequestsClient:
    """Connect to the played companion, with no patience."""
    companion.reply(201, ACKNOWLEDGED)
    return RequestsClient(companion.url, "jeton", timeouts=(0.5, 0.2))


def send(client: RequestsClient, **changed: Any) -> str | None:
    """Send a request and wait."""
    return asyncio.run(client.send_request(**{**REQUEST, **changed}))


@pytest.mark.parametrize("status", [200, 201])
def test_the_number_of_the_acknowledgement_is_returned(
    companion: Companion, client: RequestsClient, status: int
):
    companion.reply(status, ACKNOWLEDGED)
    assert send(client) == NUMBER


def test_a_request_is_sent_as_it_was_confirmed(companion: Companion, client: RequestsClient):
    send(client, audience="particulier")
    assert companion.requests[0][:2] == ("POST", "/v1/requests")
    assert companion.requests[0].body == {**REQUEST, "audience": "particulier"}


def test_an_unknown_audience_is_not_sent(companion: Companion, client: RequestsClient):
    send(client, audience=None)
    assert companion.requests[0].body == REQUEST


def test_the_bearer_token_is_sent(companion: Companion, client: RequestsClient):
    send(client)
    assert companion.requests[0].headers["Authorization"] == "Bearer jeton"


@pytest.mark.parametrize("status", [400, 401, 404, 409, 413, 422, 500, 503])
def test_an_error_status_gives_no_number(companion: Companion, client: RequestsClient, status: int):
    companion.reply(status, {"error": {}})
    assert send(client) is None


@pytest.mark.parametrize(
    "answer", ["<html>", "", "[1]", "null", {}, {"number": None}, {"number": 7}, {"number": ""}]
)
def test_an_answer_without_a_number_gives_none(
    companion: Companion, client: RequestsClient, answer: object
):
    companion.reply(201, answer)
    assert send(client) is None


def test_a_companion_that_is_down_gives_no_number():
    nobody_listens = "http://127.0.0.1:1"
    assert send(RequestsClient(nobody_listens, "jeton")) is None


def test_a_request_whose_answer_is_late_is_sent_once_more_under_the_same_key(
    companion: Companion, client: RequestsClient
):
    companion.ready.clear()
    assert send(client) is None
    assert [heard.body["idempotency_key"] for heard in companion.requests] == ["c1-42", "c1-42"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_of_the_companion_is_tried_once_more(
    companion: Companion, client: RequestsClient, status: int
):
    companion.reply(status, {"error": {}})
    assert send(client) is None
    assert len(companion.requests) == 2


@pytest.mark.parametrize("status", [401, 404, 409, 413, 422])
def test_what_the_companion_refuses_is_not_sent_again(
    companion: Companion, client: RequestsClient, status: int
):
    companion.reply(status, {"error": {}})
    send(client)
    assert len(companion.requests) == 1


def test_after_three_failures_the_companion_is_left_alone():
    adapter = PlayedAdapter()
    client = RequestsClient("http://companion", "", adapter)
    for _ in range(5):
        assert send(client) is None
    assert adapter.sent == 3


def test_refusals_do_not_make_the_companion_unwell():
    adapter = PlayedAdapter(409, 404, 422, 409, 201)
    client = RequestsClient("http://companion", "", adapter)
    assert [send(client) for _ in range(5)] == [None, None, None, None, NUMBER]


@pytest.mark.parametrize("status", [201, 422, 503])
def test_no_word_of_a_request_is_logged(
    companion: Companion,
    client: RequestsClient,
    caplog: pytest.LogCaptureFixture,
    status: int,
):
    companion.reply(status, {"error": {"message": "zyxwvut"}} if status > 201 else ACKNOWLEDGED)
    with caplog.at_level(logging.DEBUG):
        send(client)
    assert "zyxwvut" not in caplog.text


def test_a_request_that_could_not_be_sent_is_logged_with_its_form(
    companion: Companion, client: RequestsClient, caplog: pytest.LogCaptureFixture
):
    companion.reply(503, {"error": {}})
    send(client)
    assert "request not sent: form F01a" in caplog.text


def test_both_attempts_end_before_the_gateway_gives_up():
    connecting, reading = requests_client.TIMEOUTS
    assert 2 * (connecting + reading) < 12.0 - 2.0


def test_the_client_is_the_one_that_the_environment_names(
    companion: Companion, monkeypatch: pytest.MonkeyPatch
):
    companion.reply(201, ACKNOWLEDGED)
    monkeypatch.setenv("CLASSIFIER_URL", companion.url)
    monkeypatch.setenv("CLASSIFIER_TOKEN", "secret")
    requests_client.requests_client.cache_clear()
    send(requests_client.requests_client())
    requests_client.requests_client.cache_clear()
    assert companion.requests[0].headers["Authorization"] == "Bearer secret"
