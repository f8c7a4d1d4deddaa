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
from companion.gateway.limits import Limits, limited_route
from companion.gateway.messages import CardView, Message, Notice, RatingView
from companion.gateway.push.api import Push, add_push_route
from companion.gateway.sessions import Sessions
from companion.gateway.texts import GatewayTexts
from companion.reasons import RatingReason
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation

TurnId = Annotated[str, StringConstraints(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]

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
    notice: Notice | None


class MessageRequest(Body):
    """Either typed text or a choice that the server offered.

    `turn` is drawn by the sender for each message: sent again under it, a message is said once.
    """

    text: Annotated[str, StringConstraints(max_length=100_000)] | None = None
    choice: Identifier | None = None
    turn: TurnId | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.text is None) == (self.choice is None):
            raise ValueError("either text or choice")
        return self


class MessagesResponse(Body):
    """Messages in the order they were said, and what the operator says above them."""

    messages: list[Message]
    notice: Notice | None


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
    limits: Limits,
    push: Push,
) -> APIRouter:
    """Return the routes of `/api/v1`."""
    router = APIRouter(
        prefix="/api/v1",
        tags=["gateway"],
        route_class=limited_route(limits),
        dependencies=[Depends(refuse_cross_site)],
        responses=error_documentation(403, 422, 429, 503),
    )
    OwnConversation = Annotated[Conversation, Depends(sessions.require)]  # noqa: N806, a type
    reasons = [Reason(id=key, label=label) for key, label in texts.rating_reasons.items()]

    async def page(messages: list[Message]) -> ConversationResponse:
        return ConversationResponse(
            messages=messages,
            rating_reasons=reasons,
            message_length=chat.message_length,
            notice=await run_sync(chat.notice),
        )

    @router.post(
        "/conversations",
        status_code=201,
        responses={200: {"model": ConversationResponse}, **error_documentation(404, 409)},
    )
    async def open_conversation(
        body: ConversationRequest,
        request: Request,
        current: Annotated[Conversation | None, Depends(sessions.find)],
        response: Response,
    ) -> ConversationResponse:
        if current is not None:
            response.status_code = 200
            return await page(await chat.resume(current))
        if body.collection != MAIN_COLLECTION:  # the assistant answers for one
            raise ApiError(404, "unknown_collection")
        await limits.admit_opening(request)
        opened = await run_sync(sessions.open, response, body.collection, body.audience)
        return await page(await chat.open(opened))

    @router.post("/messages", responses=error_documentation(401, 409, 413))
    async def send(body: MessageRequest, conversation: OwnConversation) -> MessagesResponse:
        if body.choice is not None:
            said = await chat.choose(conversation, body.choice, turn=body.turn)
        else:
            said = await chat.say(conversation, body.text or "", turn=body.turn)
        return MessagesResponse(messages=said, notice=await run_sync(chat.notice))

    @router.get("/messages", responses=error_documentation(401))
    def history(conversation: OwnConversation) -> MessagesResponse:
        return MessagesResponse(messages=chat.history(conversation), notice=chat.notice())

    @router.post("/ratings", responses=error_documentation(401, 404))
    def rate(body: RatingRequest, conversation: OwnConversation) -> RatingView:
        return chat.rate(conversation, body.message_id, body.value, body.reason, body.comment)

    @router.delete("/conversations/current", status_code=204, responses=error_documentation(401))
    def forget(conversation: OwnConversation, response: Response) -> None:
        conversations.forget(conversation.id)
        sessions.close(response)

    add_push_route(router, push, chat, sessions)

    @router.get("/forms")
    def forms() -> FormsResponse:
        return FormsResponse(cards=chat.forms())

    return router
