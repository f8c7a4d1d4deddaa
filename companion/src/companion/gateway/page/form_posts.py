"""A secure-mail form as pages: filled, read back, sent once, acknowledged at its own address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyio.to_thread import run_sync
from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.form_fields import ATTACHMENTS
from fastapi import Request, Response
from pydantic import ValidationError

from companion.errors import ApiError
from companion.form_tokens import FormTokens
from companion.gateway.filling import FormDesk
from companion.gateway.form_views import FormView, NewRequest
from companion.gateway.limits import Limits
from companion.gateway.page.views import Pages, Telling
from companion.gateway.sessions import Sessions
from companion.requests.attachments import Upload
from companion.storage.models import Conversation, new_id

FIELD = "champ-"  # before the id of a field, so that none is taken for another input


@dataclass(frozen=True)
class PostedForm:
    """What a page of a form sent; `step` is the button that was pressed."""

    form: str
    step: str
    token: str
    key: str
    values: Mapping[str, str]
    uploads: Sequence[Upload]


@dataclass(frozen=True)
class FormPosts:
    """Shows and takes the pages of forms. Each method returns the page, "" for a redirection."""

    desk: FormDesk
    pages: Pages
    tokens: FormTokens
    sessions: Sessions
    limits: Limits

    def show(self, form: str, conversation: Conversation | None) -> str:
        """Show a form with what the conversation knows of it."""
        return self.pages.form(self.desk.show(form, conversation), conversation)

    async def take(
        self,
        posted: PostedForm,
        conversation: Conversation | None,
        request: Request,
        response: Response,
    ) -> str:
        """Check, correct or send what was posted."""
        filled = self._filled(posted)
        if not self.tokens.accepts(posted.token, conversation.id if conversation else ""):
            response.status_code = 403 if conversation else 401
            code = "outdated" if conversation else "session_required"
            return self.pages.form(filled, conversation, Telling(code=code))
        if posted.step == "corriger":
            return self.pages.form(filled, conversation)
        if posted.step == "envoyer" and conversation is not None:
            return await self._send(posted, conversation, request, response)
        return await self._read_back(posted, conversation, request, response)

    def acknowledge(self, number: str, conversation: Conversation) -> str:
        """Show the number of one's own request. Raises a 404 error for any other."""
        for sent in self.desk.sent(conversation):
            if sent.number == number:
                return self.pages.acknowledgement(sent)
        raise ApiError(404, "unknown_request")

    async def _read_back(
        self,
        posted: PostedForm,
        conversation: Conversation | None,
        request: Request,
        response: Response,
    ) -> str:
        """Show the form with its mistakes, or what will be sent under a key of its own."""
        read = self.desk.read(self.desk.fillable(posted.form), posted.values)
        if read.mistakes:
            response.status_code = 422
            return self.pages.form(self._filled(posted), conversation, Telling(read.mistakes))
        if conversation is None:
            await self.limits.admit_opening(request)
            conversation = await run_sync(self.sessions.open, response, MAIN_COLLECTION, None)
        shown = self._filled(posted, read.values)
        return self.pages.recapitulation(shown, conversation, new_id())

    async def _send(
        self,
        posted: PostedForm,
        conversation: Conversation,
        request: Request,
        response: Response,
    ) -> str:
        try:
            told, _ = await self.desk.send(conversation, _request(posted), posted.uploads, request)
        except ApiError as error:
            if error.code == "session_required":  # erased in another window meanwhile
                raise
            return self._refused(posted, conversation, response, error)
        response.status_code = 303
        response.headers["location"] = f"{self.pages.paths.sent}/{told.number}"
        return ""

    def _refused(
        self,
        posted: PostedForm,
        conversation: Conversation,
        response: Response,
        error: ApiError,
    ) -> str:
        """Give back all that was typed, on the page where it can be mended."""
        response.status_code = error.status
        filled = self._filled(posted)
        mistakes = error.fields or {}
        if set(mistakes) - {ATTACHMENTS}:
            return self.pages.form(filled, conversation, Telling(mistakes))
        telling = Telling(mistakes, None if mistakes else error.code)
        return self.pages.recapitulation(filled, conversation, new_id(), telling)

    def _filled(self, posted: PostedForm, values: Mapping[str, str] | None = None) -> FormView:
        """Return the form with what was posted in its fields."""
        given = posted.values if values is None else values
        shown = self.desk.show(posted.form, None)
        fields = [
            field.model_copy(update={"value": given.get(field.id, "")}) for field in shown.fields
        ]
        return shown.model_copy(update={"fields": fields})


def _request(posted: PostedForm) -> NewRequest:
    try:
        return NewRequest(
            form=posted.form,
            fields=dict(posted.values),
            idempotency_key=posted.key,
        )
    except ValidationError as error:
        raise ApiError(422, "invalid") from error
