"""Proposals and what became of them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Verdict
from companion.storage.database import Database
from companion.storage.models import Feedback, Proposal, ProposalCandidate, new_id
from companion.storage.projected import mark

_PROPOSALS = Proposal.metadata.tables[Proposal.__tablename__]
_CANDIDATES = Proposal.metadata.tables[ProposalCandidate.__tablename__]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a message came from; `territory` is a department's code, `language` of ISO 639-1."""

    channel: str
    collection: str
    audience: str | None
    conversation_id: str | None
    territory: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Proposed:
    """What was proposed for a message: the topics, best first, of a collection."""

    collection: str
    topics: tuple[str, ...]


class ProposalRepository:
    """Keeps what was proposed; every text it is given must be masked.

    Proposals are many, somebody waits for each, and losing the last ones in a power cut harms
    nobody: they are written to `quick`, if there is one. What people say of them is written to
    `database`, which is the same one, durably.
    """

    def __init__(self, database: Database, quick: Database | None = None) -> None:
        self._database = database
        self._quick = quick or database

    def add(self, masked: Masked, verdict: Verdict, origin: Origin) -> str:
        """Store one proposal and return its id.

        The projection need not be told: Rasa records the message that it is for after this.
        """
        proposal_id = new_id()
        candidates = list(_candidate_rows(proposal_id, verdict))
        # Without objects to follow, this takes half the time.
        with self._quick.engine.begin() as connection:
            connection.execute(
                insert(_PROPOSALS), _proposal_row(proposal_id, masked, verdict, origin)
            )
            if candidates:
                connection.execute(insert(_CANDIDATES), candidates)
        return proposal_id

    def find(self, proposal_id: str) -> Proposed | None:
        """Return what was proposed, None when there is no such proposal."""
        with self._database.transaction() as session:
            proposal = session.get(Proposal, proposal_id)
            if proposal is None:
                return None
            topics = tuple(candidate.topic for candidate in proposal.candidates)
            return Proposed(proposal.collection, topics)

    def of_conversation(self, conversation_id: str) -> list[Proposal]:
        """Return what was proposed in a conversation, with its candidates, in order."""
        theirs = select(Proposal).filter_by(conversation_id=conversation_id)
        with self._database.transaction() as session:
            found = theirs.options(selectinload(Proposal.candidates)).order_by(Proposal.created_at)
            return list(session.scalars(found))

    def add_feedback(
        self, proposal_id: str, outcome: str, topic: str | None, text: str | None
    ) -> None:
        """Store what became of a proposal. Raises `IntegrityError` when there is none."""
        with self._database.transaction() as session:
            session.add(Feedback(proposal_id=proposal_id, outcome=outcome, topic=topic, text=text))
            proposed_in = select(Proposal.conversation_id).filter_by(id=proposal_id)
            mark(session.connection(), session.scalar(proposed_in))


def _proposal_row(
    proposal_id: str, masked: Masked, verdict: Verdict, origin: Origin
) -> dict[str, Any]:
    return {
        "id": proposal_id,
        "text": masked.text,
        "masked": list(masked.kinds),
        "decision": verdict.decision,
        "team": verdict.team,
        "urgency": verdict.urgency.level if verdict.urgency else None,
        **asdict(origin),
    }


def _candidate_rows(proposal_id: str, verdict: Verdict) -> Iterator[dict[str, Any]]:
    for rank, candidate in enumerate(verdict.candidates, start=1):
        yield {
            "proposal_id": proposal_id,
            "rank": rank,
            "topic": candidate.topic,
            "score": candidate.score,
            "graph": candidate.graph,
            "model": candidate.model,
        }
