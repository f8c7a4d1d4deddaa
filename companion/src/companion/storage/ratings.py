"""Satisfaction: one rating an answer, replaced when its author thinks again."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from companion.storage.database import Database
from companion.storage.models import Rating
from companion.storage.projected import mark


@dataclass(frozen=True, kw_only=True)
class RatedAnswer:
    """Which answer is rated."""

    conversation_id: str
    message_id: str
    topic: str
    channel: str


class RatingRepository:
    """Keeps ratings; comments must be masked before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rate(
        self, answer: RatedAnswer, value: str, reason: str | None, comment: str | None
    ) -> Rating:
        """Store a rating, in place of an earlier one of the same answer."""
        try:
            return self._store(answer, value, reason, comment)
        except IntegrityError:
            # The same answer was rated at the same time: now there is one to replace.
            return self._store(answer, value, reason, comment)

    def _store(
        self, answer: RatedAnswer, value: str, reason: str | None, comment: str | None
    ) -> Rating:
        with self._database.transaction() as session:
            rating = _of(session, answer.conversation_id, answer.message_id)
            if rating is None:
                rating = Rating(
                    conversation_id=answer.conversation_id,
                    message_id=answer.message_id,
                    topic=answer.topic,
                    channel=answer.channel,
                )
                session.add(rating)
            rating.value, rating.reason, rating.comment = value, reason, comment
            mark(session.connection(), answer.conversation_id)
        return rating

    def of_conversation(self, conversation_id: str) -> dict[str, Rating]:
        """Return the ratings of a conversation by message."""
        with self._database.transaction() as session:
            found = session.scalars(select(Rating).filter_by(conversation_id=conversation_id))
            return {rating.message_id: rating for rating in found}


def _of(session: Session, conversation_id: str, message_id: str) -> Rating | None:
    return session.scalars(
        select(Rating).filter_by(conversation_id=conversation_id, message_id=message_id)
    ).one_or_none()
