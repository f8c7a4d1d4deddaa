"""Conversations, and how they are forgotten."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from companion.storage.database import Database, scrub
from companion.storage.inbox_tables import InboxMessage
from companion.storage.models import Conversation, Feedback, FormRequest, Proposal, Rating, now
from companion.storage.projected import (
    forget_projected,
    forget_projected_before,
    freeze_days_before,
    keep_still,
)
from companion.storage.staff import Annotation
from companion.storage.tracker import TrackerEvents

# Each with `conversation_id` and `created_at`; feedback hangs on proposals and goes before them.
_OF_A_CONVERSATION = (Proposal, Rating, FormRequest, InboxMessage, Annotation)


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
                .where(_borne_by(session_digest))
                .where(Conversation.expires_at > now())
            ).one_or_none()

    def alive(self, conversation_ids: Collection[str]) -> set[str]:
        """Return which of these are still kept, with a session that has not expired."""
        kept = (
            select(Conversation.id)
            .where(Conversation.id.in_(conversation_ids))
            .where(Conversation.expires_at > now())
        )
        with self._database.transaction() as session:
            return set(session.scalars(kept))

    def renew_session(self, old: str, new: str, lifetime: timedelta) -> None:
        """Put digest `new` in the place of `old`; of two requests at once, the second does nothing.

        The old one stays good until `end_previous_session`.
        """
        values = {
            "session_digest": new,
            "previous_digest": old,
            "previous_until": None,
            "expires_at": now() + lifetime,
        }
        renewed = update(Conversation).filter_by(session_digest=old).values(values)
        with self._database.transaction() as session:
            session.execute(renewed)

    def end_previous_session(self, conversation_id: str, until: datetime) -> None:
        """Say until when the session before the present one is still good."""
        ended = update(Conversation).filter_by(id=conversation_id).values(previous_until=until)
        with self._database.transaction() as session:
            session.execute(ended)

    def claim(self, conversation_id: str, lasting: timedelta) -> datetime | None:
        """Take a conversation to answer in it; return the claim, None when another has it.

        One conditional update, so that it holds among several processes. A claim that nobody
        releases, since its process died, ends after `lasting`.
        """
        until = now() + lasting
        free = or_(
            Conversation.answering_until.is_(None),
            Conversation.answering_until <= now(),
        )
        claimed = (
            update(Conversation)
            .filter_by(id=conversation_id)
            .where(free)
            .values(answering_until=until)
            .returning(Conversation.id)
        )
        with self._database.transaction() as session:
            return until if session.execute(claimed).scalar() else None

    def release(self, conversation_id: str, claim: datetime) -> None:
        """Give a conversation back, unless the claim has ended and another has it now."""
        released = (
            update(Conversation)
            .filter_by(id=conversation_id, answering_until=claim)
            .values(answering_until=None)
        )
        with self._database.transaction() as session:
            session.execute(released)

    def exists(self, conversation_id: str) -> bool:
        """Tell whether a conversation is still kept."""
        with self._database.transaction() as session:
            return session.get(Conversation, conversation_id) is not None

    def forget(self, conversation_id: str) -> None:
        """Erase a conversation everywhere: its events, its session and whatever came of it."""
        # Rasa's record first: should the rest fail, the person can ask again.
        self._tracker.forget(conversation_id)
        with self._database.transaction() as session:
            keep_still(session)
            proposals = select(Proposal.id).filter_by(conversation_id=conversation_id)
            session.execute(delete(Feedback).where(Feedback.proposal_id.in_(proposals)))
            for table in _OF_A_CONVERSATION:
                session.execute(delete(table).filter_by(conversation_id=conversation_id))
            session.execute(delete(Conversation).filter_by(id=conversation_id))
            forget_projected(session, conversation_id)
        scrub(self._database.engine)

    def forget_before(self, limit: datetime) -> Iterator[str]:
        """Erase what is older than `limit`, whole conversations first; yield each one's id."""
        with self._database.transaction() as session:
            freeze_days_before(session, limit)
            old = list(
                session.scalars(select(Conversation.id).where(Conversation.created_at < limit))
            )
        for conversation_id in old:
            self.forget(conversation_id)
            yield conversation_id
        self._tracker.forget_before(limit)
        # What came by mail or telephone belongs to no conversation of ours.
        with self._database.transaction() as session:
            keep_still(session)
            proposals = select(Proposal.id).where(Proposal.created_at < limit)
            session.execute(delete(Feedback).where(Feedback.proposal_id.in_(proposals)))
            for table in _OF_A_CONVERSATION:
                session.execute(delete(table).where(table.created_at < limit))
            forget_projected_before(session, limit)
        scrub(self._database.engine)


def _borne_by(digest: str) -> ColumnElement[bool]:
    """Return the condition that `digest` is of the present session, or of one not over yet."""
    previous = and_(
        Conversation.previous_digest == digest,
        or_(Conversation.previous_until.is_(None), Conversation.previous_until > now()),
    )
    return or_(Conversation.session_digest == digest, previous)
