"""A conversation turn by turn: what the citizen saw, and what went on behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from companion.gateway.messages import Message, messages_from
from companion.pilotage.browser.shown import as_text
from companion.storage.models import Proposal, Rating
from companion.storage.tracker import TrackerEvent

MOST_INTENTS = 5
_NOT_ACTED = ("action_listen", "action_session_start")


@dataclass(frozen=True)
class Intent:
    """An intent that was considered; `confidence` in [0, 1]."""

    name: str
    confidence: float


@dataclass(frozen=True)
class Act:
    """What the assistant did, by which policy (Rasa's name), how sure of it."""

    name: str
    policy: str | None
    confidence: float | None


@dataclass(frozen=True)
class Turn:
    """One message of the citizen and all that followed; the first may have no message."""

    id: int  # of its first event
    messages: Sequence[Message]
    intents: Sequence[Intent]
    entities: Sequence[tuple[str, str]]
    acts: Sequence[Act]
    slots: Sequence[tuple[str, str]]
    proposals: Sequence[Proposal]
    replied_after: Sequence[float]  # seconds from the message to each reply

    @property
    def message_id(self) -> str | None:
        """The citizen's own message, which can be annotated; None for an opening."""
        own = (message.id for message in self.messages if message.kind == "citizen")
        return next(own, None)


def turns_of(
    events: Sequence[TrackerEvent], ratings: Mapping[str, Rating], proposals: Sequence[Proposal]
) -> list[Turn]:
    """Cut a conversation where the citizen speaks."""
    starts = [place for place, event in enumerate(events) if event.kind == "user"]
    bounds = sorted({0, *starts, len(events)})
    cut = [events[start:end] for start, end in pairwise(bounds)]
    times = [_time(part[0]) for part in cut] + [datetime.max.replace(tzinfo=UTC)]
    return [
        _turn(part, ratings, _between(proposals, begin, end))
        for part, (begin, end) in zip(cut, pairwise(times), strict=True)
        if any(event.kind in ("user", "bot") for event in part)
    ]


def _turn(
    part: Sequence[TrackerEvent], ratings: Mapping[str, Rating], proposals: Sequence[Proposal]
) -> Turn:
    first = part[0]
    parsed = first.data.get("parse_data") or {} if first.kind == "user" else {}
    spoken = [event for event in part if event.kind in ("user", "bot")]
    replies = [event for event in part if event.kind == "bot"]
    return Turn(
        id=first.id,
        messages=messages_from(spoken, ratings),
        intents=_intents(parsed),
        entities=[(str(one["entity"]), as_text(one["value"])) for one in _list(parsed, "entities")],
        acts=[_act(event.data) for event in part if _acted(event)],
        slots=[
            (str(event.data["name"]), as_text(event.data.get("value")))
            for event in part
            if event.kind == "slot"
        ],
        proposals=proposals,
        replied_after=[event.timestamp - first.timestamp for event in replies],
    )


def _intents(parsed: Mapping[str, Any]) -> list[Intent]:
    ranked = _list(parsed, "intent_ranking") or ([parsed["intent"]] if parsed.get("intent") else [])
    return [
        Intent(str(found["name"]), float(found.get("confidence") or 0.0))
        for found in ranked[:MOST_INTENTS]
        if found.get("name")
    ]


def _list(parsed: Mapping[str, Any], name: str) -> list[Any]:
    return list(parsed.get(name) or [])


def _acted(event: TrackerEvent) -> bool:
    return event.kind == "action" and event.data.get("name") not in _NOT_ACTED


def _act(data: Mapping[str, Any]) -> Act:
    return Act(str(data.get("name")), data.get("policy"), data.get("confidence"))


def _between(proposals: Iterable[Proposal], begin: datetime, end: datetime) -> list[Proposal]:
    # Two clocks wrote: Rasa dates the message once it is read, the companion what it proposed.
    slack = timedelta(seconds=1)
    late = end if end.year == datetime.max.year else end - slack
    return [found for found in proposals if begin - slack <= found.created_at < late]


def _time(event: TrackerEvent) -> datetime:
    return datetime.fromtimestamp(event.timestamp, UTC)
