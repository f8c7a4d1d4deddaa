"""The analytics tables: what the projection derives from conversations, and nothing else.

They hold no fact of their own: all can be emptied and derived anew (`companion.pilotage`). The
`rasa_*` tables have the names and shapes of Rasa Pro's documented analytics schema, so that reports
written for it run here (https://legacy-docs-oss.rasa.com/docs/rasa/monitoring/analytics/
data-structure-reference, read on 2026-11-21); their times are in UTC without zone, as documented.
The other tables are ours. A day is a day in Paris.
"""

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.claims import Claimable
from companion.storage.models import Base, UtcDateTime, now, one_of

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
    "not_understood",  # it ended with the general form
    "redirected",  # it ended with another administration
    "abandoned",  # a question of the assistant was left without reply
    "resolved",  # an answer was given, and nothing said the contrary
    "empty",  # nothing was asked
)

# SQLite then keeps rows in the order of their keys, in one tree instead of two.
_BY_KEY = {"sqlite_with_rowid": False}


class RasaSender(Base):
    """Who talks to the assistant; `sender_key` is Rasa's sender id, our conversation id."""

    __tablename__ = "rasa_sender"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sender_key: Mapped[str] = mapped_column(String(255), unique=True)
    channel: Mapped[str] = mapped_column(String(255))
    first_seen: Mapped[datetime] = mapped_column(DateTime)
    last_seen: Mapped[datetime] = mapped_column(DateTime)


class RasaSession(Base):
    """A conversation without a long silence; Rasa's session settings say how long."""

    __tablename__ = "rasa_session"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(36), index=True)
    timestamp: Mapped[datetime] = mapped_column(DateTime, index=True)
    start_sequence_number: Mapped[int]
    end_sequence_number: Mapped[int]


class RasaTurn(Base):
    """One user message and all that followed until the next."""

    __tablename__ = "rasa_turn"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    start_sequence_number: Mapped[int]
    end_sequence_number: Mapped[int]


class RasaEvent(Base):
    """Anything that happened in a conversation; the sequence number is the tracker's event id."""

    __tablename__ = "rasa_event"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    timestamp: Mapped[datetime] = mapped_column(DateTime)
    event_type: Mapped[str] = mapped_column(String(255))
    model_id: Mapped[str | None] = mapped_column(String(255))
    environment: Mapped[str | None] = mapped_column(String(255))
    sequence_number: Mapped[int]


class RasaBotMessage(Base):
    """A message of the assistant."""

    __tablename__ = "rasa_bot_message"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    timestamp: Mapped[datetime] = mapped_column(DateTime)
    template_name: Mapped[str | None] = mapped_column(String(255))
    text: Mapped[str | None] = mapped_column(Text)
    model_id: Mapped[str | None] = mapped_column(String(255))
    sequence_number: Mapped[int]


class RasaUserMessage(Base):
    """A message of the person, masked. One version of the documented queries reads `channel`."""

    __tablename__ = "rasa_user_message"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    channel: Mapped[str] = mapped_column(String(255))
    intent: Mapped[str | None] = mapped_column(String(255))
    retrieval_intent: Mapped[str | None] = mapped_column(String(255))
    confidence: Mapped[float | None]
    text: Mapped[str | None] = mapped_column(Text)
    timestamp: Mapped[datetime] = mapped_column(DateTime)
    model_id: Mapped[str | None] = mapped_column(String(255))
    sequence_number: Mapped[int] = mapped_column(index=True)  # the search finds it by this
    message_id: Mapped[str | None] = mapped_column(String(255))


class RasaAction(Base):
    """An action that the assistant ran, and the policy that chose it."""

    __tablename__ = "rasa_action"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str | None] = mapped_column(String(255))
    confidence: Mapped[float | None]
    policy: Mapped[str | None] = mapped_column(String(255))
    timestamp: Mapped[datetime] = mapped_column(DateTime)
    model_id: Mapped[str | None] = mapped_column(String(255))
    sequence_number: Mapped[int]


class RasaSlot(Base):
    """A slot that changed; `value` is JSON, masked."""

    __tablename__ = "rasa_slot"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    slot_path: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255))
    value: Mapped[str | None] = mapped_column(Text)
    timestamp: Mapped[datetime] = mapped_column(DateTime)
    sequence_number: Mapped[int]


class RasaSessionSlotState(Base):
    """The last value of a slot in a session; `id` is the slot's path."""

    __tablename__ = "rasa_session_slot_state"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    sender_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(255))
    value: Mapped[str | None] = mapped_column(Text)
    timestamp: Mapped[datetime] = mapped_column(DateTime)


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


class DailySessions(Base):
    """Sessions of one day summed up, so that a year reads as fast as a day; testers left out."""

    __tablename__ = "daily_sessions"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    collection: Mapped[str] = mapped_column(String(32), primary_key=True)
    # Of what is not known, the empty string: a key has no null.
    audience: Mapped[str] = mapped_column(String(16), primary_key=True)
    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    sessions: Mapped[int]
    asked: Mapped[int]  # sessions that are not empty
    typed_sessions: Mapped[int]  # sessions with a typed question
    pretreated: Mapped[int]
    sent: Mapped[int]
    handed_over: Mapped[int]
    dissatisfied: Mapped[int]
    not_understood: Mapped[int]
    redirected: Mapped[int]
    abandoned: Mapped[int]
    resolved: Mapped[int]
    handoffs: Mapped[int]
    out_of_hours: Mapped[int]
    repeated: Mapped[int]
    requests_sent: Mapped[int]
    answers: Mapped[int]
    ups: Mapped[int]
    downs: Mapped[int]
    answered: Mapped[int]  # sessions with a first answer
    first_answer_seconds: Mapped[float]  # summed over them


class DailyExchanges(Base):
    """Turns of one day summed up; testers left out."""

    __tablename__ = "daily_exchanges"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    collection: Mapped[str] = mapped_column(String(32), primary_key=True)
    audience: Mapped[str] = mapped_column(String(16), primary_key=True)
    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    step: Mapped[str] = mapped_column(String(16), primary_key=True)
    typed: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    led_by: Mapped[str] = mapped_column(String(5), primary_key=True)
    exchanges: Mapped[int]
    understood: Mapped[int]
    confirmed: Mapped[int]
    refuted: Mapped[int]
    ups: Mapped[int]
    downs: Mapped[int]


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


class DayToSum(Base):
    """A day whose summaries are older than its facts."""

    __tablename__ = "days_to_sum"

    day: Mapped[date] = mapped_column(primary_key=True)
