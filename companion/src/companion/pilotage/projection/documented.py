"""The rows of the documented schema: what happened, as it happened."""

from collections.abc import Sequence

import orjson

from companion.pilotage.masks import Veil
from companion.pilotage.projection.events import Event, Session, Turn
from companion.pilotage.projection.rows import (
    ActionRow,
    BotMessageRow,
    EventRow,
    Rows,
    SenderRow,
    SessionRow,
    SlotRow,
    SlotStateRow,
    TurnRow,
    UserMessageRow,
)


class Documented:
    """Writes one conversation's `rasa_*` rows, in the order of its events."""

    def __init__(self, rows: Rows, veil: Veil, sender: str, channel: str) -> None:
        self._rows, self._veil = rows, veil
        self._sender, self._channel = sender, channel

    def add_sender(self, sender_key: str, events: Sequence[Event]) -> None:
        """Write who talks."""
        first, last = events[0].at, events[-1].at
        self._rows.senders.append(SenderRow(self._sender, sender_key, self._channel, first, last))

    def add_session(self, session: Session) -> None:
        """Write a session with all that belongs to it."""
        events, sender = session.events, self._sender
        key = events[0].key
        self._rows.sessions.append(
            SessionRow(key, sender, events[0].at, events[0].id, events[-1].id)
        )
        self._rows.turns.extend(_turn(turn, sender, key) for turn in session.turns)
        self._rows.events.extend([_event(event, sender, key) for event in events])
        last: dict[str, SlotRow] = {}  # of each slot
        for event in events:
            kind = event.kind
            if kind == "slot":
                slot = self._slot(event, key)
                self._rows.slots.append(slot)
                last[event.name or ""] = slot
            elif kind == "action":
                self._rows.actions.append(_action(event, sender, key))
            elif kind == "bot":
                self._rows.bot_messages.append(self._bot_message(event, key))
            elif kind == "user":
                self._rows.user_messages.append(self._user_message(event, key))
        self._rows.slot_states.extend(map(_state, last.values()))

    def _slot(self, event: Event, session: str) -> SlotRow:
        key, sender, name = event.key, self._sender, event.name or ""
        path, value = f"{sender}/{session}/{name}", self._veil.slot(event)
        shown = None if value is None else orjson.dumps(value).decode()
        return key, key, sender, session, path, name, shown, event.at, event.id

    def _bot_message(self, event: Event, session: str) -> BotMessageRow:
        text = event.data.get("text")
        return BotMessageRow(
            id=event.key,
            event_id=event.key,
            sender_id=self._sender,
            session_id=session,
            timestamp=event.at,
            template_name=event.metadata.get("utter_action"),
            text=_clean(self._veil.said(text)) if text else text,
            model_id=event.metadata.get("model_id"),
            sequence_number=event.id,
        )

    def _user_message(self, event: Event, session: str) -> UserMessageRow:
        parsed = event.data.get("parse_data") or {}
        intent = parsed.get("intent") or {}
        return UserMessageRow(
            id=event.key,
            event_id=event.key,
            sender_id=self._sender,
            session_id=session,
            channel=self._channel,
            intent=intent.get("name"),
            retrieval_intent=None,  # this assistant has none
            confidence=intent.get("confidence"),
            text=_clean(self._words(event)),
            timestamp=event.at,
            model_id=event.metadata.get("model_id"),
            sequence_number=event.id,
            message_id=event.data.get("message_id"),
        )

    def _words(self, event: Event) -> str:
        """Return what was typed, masked, or the title of what was clicked, else its name."""
        text = event.data.get("text") or ""
        if text.startswith("/"):
            return event.metadata.get("title") or text.partition("{")[0]
        return self._veil.typed(text)


def _turn(turn: Turn, sender: str, session: str) -> TurnRow:
    return TurnRow(turn.user.key, sender, session, turn.user.id, turn.last_id)


def _event(event: Event, sender: str, session: str) -> EventRow:
    model = event.metadata.get("model_id")
    return event.key, sender, session, event.at, event.kind, model, None, event.id


def _action(event: Event, sender: str, session: str) -> ActionRow:
    key, data = event.key, event.data
    confidence, policy = data.get("confidence"), data.get("policy")
    model = event.metadata.get("model_id")
    return key, key, sender, session, event.name, confidence, policy, event.at, model, event.id


def _state(slot: SlotRow) -> SlotStateRow:
    _, _, sender, session, path, name, value, at, _ = slot
    return path, sender, session, name, value, at


def _clean(text: str) -> str:
    """Return a text that PostgreSQL accepts: it has no place for a NUL."""
    return text.replace("\0", "")
