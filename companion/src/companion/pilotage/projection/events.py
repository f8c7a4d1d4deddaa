"""A conversation's events, cut into sessions and turns."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from companion.pilotage.projection.values import key_of, written
from companion.storage.tracker import StoredEvent

# What Rasa notes just before it says that a session starts.
_BEFORE_A_START = ("session_started_metadata", "action_session_start")
# What a turn is remembered by once it is over.
_KEPT_SLOTS = ("audience", "topic")


class Event(NamedTuple):
    """One event; `seconds` is since 1970, `at` the same as SQL writes it."""

    id: int
    key: str
    kind: str
    name: str | None  # of a slot, an action or a loop
    seconds: float
    at: str
    data: Mapping[str, Any]
    metadata: Mapping[str, Any]  # what Rasa and the gateway noted beside it


@dataclass(slots=True)
class Turn:
    """A user message and all that followed; slots as they were when it ended."""

    user: Event
    bots: list[Event] = field(default_factory=list)
    last_id: int = 0
    audience: str | None = None
    topic: str | None = None
    proposal_id: str | None = None

    @property
    def intent(self) -> str | None:
        """The intent that Rasa read, or a step of its ladder."""
        return (self.parsed.get("intent") or {}).get("name")

    @property
    def parsed(self) -> Mapping[str, Any]:
        """What Rasa read in the message."""
        return self.user.data.get("parse_data") or {}

    @property
    def is_typed(self) -> bool:
        """Whether it was typed, not clicked."""
        return not (self.user.data.get("text") or "").startswith("/")

    @property
    def is_opening(self) -> bool:
        """Whether it is the page that opened the chat."""
        return self.intent == "start" and not self.is_typed


@dataclass(slots=True)
class Session:
    """Events between two long silences; `slots` are as they were at its end."""

    events: Sequence[Event]
    turns: list[Turn]
    slots: Mapping[str, Any]


def read_event(stored: StoredEvent) -> Event:
    """Return a stored event; one whose JSON cannot be read keeps what stands beside it."""
    data = _parsed(stored.data)
    seconds = stored.timestamp or 0.0
    return Event(
        stored.id,
        key_of(stored.id),
        stored.type_name,
        data.get("name"),
        seconds,
        written(seconds),
        data,
        data.get("metadata") or {},
    )


def _parsed(text: str | None) -> Mapping[str, Any]:
    try:
        data = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        # Python's own reader takes the halves of characters and the infinities that Rasa wrote.
        data = _parsed_slowly(text or "")
    return data if isinstance(data, dict) else {}


def _parsed_slowly(text: str) -> Any:
    try:
        return json.loads(text.replace("\\ud", "\\\\ud"))
    except ValueError:
        return {}


def sessions_of(events: Sequence[Event]) -> list[Session]:
    """Cut a conversation where Rasa says that a session starts, and each session into turns."""
    slots: dict[str, Any] = {}
    return [_session(part, slots) for part in _parts(events)]


def _parts(events: Sequence[Event]) -> Iterable[Sequence[Event]]:
    begin = 0
    for place, event in enumerate(events):
        if event.kind == "session_started":
            start = _start(events, place)
            if start > begin:
                yield events[begin:start]
                begin = start
    yield events[begin:]


def _start(events: Sequence[Event], place: int) -> int:
    while place > 0 and events[place - 1].name in _BEFORE_A_START:
        place -= 1
    return place


def _session(events: Sequence[Event], slots: dict[str, Any]) -> Session:
    """Return one session; `slots` go on from one session to the next."""
    turns: list[Turn] = []
    for event in events:
        if event.kind == "slot":
            slots[event.name or ""] = event.data.get("value")
            if event.name == "proposal_id" and turns and event.data.get("value"):
                turns[-1].proposal_id = event.data["value"]
        elif event.kind == "user":
            _close(turns, slots)
            turns.append(Turn(event))
        elif event.kind == "bot" and turns:
            turns[-1].bots.append(event)
        if turns:
            turns[-1].last_id = event.id
    _close(turns, slots)
    return Session(events, turns, dict(slots))


def _close(turns: Sequence[Turn], slots: Mapping[str, Any]) -> None:
    if turns:
        turns[-1].audience, turns[-1].topic = (slots.get(name) for name in _KEPT_SLOTS)
