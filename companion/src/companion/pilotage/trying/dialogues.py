"""The dialogues of one person who tries: one with each assistant, known as a tester's."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from anyio.to_thread import run_sync
from econtacts_core.collection import MAIN_COLLECTION

from companion.classifier.masking import mask
from companion.errors import ApiError
from companion.gateway.inputs import chosen, typed_text
from companion.gateway.rasa import RasaClient, RasaUnavailable
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation
from companion.storage.tracker import TrackerEvents

Side = Literal["present", "candidate"]
# What keeps a dialogue out of the indicators, in the metadata of every message.
TESTER: Mapping[str, str | bool] = {
    "tester": True,
    "channel": "chat",
    "collection": MAIN_COLLECTION,
}


@dataclass(frozen=True)
class Dialogues:
    """What was said with each assistant; `candidate` is None when there is but one."""

    present: RasaClient
    candidate: RasaClient | None
    tracker: TrackerEvents
    conversations: ConversationRepository
    lifetime: timedelta
    length: int  # characters of a message

    def sides(self) -> list[Side]:
        """Return the assistants that can be talked to."""
        return ["present", "candidate"] if self.candidate else ["present"]

    def of(self, session: str, side: Side) -> Conversation | None:
        """Return the dialogue of a signed-in session with one assistant, None before it began."""
        return self.conversations.of_session(_digest(session, side))

    async def say(self, session: str, text: str) -> None:
        """Say the same to every assistant.

        Raises an error for what the chat refuses too, and a 503 when an assistant does not answer.
        """
        masked = mask(typed_text(text, self.length)).text
        for side in self.sides():
            await self._send(await run_sync(self._begun, session, side), side, masked, {})

    async def choose(self, session: str, side: Side, choice: str) -> None:
        """Click what one assistant offered. Raises a 422 error for what it did not."""
        conversation = await run_sync(self.of, session, side)
        if conversation is None:
            raise ApiError(422, "unknown_choice")
        payload, title = await run_sync(chosen, self.tracker, conversation.id, choice)
        await self._send(conversation, side, payload, {"title": title})

    def forget(self, session: str) -> None:
        """Erase both dialogues."""
        for side in ("present", "candidate"):
            conversation = self.of(session, side)
            if conversation is not None:
                self.conversations.forget(conversation.id)

    async def close(self) -> None:
        """Close the connections that were opened here."""
        await self.present.close()
        if self.candidate is not None:
            await self.candidate.close()

    def _begun(self, session: str, side: Side) -> Conversation:
        return self.of(session, side) or self.conversations.open(
            _digest(session, side),
            collection=MAIN_COLLECTION,
            audience=None,
            lifetime=self.lifetime,
        )

    async def _send(
        self, conversation: Conversation, side: Side, text: str, more: Mapping[str, str]
    ) -> None:
        rasa = self.present if side == "present" else self.candidate
        if rasa is None:
            raise ApiError(422, "unknown_choice")
        try:
            await rasa.send(conversation.id, text, {**TESTER, **more})
        except RasaUnavailable as error:
            raise ApiError(503, f"{side}_silent") from error


def _digest(session: str, side: Side) -> str:
    return hashlib.sha256(f"try {side} {session}".encode()).hexdigest()
