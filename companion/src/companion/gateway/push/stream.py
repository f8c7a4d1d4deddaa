"""What one stream says: the messages of its conversation in order, and the operator's notice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog
from anyio.to_thread import run_sync
from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import SQLAlchemyError

from companion.gateway.chat import ChatService
from companion.gateway.messages import Message, Notice
from companion.gateway.push.watch import Follower, Watch
from companion.storage.models import Conversation

logger = structlog.get_logger()

_RECONNECT = 2_000  # milliseconds that a browser waits before it comes back
# Seconds after which a stream reads its conversation unasked: should every look fail it, it is late
# and not wrong.
_PATIENCE = 30.0


@dataclass
class Stream:
    """Follows one conversation from the event `after` on."""

    chat: ChatService
    watch: Watch
    follower: Follower
    conversation: Conversation
    after: int

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        """Yield what is to be sent, until the conversation or its session has ended."""
        told: Notice | None = await run_sync(self.chat.notice)
        yield ServerSentEvent(event="notice", data={"notice": told}, retry=_RECONNECT)
        while not self.follower.over:
            # Cleared before it is read: what comes while it is read wakes the stream again.
            self.follower.changed.clear()
            for message in await self._new():
                yield ServerSentEvent(event="message", id=message.id, data=message)
                self.after = int(message.id)
            await self._wait()
            if self.watch.notice != told and not self.follower.over:
                told = self.watch.notice
                yield ServerSentEvent(event="notice", data={"notice": told})

    async def _new(self) -> list[Message]:
        try:
            return await run_sync(self.chat.history, self.conversation, self.after)
        except SQLAlchemyError as error:
            logger.error("storage_failed", error=type(error).__name__)
            return []

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.follower.changed.wait()
        except TimeoutError:
            return
