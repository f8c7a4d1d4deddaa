"""The public contract `/api/v1`: all that the widget, or anybody on the internet, may ask."""

from typing import Annotated, Self

from anyio.to_thread import run_sync
from econtacts_core.collection import MAIN_COLLECTION
from fastapi import APIRouter, Depends, Request, Response
from pydantic import StringConstraints, model_validator

from companion.contract import (
    Audience,
    Body,
    Comment,
    Identifier,
    RatingValue,
)
from companion.errors import ApiError, error_documentation
from companion.gateway.chat import ChatService
from companion.gateway.messages import CardView, Message, RatingView
from companion.gateway.sessions import Sessions
from companion.gateway.texts import GatewayTexts
from companion.reasons import RatingReason
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation

_SAME_SITE = frozenset({"same-origin", "none"})


class ConversationRequest(Body):
    """For whom, and about which collection of answers, a conversation is opened."""

    collection: Identifier = MAIN_COLLECTION
    audience: Audience | None = None


class Reason(Body):
    """A rating reason and its label."""

    id: RatingReason
    label: str


class ConversationResponse(Body):
    """The conversation so far, and what the page must know."""

    messages: list[Message]
    rating_reasons: list[Reason]
    message_length: int


class MessageRequest(Body):
    """Either typed text or a choice that the server offered."""

    text: Annotated[str, StringConstraints(max_length=100_000)] | None = None
    choice: Identifier | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.text is None) == (self.choice is None):
            raise ValueError("either text or choice")
        return self


class MessagesResponse(Body):
    """Messages in the order they were said."""

    messages: list[Message]


class RatingRequest(Body):
    """Whether the answer `message_id` helped, and if not why."""

    message_id: Identifier
    value: RatingValue
    reason: RatingReason | None = None
    comment: Comment | None = None


class FormsResponse(Body):
    """Where one can go without the assistant."""

    cards: list[CardView]


def refuse_cross_site(request: Request) -> None:
    """Refuse what a browser sends on behalf of another site."""
    if request.headers.get("sec-fetch-site", "none") not in _SAME_SITE:
        raise ApiError(403, "cross_site")


def gateway_routes(
    chat: ChatService,
    sessions: Sessions,
    conversations: ConversationRepository,
    texts: GatewayTexts,
) -> APIRouter:
    """Return the routes of `/api/v1`."""
    router = APIRouter(
        prefix="/api/v1",
        tags=["gateway"],
        dependencies=[Depends(refuse_cross_site)],
        responses=error_documentation(403, 422, 503),
    )
    OwnConversation = Annotated[Conversation, Depends(sessions.require)]  # noqa: N806, a type
    reasons = [Reason(id=key, label=label) for key, label in texts.rating_reasons.items()]

    def page(messages: list[Message]) -> ConversationResponse:
        return ConversationResponse(
            messages=messages, rating_reasons=reasons, message_length=chat.message_length
        )

    @router.post(
        "/conversations",
        status_code=201,
        responses={200: {"model": ConversationResponse}, **error_documentation(404)},
    )
    async def open_conversation(
        body: ConversationRequest,
        current: Annotated[Conversation | None, Depends(sessions.find)],
        response: Response,
    ) -> ConversationResponse:
        if current is not None:
            response.status_code = 200
            return page(await chat.resume(current))
        if body.collection != MAIN_COLLECTION:  # the assistant answers for one
            raise ApiError(404, "unknown_collection")
        opened = await run_sync(sessions.open, response, body.collection, body.audience)
        return page(await chat.open(opened))

    @router.post("/messages", responses=error_documentation(401, 413))
    async def send(body: MessageRequest, conversation: OwnConversation) -> MessagesResponse:
        if body.choice is not None:
            return MessagesResponse(messages=await chat.choose(conversation, body.choice))
        return MessagesResponse(messages=await chat.say(conversation, body.text or ""))

    @router.get("/messages", responses=error_documentation(401))
    def history(conversation: OwnConversation) -> MessagesResponse:
        return MessagesResponse(messages=chat.history(conversation))

    @router.post("/ratings", responses=error_documentation(401, 404))
    def rate(body: RatingRequest, conversation: OwnConversation) -> RatingView:
        return chat.rate(conversation, body.message_id, body.value, body.reason, body.comment)

    @router.delete("/conversations/current", status_code=204, responses=error_documentation(401))
    def forget(conversation: OwnConversation, response: Response) -> None:
        conversations.forget(conversation.id)
        sessions.close(response)

    @router.get("/forms")
    def forms() -> FormsResponse:
        return FormsResponse(cards=chat.forms())

    return router
