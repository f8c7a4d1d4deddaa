"""Proposals and what became of them."""

from dataclasses import dataclass

from sqlalchemy import select

from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Verdict
from companion.storage.database import Database
from companion.storage.models import Feedback, Proposal, ProposalCandidate
from companion.storage.projected import mark


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a message came from; `territory` is a department's code."""

    channel: str
    collection: str
    audience: str | None
    conversation_id: str | None
    territory: str | None = None


@dataclass(frozen=True)
class Proposed:
    """What was proposed for a message: the topics, best first, of a collection."""

    collection: str
    topics: tuple[str, ...]


class ProposalRepository:
    """Keeps what was proposed; every text it is given must be masked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, masked: Masked, verdict: Verdict, origin: Origin) -> str:
        """Store one proposal and return its id."""
        proposal = Proposal(
            conversation_id=origin.conversation_id,
            channel=origin.channel,
            collection=origin.collection,
            audience=origin.audience,
            text=masked.text,
            masked=list(masked.kinds),
            decision=verdict.decision,
            team=verdict.team,
            urgency=verdict.urgency.level if verdict.urgency else None,
            territory=origin.territory,
            candidates=[
                ProposalCandidate(
                    rank=rank,
                    topic=candidate.topic,
                    score=candidate.score,
                    graph=candidate.graph,
                    model=candidate.model,
                )
                for rank, candidate in enumerate(verdict.candidates, start=1)
            ],
        )
        with self._database.transaction() as session:
            session.add(proposal)
            mark(session, origin.conversation_id)
        return proposal.id

    def find(self, proposal_id: str) -> Proposed | None:
        """Return what was proposed, None when there is no such proposal."""
        with self._database.transaction() as session:
            proposal = session.get(Proposal, proposal_id)
            if proposal is None:
                return None
            topics = tuple(candidate.topic for candidate in proposal.candidates)
            return Proposed(proposal.collection, topics)

    def add_feedback(
        self, proposal_id: str, outcome: str, topic: str | None, text: str | None
    ) -> None:
        """Store what became of a proposal. Raises `IntegrityError` when there is none."""
        with self._database.transaction() as session:
            session.add(Feedback(proposal_id=proposal_id, outcome=outcome, topic=topic, text=text))
            proposed_in = select(Proposal.conversation_id).filter_by(id=proposal_id)
            mark(session, session.scalar(proposed_in))
