"""What one stream says: the messages of its conversation in order, and the operator's notice."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import structlog
from anyio.to_thread import run_sync
from fastapi.sse import format_sse_event
from sqlalchemy.exc import SQLAlchemyError

from companion.gateway.chat import ChatService
from companion.gateway.messages import Message, Notice
from companion.gateway.push.watch import Follower, Watch
from companion.storage.models import Conversation

logger = structlog.get_logger()

_RECONNECT = 2_000  # milliseconds that a browser waits before it comes back
# Seconds. At each beat a stream also reads its conversation unasked: should every look fail it, it
# is late and not wrong.
HEARTBEAT = 15.0
_ALIVE = format_sse_event(comment="ping")


@dataclass
class Stream:
    """Follows one conversation from the event `after` on."""

    chat: ChatService
    watch: Watch
    follower: Follower
    conversation: Conversation
    after: int

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield what is to be sent, until the conversation or its session has ended."""
        told: Notice | None = await run_sync(self.chat.notice)
        yield _notice(told, retry=_RECONNECT)
        while not self.follower.over:
            # Cleared before it is read: what comes while it is read wakes the stream again.
            self.follower.changed.clear()
            for message in await self._new():
                yield format_sse_event(
                    event="message", id=message.id, data_str=message.model_dump_json()
                )
                self.after = int(message.id)
            if not await self._changed():
                yield _ALIVE
            elif self.watch.notice != told and not self.follower.over:
                told = self.watch.notice
                yield _notice(told)

    async def _new(self) -> list[Message]:
        try:
            return await run_sync(self.chat.history, self.conversation, self.after)
        except SQLAlchemyError as error:
            logger.error("storage_failed", error=type(error).__name__)
            return []

    async def _changed(self) -> bool:
        """Wait for a change; tell whether there was one before the next heartbeat."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self.follower.changed.wait()
        except TimeoutError:
            return False
        return True


def _notice(notice: Notice | None, *, retry: int | None = None) -> bytes:
    body = {"notice": notice and notice.model_dump()}
    return format_sse_event(event="notice", data_str=json.dumps(body), retry=retry)
