"""How far the projection has come, and what it must look at again."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.claims import Claimable
from companion.storage.models import Base, UtcDateTime, now


class ProjectionProgress(Claimable, Base):
    """How far the projection has read: one row, or none before it first ran."""

    __tablename__ = "projection_progress"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    watermark: Mapped[int] = mapped_column(default=0)  # the highest event id read
    # Its time, in seconds since 1970: SQLite gives the ids of erased events to new ones.
    watermark_seconds: Mapped[float | None]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, onupdate=now)
    # Days before are summed for good: their conversations were purged.
    frozen_before: Mapped[date | None]


class ProjectionGap(Base):
    """An event id below the watermark not seen yet: its writer may still commit it."""

    __tablename__ = "projection_gaps"

    first: Mapped[int] = mapped_column(primary_key=True)  # event ids, both included
    last: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the time of the event after it


class ConversationToProject(Base):
    """A conversation of which something else than its events changed: a rating, a request."""

    __tablename__ = "conversations_to_project"

    conversation_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
