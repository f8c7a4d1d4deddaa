"""The rows of the analytics tables, as the projection writes them.

Times are written as SQL writes them, in UTC: `2026-11-21 20:11:04.006776`. Both databases read
that, and nothing need be converted row by row. Keys are the tracker's event ids on ten digits, so
that they grow as conversations do: an index that grows at its end is a quick one.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

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


# The rows that are built most often are plain tuples, in the order of these columns.
EVENT = (
    "id",
    "sender_id",
    "session_id",
    "timestamp",
    "event_type",
    "model_id",
    "environment",
    "sequence_number",
)
SLOT = (
    "id",
    "event_id",
    "sender_id",
    "session_id",
    "slot_path",
    "name",
    "value",
    "timestamp",
    "sequence_number",
)
SLOT_STATE = ("id", "sender_id", "session_id", "name", "value", "timestamp")
ACTION = (
    "id",
    "event_id",
    "sender_id",
    "session_id",
    "name",
    "confidence",
    "policy",
    "timestamp",
    "model_id",
    "sequence_number",
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "rasa_sender": SenderRow._fields,
    "rasa_session": SessionRow._fields,
    "rasa_turn": TurnRow._fields,
    "rasa_event": EVENT,
    "rasa_bot_message": BotMessageRow._fields,
    "rasa_user_message": UserMessageRow._fields,
    "rasa_action": ACTION,
    "rasa_slot": SLOT,
    "rasa_session_slot_state": SLOT_STATE,
    "exchange_facts": ExchangeRow._fields,
    "session_facts": SessionFactRow._fields,
}


class Rows:
    """Rows to write, table by table."""

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
        """Return the rows of each table, in the order of `COLUMNS`."""
        return list(vars(self).values())

    def add(self, other: "Rows") -> None:
        """Take in the rows of another conversation."""
        for mine, theirs in zip(self.tables(), other.tables(), strict=True):
            mine.extend(theirs)

    def days(self) -> set[str]:
        """Return the days that these rows count in."""
        return {row.day for row in self.session_facts} | {row.day for row in self.exchanges}


def key_of(event_id: int) -> str:
    """Return the key of what began with an event."""
    return f"{event_id:010d}"


def written(seconds: float) -> str:
    """Return a time, in seconds since 1970, as SQL writes it.

    >>> written(1795291863.25)
    '2026-11-21 20:11:03.250000'
    """
    whole, part = divmod(round(seconds * 1_000_000), 1_000_000)
    return f"{_written_second(whole)}.{part:06d}"


@lru_cache(maxsize=1024)
def _written_second(whole: int) -> str:
    # The events of a turn share their second or two.
    return datetime.fromtimestamp(whole, UTC).isoformat(" ")[:19]


def shortened(value: str | None, length: int) -> str | None:
    """Return at most `length` characters: PostgreSQL refuses a longer value."""
    return value[:length] if value else None


def first_of[Item, Found](
    items: Iterable[Item], read: Callable[[Item], Found | None]
) -> Found | None:
    """Return the first thing that `read` finds."""
    return next((found for item in items if (found := read(item)) is not None), None)
