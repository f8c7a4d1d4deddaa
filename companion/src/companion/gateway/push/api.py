"""`GET /events`: the caller's own conversation as it grows, as server-sent events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import StreamingResponse

from companion.errors import error_documentation
from companion.gateway.chat import ChatService
from companion.gateway.push.slots import Slots
from companion.gateway.push.stream import Stream
from companion.gateway.push.watch import Watch
from companion.gateway.sessions import Sessions
from companion.storage.models import Conversation
from companion.storage.tracker import LARGEST_ID
from companion.tally import client_of

# Each event of the stream, as OpenAPI describes what comes one after the other.
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["message", "notice"]},
        "id": {"type": "string"},
        "data": {"type": "string"},
        "retry": {"type": "integer"},
    },
}


class EventStream(StreamingResponse):
    """A stream that proxies pass on as it comes."""

    media_type = "text/event-stream"


@dataclass(frozen=True)
class Push:
    """What the streams of a process share."""

    watch: Watch
    slots: Slots


def add_push_route(router: APIRouter, push: Push, chat: ChatService, sessions: Sessions) -> None:
    """Add `GET /events` to the routes of the public contract."""

    async def follow(
        request: Request,
        conversation: Annotated[Conversation, Depends(sessions.require)],
        last_event_id: Annotated[int, Header(ge=0, le=LARGEST_ID)] = 0,
    ) -> AsyncIterator[Stream]:
        # A dependency and not the route: it gives the place back however the stream ends.
        with (
            push.slots.taken(conversation.id, client_of(request)),
            push.watch.following(conversation.id) as follower,
        ):
            yield Stream(chat, push.watch, follower, conversation, last_event_id)

    @router.get(
        "/events",
        response_class=EventStream,
        responses={
            200: {"content": {EventStream.media_type: {"schema": _EVENT}}},
            **error_documentation(401),
        },
    )
    async def events(stream: Annotated[Stream, Depends(follow)], response: Response) -> EventStream:
        """Send `message` (a message of the contract; its id resumes) and `notice` events."""
        # nginx would keep what is said until its buffer is full.
        answer = EventStream(stream.chunks(), headers={"x-accel-buffering": "no"})
        answer.headers.raw.extend(response.headers.raw)  # the next session
        return answer
