"""What each form of the page does: done and redirected, or refused with what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from anyio.to_thread import run_sync
from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.knowledge import AUDIENCES
from fastapi import Request, Response
from pydantic import ValidationError

from companion.errors import ApiError
from companion.form_tokens import FormTokens
from companion.gateway.api import RatingRequest
from companion.gateway.chat import ChatService
from companion.gateway.limits import Limits
from companion.gateway.messages import Message, OutageMessage
from companion.gateway.page import paths
from companion.gateway.page.posted import Posted
from companion.gateway.page.turns import Turns
from companion.gateway.page.views import Pages, Refusal
from companion.gateway.sessions import Sessions
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation


@dataclass(frozen=True)
class Posts:
    """Takes the forms of the page. Each method returns the page to show, "" for a redirection."""

    chat: ChatService
    sessions: Sessions
    conversations: ConversationRepository
    tokens: FormTokens
    pages: Pages
    turns: Turns
    limits: Limits

    async def say(
        self,
        posted: Posted,
        conversation: Conversation | None,
        request: Request,
        response: Response,
    ) -> str:
        """Send a text or a choice, in a conversation that is opened if there is none."""
        if not self.tokens.accepts(posted["token"], conversation.id if conversation else ""):
            return await run_sync(self._outdated, posted, conversation, response)
        if conversation is None:
            await self.limits.admit_opening(request)
            conversation = await run_sync(self._open, posted, response)
        try:
            messages = await self.chat.resume(conversation)
            if not posted["opening"] and _outage(messages) is None:
                messages = await self.turns.take(conversation, posted)
        except ApiError as error:
            return await run_sync(self._refused, posted, conversation, response, error)
        outage = _outage(messages)
        if outage is None:
            return _redirection(response, f"{self.pages.paths.page}#{paths.LATEST}")
        response.status_code = 503
        return await run_sync(self.pages.conversation, conversation, posted, None, outage)

    def rate(self, posted: Posted, conversation: Conversation | None, response: Response) -> str:
        """Store whether an answer helped. Raises a 422 or 404 error for no rating of ours."""
        if conversation is None or not self.tokens.accepts(posted["token"], conversation.id):
            return self._outdated(posted, conversation, response)
        try:
            rating = _rating(posted)
        except ApiError as error:
            if error.code != "too_long":
                raise
            place = f"precisions-{posted['answer']}"
            return self._refused(posted, conversation, response, error, place)
        self.chat.rate(conversation, rating.message_id, rating.value, rating.reason, rating.comment)
        return _redirection(response, f"{self.pages.paths.page}#avis-{rating.message_id}")

    def erase(self, posted: Posted, conversation: Conversation | None, response: Response) -> str:
        """Forget the conversation and its session."""
        if conversation is None or not self.tokens.accepts(posted["token"], conversation.id):
            return self._outdated(posted, conversation, response)
        self.conversations.forget(conversation.id)
        self.sessions.close(response)
        return _redirection(response, self.pages.paths.erased)

    def _open(self, posted: Posted, response: Response) -> Conversation:
        audience = posted["audience"] if posted["audience"] in AUDIENCES else None
        return self.sessions.open(response, MAIN_COLLECTION, audience)

    def _outdated(
        self, posted: Posted, conversation: Conversation | None, response: Response
    ) -> str:
        """Refuse a form that was not made for this conversation; its text is given back."""
        if conversation is None:
            response.status_code = 401
            return self.pages.start(posted, refusal=Refusal("session_required"))
        response.status_code = 403
        return self.pages.conversation(conversation, posted, Refusal("outdated"))

    def _refused(
        self,
        posted: Posted,
        conversation: Conversation,
        response: Response,
        error: ApiError,
        place: str = paths.QUESTION,
    ) -> str:
        response.status_code = error.status
        refusal = Refusal(error.code, place)
        if error.code == "session_required":  # erased in another window meanwhile
            return self.pages.start(posted, refusal=refusal)
        return self.pages.conversation(conversation, posted, refusal)


def _rating(posted: Posted) -> RatingRequest:
    fields = {
        "message_id": posted["answer"],
        "value": posted["value"],
        "reason": posted.given("reason"),
        "comment": posted.given("comment"),
    }
    try:
        return RatingRequest.model_validate(fields)
    except ValidationError as error:
        too_long = all(
            problem["type"] == "string_too_long" and problem["loc"] == ("comment",)
            for problem in error.errors()
        )
        raise (ApiError(413, "too_long") if too_long else ApiError(422, "invalid")) from error


def _outage(messages: Sequence[Message]) -> OutageMessage | None:
    """Return the outage that kept a post from being recorded, if there was one."""
    first = next(iter(messages), None)
    return first if isinstance(first, OutageMessage) else None


def _redirection(response: Response, address: str) -> str:
    response.status_code = 303
    response.headers["location"] = address
    return ""
