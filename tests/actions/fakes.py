"""Stand-ins for the companion and for Rasa, and what the actions said to them."""

import asyncio
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps, loads
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

RESPONSES = Path(__file__).parents[2] / "data" / "responses"


class Request(NamedTuple):
    """What the companion was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


class Companion:
    """A companion over real HTTP; it gives `status` and `answer`, once `ready` is set."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Request] = []
        self.asked = threading.Event()
        self.ready = threading.Event()
        self.ready.set()
        self.reply(200, {})

    def reply(self, status: int, answer: object) -> None:
        """Give `answer` from now on: text as it is, anything else as JSON."""
        self.status = status
        self.answer = (answer if isinstance(answer, str) else dumps(answer)).encode()

    def hear(self, request: Request) -> tuple[int, bytes]:
        """Take note of `request`; return what to reply, when it is time."""
        self.requests.append(request)
        self.asked.set()
        self.ready.wait(10)
        return self.status, self.answer


@contextmanager
def running_companion() -> Iterator[Companion]:
    """Serve a companion on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard = Request("POST", self.path, dict(self.headers), body)
            status, answer = companion.hear(heard)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            try:
                self.wfile.write(answer)
            except OSError:  # the client has gone: that is what some tests want
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    companion = Companion(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield companion
    finally:
        companion.ready.set()
        server.shutdown()
        thread.join()
        server.server_close()


class FakeClassifier:
    """The two coroutines of `ClassifierClient`; None stands for a companion that is down."""

    def __init__(self, proposal: Mapping[str, Any] | None = None) -> None:
        self.proposal = proposal
        self.asked: list[tuple[str, dict[str, str | None]]] = []
        self.refused: list[str] = []
        self.told: list[tuple[str, str, str | None]] = []

    async def propose(
        self, text: str, refused: Collection[str] = (), **known: str | None
    ) -> Mapping[str, Any] | None:
        """Give the prepared proposal."""
        self.asked.append((text, known))
        self.refused = sorted(refused)
        return self.proposal

    async def feedback(self, proposal_id: str, outcome: str, topic: str | None = None) -> None:
        """Take note."""
        self.told.append((proposal_id, outcome, topic))


class FakeRequests:
    """The coroutine of `RequestsClient`; a number of None stands for a companion that is down."""

    def __init__(self, number: str | None = "2026-AB12-CD34") -> None:
        self.number = number
        self.sent: list[dict[str, Any]] = []

    async def send_request(self, **request: Any) -> str | None:
        """Take note, and give the prepared number."""
        self.sent.append(request)
        return self.number


def proposal(decision: str, *topics: str) -> dict[str, Any]:
    """Write a proposal as the companion does."""
    return {
        "proposal_id": "p1",
        "decision": decision,
        "candidates": [{"topic": topic, "score": 0.7} for topic in topics],
        "team": None,
        "urgency": None,
        "territory": None,
        "language": None,
        "masked": [],
    }


def message(
    text: str, intent: str, ranking: Mapping[str, float] | None = None, **entities: str
) -> dict[str, Any]:
    """Write a user's message as Rasa read it."""
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "intent_ranking": [
            {"name": name, "confidence": confidence}
            for name, confidence in (ranking or {intent: 0.9}).items()
        ],
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }


def clicked(intent: str, **entities: str) -> dict[str, Any]:
    """Write the message of a clicked choice."""
    return message(f"/{intent}{dumps(entities) if entities else ''}", intent, **entities)


def conversation(
    *messages: Mapping[str, Any],
    loop: str | None = None,
    loop_ended: bool = False,
    **slots: Any,
) -> Tracker:
    """Make the tracker that an action gets after `messages`; a form may have ended since."""
    events = [{"event": "user", "text": m["text"], "parse_data": dict(m)} for m in messages]
    if loop_ended:
        events.append({"event": "active_loop", "name": None})
    known = {"topic": None, "audience": None, "proposal_id": None, **slots}
    active = {"name": loop} if loop else {}
    return Tracker("c1", known, dict(messages[-1]), events, False, None, active, None)  # noqa: FBT003


def domain() -> dict[str, Any]:
    """Read what an action may need of the domain: the responses."""
    read = [yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted(RESPONSES.glob("*.yml"))]
    return {"responses": {name: said for file in read for name, said in file["responses"].items()}}


class Outcome(NamedTuple):
    """What an action said, and the slots that it set."""

    said: list[dict[str, Any]]
    slots: dict[str, Any]

    @property
    def choices(self) -> list[str]:
        """The payloads of the buttons of the last message."""
        return [button["payload"] for button in self.said[-1]["buttons"]]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards of the last message."""
        cards: list[dict[str, Any]] = self.said[-1]["custom"]["cards"]
        return cards


def run(action: Action, tracker: Tracker) -> Outcome:
    """Run an action for real."""
    dispatcher = CollectingDispatcher()
    events: list[EventType] = asyncio.run(action.run(dispatcher, tracker, domain()))
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    return Outcome(dispatcher.messages, slots)


def choice(topic: str) -> str:
    """Return the payload that chooses `topic`."""
    return f'/choose_topic{{"topic": "{topic}"}}'


NONE = "/none_of_these"
