"""The designers' inbox: messages to look at, their groups, what was decided, and trials.

A message's text is masked and leaves with its conversation. A decision holds no citizen's word, so
that the history stays whole when a conversation is erased; rows are only ever added to it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.claims import Claimable
from companion.storage.models import Base, UtcDateTime, new_id, now, one_of

STATES = ("to_check", "to_do", "off_topic", "relevant")
# What a decision makes of a message.
STATE_AFTER = {
    "assign": "to_do",
    "keep": "relevant",
    "reject": "off_topic",
    "reopen": "to_check",
}
USES = ("example", "test")
TRIAL_STATES = ("running", "done", "failed", "cancelled")


class InboxGroup(Base):
    """Messages that ask nearly the same; a group is never split nor renumbered."""

    __tablename__ = "inbox_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))  # its distinguishing words
    named_at: Mapped[int]  # its size when it was named
    size: Mapped[int]
    total: Mapped[bytes] = mapped_column(LargeBinary)  # the sum of its vectors, 32-bit floats
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class InboxMessage(Base):
    """A message that a designer should look at; `event_id` is the tracker's.

    `vector` (16-bit floats) is kept until the message has a group.
    """

    __tablename__ = "inbox_messages"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("use", USES), name="use"),
        Index(None, "state", "group_id", "created_at"),  # all that the lists count
    )

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    conversation_id: Mapped[str] = mapped_column(String(255), index=True)
    text: Mapped[str] = mapped_column(Text)
    reasons: Mapped[list[str]] = mapped_column(JSON)  # why it is here: see `suspects`
    seen_as: Mapped[str | None] = mapped_column(String(64))  # the topic answered or offered
    group_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_groups.id"), index=True)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The last decision, so that lists are quick to read.
    state: Mapped[str] = mapped_column(String(16), default="to_check")
    topic: Mapped[str | None] = mapped_column(String(64))
    use: Mapped[str | None] = mapped_column(String(8))
    wording: Mapped[str | None] = mapped_column(Text)  # the sentence a designer wrote after it
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # when it was said


class InboxArrivals(Claimable, Base):
    """When messages were taken in: one row, or none before the first time."""

    __tablename__ = "inbox_arrivals"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # for the last time
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last ones that came
    arrived: Mapped[int] = mapped_column(default=0)  # how many came then


class InboxDecision(Base):
    """Who decided what of a message, and when; never changed, never erased."""

    __tablename__ = "inbox_decisions"
    __table_args__ = (CheckConstraint(one_of("verdict", tuple(STATE_AFTER)), name="verdict"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(index=True)
    verdict: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(64))
    use: Mapped[str | None] = mapped_column(String(8))
    reworded: Mapped[bool]
    author: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)


class NewTopic(Base):
    """A topic that a designer wants; the patch holds its skeleton until it stands in the files."""

    __tablename__ = "inbox_new_topics"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(64))  # the files' common name: paiement
    author: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Trial(Base):
    """A patch tried on a copy: how far it is, and what it changed.

    Whoever runs it says so every second in `alive_at`; only one runs at a time.
    """

    __tablename__ = "inbox_trials"
    __table_args__ = (
        CheckConstraint(one_of("state", TRIAL_STATES), name="state"),
        # "running" fills the slot, which is unique; ended trials leave it empty.
        CheckConstraint("slot = 1", name="one_slot"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    slot: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(16), default="running")
    patch: Mapped[str] = mapped_column(Text)
    step: Mapped[str] = mapped_column(String(32), default="waiting")
    problem: Mapped[str | None] = mapped_column(Text)
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    alive_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
