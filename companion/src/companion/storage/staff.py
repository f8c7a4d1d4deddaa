"""Tables of those who work with the conversations: who is signed in, what they read and noted.

The access log holds no text of a conversation, so that erasing one leaves nothing of it there.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.models import Base, UtcDateTime, new_id, now, one_of

ACTIONS = (
    "sign_in",
    "sign_in_refused",
    "sign_out",
    "search",  # a list of conversations was shown, each with its first words
    "read",
    "annotate",
    "export",
)
STATES = ("a_traiter", "traite", "sans_suite")
ANNOTATION_REASONS = (
    "mauvais_sujet",
    "reponse_incomplete",
    "reponse_perimee",
    "mal_dite",
    "message_mal_compris",
    "hors_sujet",
)


class StaffSession(Base):
    """One sign-in to the steering pages; the roles are those given then."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the session's token
    subject: Mapped[str] = mapped_column(String(255))  # the identity provider's name for them
    name: Mapped[str] = mapped_column(String(255))
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccessLogEntry(Base):
    """Something that one person did; never changed, erased by age alone."""

    __tablename__ = "access_log"
    __table_args__ = (
        CheckConstraint(one_of("action", ACTIONS), name="action"),
        Index(None, "subject", "id"),
        Index(None, "action", "id"),
        Index(None, "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    action: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(255))
    detail: Mapped[str | None] = mapped_column(String(255))  # names of filters, a format: no text


class Annotation(Base):
    """What somebody noted on a conversation or on one message; the last one says how it stands."""

    __tablename__ = "annotations"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("reason", ANNOTATION_REASONS), name="reason"),
        Index(None, "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(255))
    message_id: Mapped[str | None] = mapped_column(String(64))  # None: the whole conversation
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    comment: Mapped[str | None] = mapped_column(Text)  # masked
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
