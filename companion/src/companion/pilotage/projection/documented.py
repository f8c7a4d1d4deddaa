"""The rows of the documented schema: what happened, as it happened."""

from collections.abc import Sequence

from companion.pilotage.projection.events import Event, Session, Turn
from companion.pilotage.projection.masks import Masks
from companion.pilotage.projection.rows import (
    ActionRow,
    BotMessageRow,
    EventRow,
    Rows,
    SenderRow,
    SessionRow,
    TurnRow,
    UserMessageRow,
)


class Documented:
    """Writes one conversation's `rasa_*` rows, in the order of its events."""

    def __init__(self, rows: Rows, masks: Masks, sender: str, channel: str) -> None:
        self._rows, self._masks = rows, masks
        self._sender, self._channel = sender, channel
        self._asked: str | None = None  # the slot that a form is asking for
        self._hidden: dict[str, str] = {}  # the last value of each hidden slot

    def add_sender(self, sender_key: str, events: Sequence[Event]) -> None:
        """Write who talks."""
        first, last = events[0].at, events[-1].at
        self._rows.senders.append(SenderRow(self._sender, sender_key, self._channel, first, last))

    def add_session(self, session: Session) -> None:
        """Write a session with all that belongs to it."""
        events = session.events
        key, sender = events[0].key, self._sender
        self._rows.sessions.append(
            SessionRow(key, sender, events[0].at, events[0].id, events[-1].id)
        )
        self._rows.turns.extend(_turn(turn, sender, key) for turn in session.turns)
        self._rows.events.extend(_event(event, sender, key) for event in events)
        states: dict[str, Event] = {}
        for event in events:
            kind = event.kind
            if kind == "slot":
                self._add_slot(event, key)
                states[event.name or ""] = event
            elif kind == "action":
                self._rows.actions.append(_action(event, sender, key))
            elif kind == "bot":
                self._add_bot_message(event, key)
            elif kind == "user":
                self._add_user_message(event, key)
        self._add_states(states, key)

    def _add_slot(self, event: Event, session: str) -> None:
        name, value = event.name or "", event.data.get("value")
        if name == "requested_slot":
            self._asked = value
        elif value and self._masks.hides(name):
            self._hidden[name] = str(value)
        key, sender = event.key, self._sender
        path, shown = f"{sender}/{session}/{name}", self._masks.slot(name, value)
        self._rows.slots.append((key, key, sender, session, path, name, shown, event.at, event.id))

    def _add_bot_message(self, event: Event, session: str) -> None:
        self._rows.bot_messages.append(
            BotMessageRow(
                id=event.key,
                event_id=event.key,
                sender_id=self._sender,
                session_id=session,
                timestamp=event.at,
                template_name=event.metadata.get("utter_action"),
                text=self._masks.said(event, self._hidden),
                model_id=event.metadata.get("model_id"),
                sequence_number=event.id,
            )
        )

    def _add_user_message(self, event: Event, session: str) -> None:
        parsed = event.data.get("parse_data") or {}
        intent = parsed.get("intent") or {}
        self._rows.user_messages.append(
            UserMessageRow(
                id=event.key,
                event_id=event.key,
                sender_id=self._sender,
                session_id=session,
                channel=self._channel,
                intent=intent.get("name"),
                retrieval_intent=None,  # this assistant has none
                confidence=intent.get("confidence"),
                text=self._text(event),
                timestamp=event.at,
                model_id=event.metadata.get("model_id"),
                sequence_number=event.id,
                message_id=event.data.get("message_id"),
            )
        )

    def _text(self, event: Event) -> str | None:
        """Return what was typed, masked, or the title of what was clicked."""
        text = event.data.get("text") or ""
        if text.startswith("/"):
            return self._masks.clicked(text, event.metadata.get("title"))
        return self._masks.typed(text, self._asked)

    def _add_states(self, states: dict[str, Event], session: str) -> None:
        self._rows.slot_states.extend(
            (
                f"{self._sender}/{session}/{name}",
                self._sender,
                session,
                name,
                self._masks.slot(name, event.data.get("value")),
                event.at,
            )
            for name, event in states.items()
        )


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
