"""Turns into the tracker store and the companion's database, as Rasa and the companion write."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import batched
from typing import Any

import orjson
from companion.requests.number import new_number
from companion.storage.models import (
    Conversation,
    Feedback,
    FormRequest,
    Proposal,
    ProposalCandidate,
    Rating,
)
from sqlalchemy import Column, Engine, Float, Integer, MetaData, String, Table, Text, insert

from benchmarks.conversations.dialogue import Proposal as Proposed
from benchmarks.conversations.dialogue import Turn

_TURNS_AT_ONCE = 5_000
_STEP = 0.012  # seconds from one event of a turn to the next
_LIFETIME = 12 * 3600.0  # of a session of the gateway, in seconds
# As Rasa makes it (rasa/core/tracker_store.py, SQLEvent).
EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


class Stores:
    """Writes to both databases; event ids go on from `first_id`."""

    def __init__(self, tracker: Engine, companion: Engine, first_id: int = 1) -> None:
        self._tracker, self._companion = tracker, companion
        self._next_id = first_id
        EVENTS.metadata.create_all(tracker)

    def write(self, turns: Iterable[Turn]) -> Iterator[int]:
        """Write turns in the order they come; yield how many events each batch had."""
        for some in batched(turns, _TURNS_AT_ONCE):
            events: list[dict[str, Any]] = []
            beside: dict[Any, list[dict[str, Any]]] = {table: [] for table in _BESIDE}
            for turn in some:
                _keep(turn, self._next_id, beside)
                events.extend(self._rows(turn))
            with self._tracker.begin() as connection:
                connection.execute(insert(EVENTS), events)
            with self._companion.begin() as connection:
                for table, rows in beside.items():
                    if rows:
                        connection.execute(insert(table), rows)
            yield len(events)

    def _rows(self, turn: Turn) -> Iterator[dict[str, Any]]:
        for place, event in enumerate(turn.events):
            event["timestamp"] = turn.seconds + place * _STEP
            parsed = event.get("parse_data") or {}
            yield {
                "id": self._next_id,
                "sender_id": turn.sender,
                "type_name": event["event"],
                "timestamp": event["timestamp"],
                "intent_name": (parsed.get("intent") or {}).get("name"),
                "action_name": event.get("name"),
                "data": orjson.dumps(event).decode(),
            }
            self._next_id += 1


_BESIDE = (Conversation, Proposal, ProposalCandidate, Feedback, Rating, FormRequest)


def _keep(turn: Turn, first_id: int, beside: dict[Any, list[dict[str, Any]]]) -> None:
    """Add what the companion keeps of a turn, whose first event is `first_id`."""
    at = datetime.fromtimestamp(turn.seconds + 0.1, UTC)
    if any(event.get("text") == "/start" for event in turn.events):
        beside[Conversation].append(_conversation(turn, at))
    if turn.proposal is not None:
        beside[Proposal].append(_proposal(turn.sender, turn.proposal))
        beside[ProposalCandidate].extend(_candidates(turn.proposal))
    if turn.feedback is not None:
        proposal_id, outcome, topic = turn.feedback
        said = {"proposal_id": proposal_id, "outcome": outcome, "topic": topic, "text": None}
        beside[Feedback].append({**said, "created_at": at})
    if turn.rating is not None:
        beside[Rating].append(_rating(turn, first_id + turn.rated))
    if turn.form is not None:
        beside[FormRequest].append(_request(turn, at))


def _conversation(turn: Turn, at: datetime) -> dict[str, Any]:
    return {
        "id": turn.sender,
        "session_digest": turn.sender * 2,
        "channel": "chat",
        "collection": "impots",
        "audience": None,
        "created_at": at,
        "expires_at": datetime.fromtimestamp(turn.seconds + _LIFETIME, UTC),
    }


def _proposal(sender: str, proposal: Proposed) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "conversation_id": sender,
        "channel": "chat",
        "collection": "impots",
        "audience": proposal.audience,
        "text": proposal.text,
        "masked": [],
        "decision": proposal.decision,
        "team": None,
        "territory": proposal.territory,
        "created_at": datetime.fromtimestamp(proposal.seconds, UTC),
    }


def _candidates(proposal: Proposed) -> Iterator[dict[str, Any]]:
    for rank, candidate in enumerate(proposal.candidates, start=1):
        scores = {"graph": candidate.graph, "model": candidate.model, "score": candidate.score}
        yield {"proposal_id": proposal.id, "rank": rank, "topic": candidate.topic, **scores}


def _rating(turn: Turn, event_id: int) -> dict[str, Any]:
    value, reason = turn.rating or ("up", None)
    at = datetime.fromtimestamp(turn.seconds + 20, UTC)
    return {
        "conversation_id": turn.sender,
        "message_id": str(event_id),
        "topic": turn.topic,
        "channel": "chat",
        "value": value,
        "reason": reason,
        "created_at": at,
        "updated_at": at,
    }


def _request(turn: Turn, at: datetime) -> dict[str, Any]:
    return {
        # one person may send several
        "id": f"{turn.sender[:20]}{round(1000 * turn.seconds):012x}",
        "number": new_number(at.year),
        "conversation_id": turn.sender,
        "idempotency_key": f"{turn.seconds:.3f}",
        "form": turn.form,
        "topic": "changer_adresse",
        "fields": {"street": "12 rue du Moulin", "town": "35000 Rennes"},
        "audience": "particulier",
        "channel": "chat",
        "state": "sent",
        "created_at": at,
    }
