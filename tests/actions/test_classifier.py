"""The client of the companion's classifier: whatever happens to it, the assistant goes on."""

import asyncio
import socket
from collections.abc import Mapping
from typing import Any

import pytest
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from actions import classifier
from actions.classifier import ClassifierClient
from actions.companion import FAILURES_BEFORE_PAUSE
from tests.actions.fakes import Companion, proposal


class CountingAdapter(HTTPAdapter):
    """Answer every request with `status`, and count them."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status
        self.sent = 0

    def send(self, request: PreparedRequest, *_: object, **__: object) -> Response:  # type: ignore[override]
        """Reply without a network."""
        self.sent += 1
        response = Response()
        response.status_code = self.status
        response._content = b"{}"
        response.request = request
        response.url = str(request.url)
        return response


@pytest.fixture
def client(companion: Companion) -> ClassifierClient:
    """Connect to the played companion."""
    return ClassifierClient(companion.url, "jeton")


def propose(
    client: ClassifierClient, text: str = "bonjour", **known: str | None
) -> Mapping[str, Any] | None:
    """Ask for proposals and wait."""
    return asyncio.run(client.propose(text, **known))


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def test_a_proposal_is_given_as_the_companion_wrote_it(
    companion: Companion, client: ClassifierClient
):
    companion.reply(200, proposal("suggest", "payer_cfe"))
    assert propose(client) == proposal("suggest", "payer_cfe")


def test_what_is_not_known_is_not_sent(companion: Companion, client: ClassifierClient):
    propose(client, "je déménage", audience=None, channel="chat", conversation_id="c1")
    assert companion.requests[0].body == {
        "text": "je déménage",
        "channel": "chat",
        "conversation_id": "c1",
    }


def test_proposals_are_asked_at_their_address(companion: Companion, client: ClassifierClient):
    propose(client)
    assert companion.requests[0][:2] == ("POST", "/v1/proposals")


def test_the_address_may_end_with_a_slash(companion: Companion):
    propose(ClassifierClient(companion.url + "/", "jeton"))
    assert companion.requests[0].path == "/v1/proposals"


def test_the_bearer_token_is_sent(companion: Companion, client: ClassifierClient):
    propose(client)
    assert companion.requests[0].headers["Authorization"] == "Bearer jeton"


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("payer_cfe", {"outcome": "accepted", "topic": "payer_cfe"}),
        (None, {"outcome": "accepted"}),
    ],
)
def test_feedback_names_the_proposal_and_its_outcome(
    companion: Companion, client: ClassifierClient, topic: str | None, body: dict[str, str]
):
    asyncio.run(client.feedback("p1", "accepted", topic))
    assert companion.requests[0].path == "/v1/proposals/p1/feedback"
    assert companion.requests[0].body == body


@pytest.mark.parametrize("status", [400, 401, 404, 422, 429, 500, 502, 503])
def test_an_error_status_is_no_proposal(
    companion: Companion, client: ClassifierClient, status: int
):
    companion.reply(status, {"error": {}})
    assert propose(client) is None


@pytest.mark.parametrize("answer", ["<html>", "", "[1]", '"oui"', "null"])
def test_an_answer_that_is_no_json_object_is_no_proposal(
    companion: Companion, client: ClassifierClient, answer: str
):
    companion.reply(200, answer)
    assert propose(client) is None


def test_a_refused_connection_is_no_proposal():
    assert propose(ClassifierClient(f"http://127.0.0.1:{closed_port()}", "")) is None


def test_feedback_that_cannot_be_given_is_lost_without_a_sound():
    client = ClassifierClient(f"http://127.0.0.1:{closed_port()}", "")
    assert asyncio.run(client.feedback("p1", "rejected")) is None


def hurried(companion: Companion) -> ClassifierClient:
    """Connect to the played companion, with no patience."""
    return ClassifierClient(companion.url, "jeton", timeouts=(0.5, 0.05))


def test_a_slow_answer_is_given_up_at_the_timeout(companion: Companion):
    companion.reply(200, proposal("answer", "payer_cfe"))
    companion.ready.clear()  # it never comes within the test
    assert propose(hurried(companion)) is None


def test_a_slow_answer_is_not_asked_for_again(companion: Companion):
    companion.ready.clear()
    propose(hurried(companion))
    assert len(companion.requests) == 1


def test_others_are_served_while_the_companion_thinks(
    companion: Companion, client: ClassifierClient
):
    companion.reply(200, proposal("answer", "payer_cfe"))
    companion.ready.clear()

    async def served_meanwhile() -> Mapping[str, Any] | None:
        asked = asyncio.create_task(client.propose("bonjour"))
        while not companion.asked.is_set():
            await asyncio.sleep(0)
        # Reached only if the call left the event loop free: the companion waits for this line.
        companion.ready.set()
        return await asked

    assert asyncio.run(served_meanwhile()) == proposal("answer", "payer_cfe")


def test_after_three_failures_the_companion_is_left_alone():
    adapter = CountingAdapter(500)
    client = ClassifierClient("http://companion", "", adapter)
    for _ in range(FAILURES_BEFORE_PAUSE + 4):
        assert propose(client) is None
    assert adapter.sent == FAILURES_BEFORE_PAUSE == 3


def test_two_failures_are_not_enough_to_leave_it_alone():
    adapter = CountingAdapter(500)
    client = ClassifierClient("http://companion", "", adapter)
    propose(client)
    propose(client)
    adapter.status = 200
    assert propose(client) == {}


def test_feedback_and_proposals_share_one_patience():
    adapter = CountingAdapter(503)
    client = ClassifierClient("http://companion", "", adapter)
    for _ in range(3):
        asyncio.run(client.feedback("p1", "accepted"))
    propose(client)
    assert adapter.sent == 3


def test_after_the_pause_the_companion_is_asked_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("actions.companion.PAUSE", 0.0)
    adapter = CountingAdapter(500)
    client = ClassifierClient("http://companion", "", adapter)
    for _ in range(3):
        propose(client)
    adapter.status = 200
    assert propose(client) == {}


def test_a_companion_still_down_after_the_pause_is_left_alone_again(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("actions.companion.PAUSE", 0.0)
    adapter = CountingAdapter(500)
    client = ClassifierClient("http://companion", "", adapter)
    for _ in range(4):
        propose(client)
    # One trial after the pause failed: the circuit is open again at once, not after three more.
    assert client._breaker.current_state == "open"


@pytest.mark.parametrize("status", [401, 404, 422])
def test_our_own_mistakes_do_not_make_the_companion_unwell(status: int):
    adapter = CountingAdapter(status)
    client = ClassifierClient("http://companion", "", adapter)
    for _ in range(5):
        propose(client)
    assert adapter.sent == 5


def test_the_client_is_the_one_that_the_environment_names(
    companion: Companion, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CLASSIFIER_URL", companion.url)
    monkeypatch.setenv("CLASSIFIER_TOKEN", "secret")
    classifier.classifier.cache_clear()
    propose(classifier.classifier())
    classifier.classifier.cache_clear()
    assert companion.requests[0].headers["Authorization"] == "Bearer secret"
