"""A Rasa that says what the test wrote, and records it in the tracker store as Rasa does."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    NullPool,
    String,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    update,
)

# As Rasa 3 makes it (rasa/core/tracker_store.py, SQLEvent).
_EVENTS = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)
_MODEL = {"model_id": "a12f8b4e22ca4b4f84f7fc847dccef22", "assistant_id": "econtacts_plus"}

DELAY_BUTTON = {
    "title": "J'ai du mal à payer mon impôt",
    "payload": '/choose_topic{"topic": "demander_delai_paiement"}',
}
ADDRESS_BUTTON = {
    "title": "Je change d'adresse",
    "payload": '/choose_topic{"topic": "changer_adresse"}',
}


@dataclass(frozen=True)
class Reply:
    """One bot event: a text, and Rasa's buttons or custom payload."""

    text: str | None
    buttons: Sequence[Mapping[str, str]] | None = None
    custom: Mapping[str, Any] | None = None


GREETING = Reply("Bonjour ! Je suis l'assistant automatique.", [DELAY_BUTTON, ADDRESS_BUTTON])
ANSWER = Reply(
    "Écrivez par la messagerie sécurisée de votre espace particulier.",
    custom={
        "kind": "answer",
        "topic": "demander_delai_paiement",
        "cards": [
            {
                "kind": "form",
                "title": "J'ai des difficultés pour payer",
                "path": ["Espace particulier", "Écrire"],
                "href": "https://www.impots.gouv.fr/accueil",
                "purpose": "Demander un délai.",
                "demonstration": False,
            }
        ],
        "sources": [{"title": "Délai de paiement", "href": None, "date": "2024-06-19"}],
        "reviewed_on": "2026-11-21",
        "valid_until": None,
    },
)
SHRUG = Reply("Pouvez-vous préciser ?")


class FakeRasa(httpx.AsyncBaseTransport):
    """The REST channel as an httpx transport; `replies` maps a message to what is answered."""

    def __init__(self, tracker_url: str) -> None:
        self._engine = create_engine(tracker_url, poolclass=NullPool)
        self.reset()

    def reset(self) -> None:
        """Be a Rasa in good health that has started and heard nothing yet."""
        _EVENTS.metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            connection.execute(delete(_EVENTS))
        self.replies: dict[str, list[Reply]] = {
            "/start": [GREETING],
            "je ne peux pas payer": [ANSWER],
            DELAY_BUTTON["payload"]: [ANSWER],
        }
        self.received: list[dict[str, Any]] = []
        self.failure: type[httpx.HTTPError] | None = None
        self.status = 200
        self.records = True
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.start_at(1_790_000_000)

    def start_at(self, seconds: int) -> None:
        """Date the next event, in seconds since 1970; each one after it is a second later."""
        self._clock = count(seconds)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Take one message of the REST channel."""
        if request.method != "POST" or request.url.path != "/webhooks/rest/webhook":
            return httpx.Response(404, request=request)
        if self.failure is not None:
            raise self.failure("no answer", request=request)
        message = json.loads(request.content)
        self.received.append(message)
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.status == 200 and self.records:
            self._record(message)
        return httpx.Response(self.status, json=[], request=request)

    @property
    def last(self) -> dict[str, Any]:
        """The message received last."""
        return self.received[-1]

    def add_event(self, sender: str, event: Mapping[str, Any], name: str | None = None) -> int:
        """Write one event and return its id."""
        whole = {
            **event,
            "timestamp": float(next(self._clock)),
            "metadata": {**event.get("metadata", {}), **_MODEL},
        }
        row = {
            "sender_id": sender,
            "type_name": event["event"],
            "timestamp": whole["timestamp"],
            "action_name": name,
            "data": json.dumps(whole),
        }
        with self._engine.begin() as connection:
            written = connection.execute(insert(_EVENTS).values(row)).inserted_primary_key
        return int(written[0]) if written else 0

    def move_event(self, event_id: int, sender: str) -> None:
        """Give a recorded event to another conversation, as if it had been seen late."""
        moved = update(_EVENTS).where(_EVENTS.c.id == event_id).values(sender_id=sender)
        with self._engine.begin() as connection:
            connection.execute(moved)

    def spoil(self, data: str) -> None:
        """Write `data`, which is no JSON, in the place of every event."""
        with self._engine.begin() as connection:
            connection.execute(update(_EVENTS).values(data=data))

    def _record(self, message: Mapping[str, Any]) -> None:
        sender, text = message["sender"], message["message"]
        self.add_event(sender, user_event(text, message["metadata"]))
        for reply in self.replies.get(text, [SHRUG]):
            self.add_event(sender, bot_event(reply))
        self.add_event(sender, {"event": "action", "name": "action_listen"}, "action_listen")


def user_event(text: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a citizen said as Rasa writes it."""
    parsed = {"intent": {"name": "x", "confidence": 1.0}, "entities": [], "text": text}
    return {
        "event": "user",
        "metadata": dict(metadata),
        "text": text,
        "parse_data": {**parsed, "metadata": dict(metadata)},
        "input_channel": "rest",
    }


def bot_event(reply: Reply) -> dict[str, Any]:
    """Return what the assistant said as Rasa writes it."""
    nothing = dict.fromkeys(("elements", "quick_replies", "attachment", "image"))
    data = {**nothing, "buttons": reply.buttons, "custom": reply.custom}
    return {"event": "bot", "text": reply.text, "data": data}
