"""Conversations, and how they are forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from companion.storage.database import Database, scrub
from companion.storage.models import Conversation, Feedback, FormRequest, Proposal, Rating, now
from companion.storage.tracker import TrackerEvents

# Each with `conversation_id` and `created_at`; feedback hangs on proposals and goes before them.
_OF_A_CONVERSATION = (Proposal, Rating, FormRequest)


class ConversationRepository:
    """Binds each conversation to the digest of the session that may read and write it."""

    def __init__(self, database: Database, tracker: TrackerEvents) -> None:
        self._database = database
        self._tracker = tracker

    def open(
        self,
        session_digest: str,
        *,
        collection: str,
        audience: str | None,
        lifetime: timedelta,
    ) -> Conversation:
        """Store a new conversation of the web chat."""
        conversation = Conversation(
            session_digest=session_digest,
            channel="chat",
            collection=collection,
            audience=audience,
            expires_at=now() + lifetime,
        )
        with self._database.transaction() as session:
            session.add(conversation)
        return conversation

    def of_session(self, session_digest: str) -> Conversation | None:
        """Return the conversation of a session that has not expired."""
        with self._database.transaction() as session:
            return session.scalars(
                select(Conversation)
                .filter_by(session_digest=session_digest)
                .where(Conversation.expires_at > now())
            ).one_or_none()

    def exists(self, conversation_id: str) -> bool:
        """Tell whether a conversation is still kept."""
        with self._database.transaction() as session:
            return session.get(Conversation, conversation_id) is not None

    def forget(self, conversation_id: str) -> None:
        """Erase a conversation everywhere: its events, its session and whatever came of it."""
        # Rasa's record first: should the rest fail, the person can ask again.
        self._tracker.forget(conversation_id)
        with self._database.transaction() as session:
            proposals = select(Proposal.id).filter_by(conversation_id=conversation_id)
            session.execute(delete(Feedback).where(Feedback.proposal_id.in_(proposals)))
            for table in _OF_A_CONVERSATION:
                session.execute(delete(table).filter_by(conversation_id=conversation_id))
            session.execute(delete(Conversation).filter_by(id=conversation_id))
        scrub(self._database.engine)

    def forget_before(self, limit: datetime) -> Iterator[str]:
        """Erase what is older than `limit`, whole conversations first; yield each one's id."""
        with self._database.transaction() as session:
            old = list(
                session.scalars(select(Conversation.id).where(Conversation.created_at < limit))
            )
        for conversation_id in old:
            self.forget(conversation_id)
            yield conversation_id
        self._tracker.forget_before(limit)
        # What came by mail or telephone belongs to no conversation of ours.
        with self._database.transaction() as session:
            proposals = select(Proposal.id).where(Proposal.created_at < limit)
            session.execute(delete(Feedback).where(Feedback.proposal_id.in_(proposals)))
            for table in _OF_A_CONVERSATION:
                session.execute(delete(table).where(table.created_at < limit))
        scrub(self._database.engine)
