"""A dialogue cut in exchanges, each with what was understood and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from companion.classifier.orchestrator import Orchestrator, Verdict
from companion.gateway.messages import Message, messages_from
from companion.storage.tracker import TrackerEvent

_RANKED = 5


@dataclass
class Exchange:
    """What the person said, what came back, and how it was read.

    `intent` is what the confidence ladder made of the message; `ranking` what Rasa's model read.
    """

    said: str  # masked
    typed: bool
    intent: str | None
    confidence: float
    ranking: Sequence[tuple[str, float]]
    entities: Sequence[tuple[str, str]]
    replies: list[Message] = field(default_factory=list)


def exchanges(events: Sequence[TrackerEvent]) -> list[Exchange]:
    """Return the exchanges of a dialogue, in order."""
    found: list[Exchange] = []
    for event in events:
        if event.kind == "user":
            found.append(_said(event))
        elif found:
            found[-1].replies += messages_from([event], {})
    return found


@dataclass(frozen=True)
class Reading:
    """What each classifier of the companion makes of one typed text; `candidate` may be missing."""

    text: str
    present: Verdict
    candidate: Verdict | None


def readings(
    found: Sequence[Exchange], present: Orchestrator, candidate: Orchestrator | None
) -> list[Reading | None]:
    """Return how the companion reads each exchange, None for clicks."""
    return list(_readings(found, present, candidate))


def _readings(
    found: Sequence[Exchange], present: Orchestrator, candidate: Orchestrator | None
) -> Iterator[Reading | None]:
    for exchange in found:
        if not exchange.typed:
            yield None
            continue
        text = exchange.said
        yield Reading(
            text, present.judge(text), None if candidate is None else candidate.judge(text)
        )


def _said(event: TrackerEvent) -> Exchange:
    text: str = event.data.get("text") or ""
    parsed: dict[str, Any] = event.data.get("parse_data") or {}
    intent = parsed.get("intent") or {}
    typed = not text.startswith("/")
    title = (event.data.get("metadata") or {}).get("title", "")
    return Exchange(
        said=text if typed else title,
        typed=typed,
        intent=intent.get("name"),
        confidence=float(intent.get("confidence") or 0.0),
        ranking=[
            (row["name"], float(row["confidence"]))
            for row in (parsed.get("intent_ranking") or [])[:_RANKED]
        ],
        entities=[(row["entity"], str(row.get("value"))) for row in parsed.get("entities") or []],
    )
