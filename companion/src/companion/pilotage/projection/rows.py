"""The rows of the analytics tables, their columns in the tables' order.

How their values are written stands in `values.py`.
"""

from typing import NamedTuple

# Those that are built most often are plain tuples: names would cost more than what is in them.
type EventRow = tuple[str, str, str, str, str, str | None, str | None, int]
type SlotRow = tuple[str, str, str, str, str, str, str | None, str, int]
type SlotStateRow = tuple[str, str, str, str, str | None, str]
type ActionRow = tuple[
    str, str, str, str, str | None, float | None, str | None, str, str | None, int
]


class SenderRow(NamedTuple):
    """One row of `rasa_sender`."""

    id: str
    sender_key: str
    channel: str
    first_seen: str
    last_seen: str


class SessionRow(NamedTuple):
    """One row of `rasa_session`."""

    id: str
    sender_id: str
    timestamp: str
    start_sequence_number: int
    end_sequence_number: int


class TurnRow(NamedTuple):
    """One row of `rasa_turn`."""

    id: str
    sender_id: str
    session_id: str
    start_sequence_number: int
    end_sequence_number: int


class BotMessageRow(NamedTuple):
    """One row of `rasa_bot_message`."""

    id: str
    event_id: str
    sender_id: str
    session_id: str
    timestamp: str
    template_name: str | None
    text: str | None
    model_id: str | None
    sequence_number: int


class UserMessageRow(NamedTuple):
    """One row of `rasa_user_message`."""

    id: str
    event_id: str
    sender_id: str
    session_id: str
    channel: str
    intent: str | None
    retrieval_intent: str | None
    confidence: float | None
    text: str | None
    timestamp: str
    model_id: str | None
    sequence_number: int
    message_id: str | None


class ExchangeRow(NamedTuple):
    """One row of `exchange_facts`."""

    turn_id: str
    session_id: str
    sender_id: str
    event_id: int
    day: str
    at: str
    channel: str
    collection: str
    audience: str | None
    territory: str | None
    in_hours: bool
    typed: bool
    intent: str | None
    confidence: float | None
    step: str
    topic: str | None
    form: str | None
    team: str | None
    proposal_id: str | None
    decision: str | None
    led_by: str | None
    confirmed: bool | None
    rating: str | None
    reason: str | None
    answered_after: float | None


class SessionFactRow(NamedTuple):
    """One row of `session_facts`."""

    session_id: str
    sender_id: str
    conversation_id: str
    day: str
    started_at: str
    ended_at: str
    channel: str
    collection: str
    audience: str | None
    territory: str | None
    tester: bool
    in_hours: bool
    typed: int
    clicked: int
    understood: int
    topic: str | None
    team: str | None
    outcome: str
    pretreated: bool
    handoff: bool
    other_form: bool
    requests_sent: int
    answers: int
    ups: int
    downs: int
    repeated: bool
    first_answer_after: float | None


class Rows:
    """Rows to write, table by table."""

    TABLES = (
        "rasa_sender",
        "rasa_session",
        "rasa_turn",
        "rasa_event",
        "rasa_bot_message",
        "rasa_user_message",
        "rasa_action",
        "rasa_slot",
        "rasa_session_slot_state",
        "exchange_facts",
        "session_facts",
    )

    def __init__(self) -> None:
        self.senders: list[SenderRow] = []
        self.sessions: list[SessionRow] = []
        self.turns: list[TurnRow] = []
        self.events: list[EventRow] = []
        self.bot_messages: list[BotMessageRow] = []
        self.user_messages: list[UserMessageRow] = []
        self.actions: list[ActionRow] = []
        self.slots: list[SlotRow] = []
        self.slot_states: list[SlotStateRow] = []
        self.exchanges: list[ExchangeRow] = []
        self.session_facts: list[SessionFactRow] = []

    def tables(self) -> list[list[tuple[object, ...]]]:
        """Return the rows of each table, in the order of `TABLES`."""
        return list(vars(self).values())

    def add(self, other: "Rows") -> None:
        """Take in the rows of another conversation."""
        for mine, theirs in zip(self.tables(), other.tables(), strict=True):
            mine.extend(theirs)

    def days(self) -> set[str]:
        """Return the days that these rows count in."""
        return {row.day for row in self.session_facts} | {row.day for row in self.exchanges}
