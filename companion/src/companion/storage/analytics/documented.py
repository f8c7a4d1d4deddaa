"""The tables of Rasa Pro's documented analytics schema, by its names and in its shapes.

Reports written for it run here (https://legacy-docs-oss.rasa.com/docs/rasa/monitoring/analytics/
data-structure-reference, read on 2026-11-21). Times are in UTC without zone, as documented.
"""

from datetime import datetime
from typing import Annotated

from sqlalchemy import DateTime, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from companion.storage.models import Base

OwnKey = Annotated[str, mapped_column(String(36), primary_key=True)]
Key = Annotated[str, mapped_column(String(36))]  # of a row of another table
SessionKey = Annotated[str, mapped_column(String(36), index=True)]
Name = Annotated[str, mapped_column(String(255))]
Words = Annotated[str, mapped_column(Text)]
Time = Annotated[datetime, mapped_column(DateTime)]

# SQLite then keeps rows in the order of their keys, in one tree instead of two.
_BY_KEY = {"sqlite_with_rowid": False}


class RasaSender(Base):
    """Who talks to the assistant; `sender_key` is Rasa's sender id, our conversation id."""

    __tablename__ = "rasa_sender"

    id: Mapped[OwnKey]
    sender_key: Mapped[str] = mapped_column(String(255), unique=True)
    channel: Mapped[Name]
    first_seen: Mapped[Time]
    last_seen: Mapped[Time]


class RasaSession(Base):
    """A conversation without a long silence; Rasa's session settings say how long."""

    __tablename__ = "rasa_session"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    sender_id: Mapped[Key] = mapped_column(index=True)
    timestamp: Mapped[Time] = mapped_column(index=True)
    start_sequence_number: Mapped[int]
    end_sequence_number: Mapped[int]


class RasaTurn(Base):
    """One user message and all that followed until the next."""

    __tablename__ = "rasa_turn"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    start_sequence_number: Mapped[int]
    end_sequence_number: Mapped[int]


class RasaEvent(Base):
    """Anything that happened in a conversation; the sequence number is the tracker's event id."""

    __tablename__ = "rasa_event"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    timestamp: Mapped[Time]
    event_type: Mapped[Name]
    model_id: Mapped[Name | None]
    environment: Mapped[Name | None]
    sequence_number: Mapped[int]


class RasaBotMessage(Base):
    """A message of the assistant."""

    __tablename__ = "rasa_bot_message"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    event_id: Mapped[Key]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    timestamp: Mapped[Time]
    template_name: Mapped[Name | None]
    text: Mapped[Words | None]
    model_id: Mapped[Name | None]
    sequence_number: Mapped[int]


class RasaUserMessage(Base):
    """A message of the person, masked. One version of the documented queries reads `channel`."""

    __tablename__ = "rasa_user_message"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    event_id: Mapped[Key]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    channel: Mapped[Name]
    intent: Mapped[Name | None]
    retrieval_intent: Mapped[Name | None]
    confidence: Mapped[float | None]
    text: Mapped[Words | None]
    timestamp: Mapped[Time]
    model_id: Mapped[Name | None]
    sequence_number: Mapped[int] = mapped_column(index=True)  # the search finds it by this
    message_id: Mapped[Name | None]


class RasaAction(Base):
    """An action that the assistant ran, and the policy that chose it."""

    __tablename__ = "rasa_action"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    event_id: Mapped[Key]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    name: Mapped[Name | None]
    confidence: Mapped[float | None]
    policy: Mapped[Name | None]
    timestamp: Mapped[Time]
    model_id: Mapped[Name | None]
    sequence_number: Mapped[int]


class RasaSlot(Base):
    """A slot that changed; `value` is JSON, masked."""

    __tablename__ = "rasa_slot"
    __table_args__ = _BY_KEY

    id: Mapped[OwnKey]
    event_id: Mapped[Key]
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    slot_path: Mapped[Name]
    name: Mapped[Name]
    value: Mapped[Words | None]
    timestamp: Mapped[Time]
    sequence_number: Mapped[int]


class RasaSessionSlotState(Base):
    """The last value of a slot in a session; `id` is the slot's path."""

    __tablename__ = "rasa_session_slot_state"
    __table_args__ = _BY_KEY

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    sender_id: Mapped[Key]
    session_id: Mapped[SessionKey]
    name: Mapped[Name]
    value: Mapped[Words | None]
    timestamp: Mapped[Time]
