"""A conversation as lines of a file."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from companion.gateway.messages import AnswerMessage, Message
from companion.pilotage.browser.reading import Reading
from companion.pilotage.browser.turns import Turn
from companion.pilotage.reports.files import Value, csv_lines
from companion.storage.analytics import SessionFact
from companion.storage.models import Proposal
from companion.storage.staff import Annotation

_OF_SESSION = (
    "session_id", "outcome", "topic", "audience", "channel", "collection", "team", "territory",
    "tester",
)  # fmt: skip
_COLUMNS = (
    "conversation_id", "message_id", "at", "kind", "text", "topic", "intent", "confidence",
    "rating", "reason",
)  # fmt: skip


def as_json_line(reading: Reading) -> bytes:
    """Write a conversation as one JSON object: its sessions, turns and annotations."""
    notes = [note for some in reading.notes.values() for note in some]
    told = {
        "conversation_id": reading.id,
        "sessions": [_session(session) for session in reading.sessions],
        "turns": [_turn(turn) for turn in reading.turns],
        "annotations": [_annotation(note) for note in notes],
    }
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def as_csv_rows(reading: Reading) -> bytes:
    """Write a conversation as CSV, a message a row."""
    return csv_lines(_rows(reading))


def _session(session: SessionFact) -> dict[str, Any]:
    times = {name: getattr(session, name).isoformat() for name in ("started_at", "ended_at")}
    return {**{name: getattr(session, name) for name in _OF_SESSION}, **times}


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "messages": [message.model_dump(mode="json") for message in turn.messages],
        "intents": [vars(intent) for intent in turn.intents],
        "entities": [{"entity": name, "value": value} for name, value in turn.entities],
        "actions": [vars(act) for act in turn.acts],
        "slots": [{"slot": name, "value": value} for name, value in turn.slots],
        "proposals": [_proposal(proposal) for proposal in turn.proposals],
        "replied_after": list(turn.replied_after),  # seconds
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    scores = ("topic", "score", "graph", "model")
    return {
        "decision": proposal.decision,
        "candidates": [
            {name: getattr(candidate, name) for name in scores} for candidate in proposal.candidates
        ],
    }


def _annotation(note: Annotation) -> dict[str, Any]:
    written = {name: getattr(note, name) for name in ("message_id", "state", "reason", "comment")}
    return {**written, "author": note.name, "at": note.created_at.isoformat()}


def _rows(reading: Reading) -> Iterator[list[Value]]:
    for turn in reading.turns:
        for message in turn.messages:
            of_message = [reading.id, message.id, message.at.isoformat(), message.kind]
            yield [*of_message, message.text, *_understood(turn, message), *_answered(message)]


def _understood(turn: Turn, message: Message) -> list[Value]:
    """Return the topic answered; for what the citizen said, the intent and how sure it was."""
    if message.kind == "citizen" and turn.intents:
        best = turn.intents[0]
        return [None, best.name, best.confidence]
    return [message.topic if isinstance(message, AnswerMessage) else None, None, None]


def _answered(message: Message) -> list[Value]:
    rating = message.rating if isinstance(message, AnswerMessage) else None
    return [None, None] if rating is None else [rating.value, rating.reason]


# What begins the file, and each conversation after that.
FORMATS: Mapping[str, tuple[bytes, Callable[[Reading], bytes]]] = {
    "jsonl": (b"", as_json_line),
    "csv": (csv_lines([_COLUMNS]), as_csv_rows),
}
