"""The companion's tables; times are in UTC.

Texts are masked before they come here, all but the fields of a request: see `FormRequest`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone, also on databases that forget zones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC. Raises `ValueError` for a time without zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back UTC."""
        if value is None:
            return None
        # PostgreSQL gives the zone of its session, SQLite none.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return the present time in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return an id that cannot be guessed."""
    return uuid4().hex


def one_of(column: str, values: Iterable[str]) -> str:
    """Return the SQL condition that `column` holds one of `values`, which need no escape."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Base(DeclarativeBase):
    """The parent of all tables; constraints have names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Conversation(Base):
    """A conversation opened through the gateway; its id is Rasa's sender id."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    session_digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the session
    channel: Mapped[str] = mapped_column(String(16))
    collection: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The session before this one; without a time until the present one has been seen.
    previous_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    previous_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A message is being answered; the time is for a process that died answering.
    answering_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AssistantSwitch(Base):
    """Whether the operator turned the assistant off, and the notice shown: one row, or none."""

    __tablename__ = "assistant_switch"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assistant_off: Mapped[bool]
    notice: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class Proposal(Base):
    """What the orchestrator proposed for one masked message."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint("decision IN ('answer', 'suggest', 'abstain')", name="decision"),
        CheckConstraint("urgency IN ('immediate', 'soon')", name="urgency"),
        Index(None, "decision", "created_at"),
        Index(None, "urgency", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str | None] = mapped_column(String(255), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    collection: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str | None] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    masked: Mapped[list[str]] = mapped_column(JSON)
    decision: Mapped[str] = mapped_column(String(8))
    team: Mapped[str | None] = mapped_column(String(32))
    urgency: Mapped[str | None] = mapped_column(String(9))
    territory: Mapped[str | None] = mapped_column(String(3), index=True)  # department's code
    language: Mapped[str | None] = mapped_column(String(2))  # ISO 639-1
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    candidates: Mapped[list["ProposalCandidate"]] = relationship(
        cascade="all, delete-orphan",
        order_by="ProposalCandidate.rank",
        passive_deletes=True,
    )


class ProposalCandidate(Base):
    """One topic of a proposal with the score of each approach, each in [0, 1]."""

    __tablename__ = "proposal_candidates"

    proposal_id: Mapped[str] = mapped_column(
        ForeignKey("proposals.id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)  # 1 is best
    topic: Mapped[str] = mapped_column(String(64), index=True)
    score: Mapped[float]
    graph: Mapped[float]
    model: Mapped[float]


class Feedback(Base):
    """What became of a proposal, in the chat or on an agent's desk."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("outcome IN ('accepted', 'edited', 'rejected')", name="outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[str] = mapped_column(
        ForeignKey("proposals.id", ondelete="CASCADE"), index=True
    )
    outcome: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class Rating(Base):
    """Whether an answer helped; one a message, the last word counts."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id"),
        CheckConstraint("value IN ('up', 'down')", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(255), index=True)
    message_id: Mapped[str] = mapped_column(String(64))
    topic: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(String(4))
    reason: Mapped[str | None] = mapped_column(String(32))
    comment: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)


class FormRequest(Base):
    """A secure-mail request that its author confirmed, in the chat or in the form beside it.

    Its fields are not masked: their author read them back and confirmed them for the
    administration, and an agent needs them whole. Erasing and purging take them like the rest.
    """

    __tablename__ = "requests"
    __table_args__ = (
        # Begins with the conversation, so it also serves to find and erase what is of one.
        UniqueConstraint("conversation_id", "idempotency_key"),
        CheckConstraint("state IN ('sent')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # what its author can quote
    conversation_id: Mapped[str] = mapped_column(String(255))
    idempotency_key: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(64))  # an id of knowledge/forms.yml
    topic: Mapped[str] = mapped_column(String(64), index=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    audience: Mapped[str | None] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8), default="sent")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    attachments: Mapped[list["RequestAttachment"]] = relationship(
        cascade="all, delete-orphan",
        order_by="RequestAttachment.place",
        passive_deletes=True,
        lazy="selectin",
    )


class RequestAttachment(Base):
    """A document joined to a request, as it was written anew after its examination.

    In the database and not in files: what erases a request erases it too, in the same transaction.
    """

    __tablename__ = "request_attachments"

    request_id: Mapped[str] = mapped_column(
        ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)  # from 1
    name: Mapped[str] = mapped_column(String(128))
    media_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]  # bytes of the content
    source_digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of what was sent
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class LearntDataset(Base):
    """What a model learnt beside the designers' sentences: counts, and a digest of the labels."""

    __tablename__ = "datasets"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    collection: Mapped[str] = mapped_column(String(32))
    utterances: Mapped[int]
    labels: Mapped[int]
    kept_apart: Mapped[int]
    dropped: Mapped[dict[str, int]] = mapped_column(JSON)  # why, and how many
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LearntModel(Base):
    """A model trained on a dataset, what it was worth, and whether it is in service."""

    __tablename__ = "models"
    __table_args__ = (
        CheckConstraint("state IN ('candidate', 'current', 'retired')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    dataset_id: Mapped[str] = mapped_column(ForeignKey("datasets.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    state: Mapped[str] = mapped_column(String(9), default="candidate", index=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)  # held-out shares, before and after
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
