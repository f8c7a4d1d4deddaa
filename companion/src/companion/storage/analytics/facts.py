"""Turns and sessions as analysts count them."""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.models import Base, UtcDateTime, one_of

STEPS = (
    "answer",  # the administration's answer on a topic
    "clarify",  # "Vouliez-vous dire"
    "suggest",  # the companion's proposals
    "precision",  # one question asked back
    "request",  # a request being prepared, or sent
    "contact",  # a person, a telephone line
    "out_of_scope",  # another administration, or nobody's
    "other_form",  # nothing found: the general form
    "talk",  # greeting, thanks, help, insult…
    "unanswered",  # nobody answered
)
OUTCOMES = (
    "sent",  # a request was sent
    "handed_over",  # the person asked for somebody
    "dissatisfied",  # the last answer rated was of no help
    "not_understood",  # it ended with the general form, or was not in French
    "redirected",  # it ended with another administration
    "abandoned",  # a question of the assistant was left without reply
    "resolved",  # an answer was given, and nothing said the contrary
    "empty",  # nothing was asked
)


class ExchangeFact(Base):
    """One turn as analysts count it; `turn_id` is of `rasa_turn`, `event_id` of the tracker."""

    __tablename__ = "exchange_facts"
    __table_args__ = (
        CheckConstraint(one_of("step", STEPS), name="step"),
        CheckConstraint("led_by IN ('graph', 'model', 'both')", name="led_by"),
        Index(None, "day", "step"),
        Index(None, "topic", "day"),
        # What the conversation browser asks for, answered from the index alone. The session comes
        # second: the same index then tells of one session what it tells of all.
        Index(None, "step", "session_id", "topic"),
        Index(None, "rating", "session_id", "reason", "topic"),
        Index(None, "confidence", "session_id", "topic"),
    )

    turn_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    sender_id: Mapped[str] = mapped_column(String(36))
    event_id: Mapped[int] = mapped_column(index=True)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(16))
    collection: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str | None] = mapped_column(String(16))
    territory: Mapped[str | None] = mapped_column(String(3))
    in_hours: Mapped[bool] = mapped_column(Boolean)  # the telephone line is open
    typed: Mapped[bool] = mapped_column(Boolean)  # otherwise clicked
    intent: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float | None]
    step: Mapped[str] = mapped_column(String(16))  # what the assistant did: see STEPS
    topic: Mapped[str | None] = mapped_column(String(64))  # answered, or else the first offered
    form: Mapped[str | None] = mapped_column(String(64))  # the first form or service led to
    team: Mapped[str | None] = mapped_column(String(32))
    proposal_id: Mapped[str | None] = mapped_column(String(32))
    decision: Mapped[str | None] = mapped_column(String(8))  # the orchestrator's
    led_by: Mapped[str | None] = mapped_column(String(5))  # the approach that put it first
    # Whether the person said that this topic was right: by a choice, a rating or a reason.
    confirmed: Mapped[bool | None] = mapped_column(Boolean)
    rating: Mapped[str | None] = mapped_column(String(4))
    reason: Mapped[str | None] = mapped_column(String(32))
    answered_after: Mapped[float | None]  # seconds from the message to the last reply


class SessionFact(Base):
    """One session as analysts count it; sessions in which nothing was asked are `empty`."""

    __tablename__ = "session_facts"
    __table_args__ = (
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        Index(None, "day", "outcome"),
        Index(None, "topic", "day"),
        # The list of conversations reads this alone until it has found a page of them.
        Index(
            "ix_session_facts_browsed",
            "started_at",
            "session_id",
            "outcome",
            "topic",
            "channel",
            "collection",
            "audience",
            "tester",
            "team",
            "territory",
        ),
    )

    session_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(36))
    conversation_id: Mapped[str] = mapped_column(String(255), index=True)
    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(16))
    collection: Mapped[str] = mapped_column(String(32))
    audience: Mapped[str | None] = mapped_column(String(16))
    territory: Mapped[str | None] = mapped_column(String(3), index=True)
    tester: Mapped[bool] = mapped_column(Boolean)  # not a citizen: left out of the indicators
    in_hours: Mapped[bool] = mapped_column(Boolean)
    typed: Mapped[int]  # messages
    clicked: Mapped[int]
    understood: Mapped[int]  # typed messages that found a topic, a talk act or a foreign matter
    topic: Mapped[str | None] = mapped_column(String(64))  # the last one answered
    team: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(16))  # the first of OUTCOMES that holds
    pretreated: Mapped[bool] = mapped_column(Boolean)  # a typed question, settled without an agent
    handoff: Mapped[bool] = mapped_column(Boolean)  # a person was asked for
    other_form: Mapped[bool] = mapped_column(Boolean)  # the general form was offered
    requests_sent: Mapped[int]
    answers: Mapped[int]
    ups: Mapped[int]
    downs: Mapped[int]
    repeated: Mapped[bool] = mapped_column(Boolean)  # the same person came back within seven days
    first_answer_after: Mapped[float | None]  # seconds from the first question
