"""A secure-mail form filled beside the conversation: shown, checked, stored once, told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyio.to_thread import run_sync
from econtacts_core.form_fields import ATTACHMENTS
from econtacts_core.knowledge import Destination
from fastapi import Request

from companion.errors import ApiError
from companion.gateway.chat import ChatService
from companion.gateway.form_views import (
    Acknowledgement,
    FormView,
    NewRequest,
    acknowledgement,
    attachments_view,
    field_view,
)
from companion.gateway.limits import Limits
from companion.requests.attachments import (
    Attachment,
    AttachmentDesk,
    AttachmentRefused,
    Upload,
)
from companion.requests.fields import ReadFields, read_fields
from companion.requests.prefill import SLOTS, known_of, prefilled
from companion.requests.texts import RequestTexts
from companion.storage.models import Conversation
from companion.storage.requests import (
    ConfirmedRequest,
    KeptRequest,
    RequestConflict,
    RequestRepository,
)


@dataclass(frozen=True)
class FormDesk:
    """What the public contract offers of forms, without HTTP."""

    chat: ChatService
    requests: RequestRepository
    attachments: AttachmentDesk
    limits: Limits
    texts: RequestTexts

    def fillable(self, key: str) -> Destination:
        """Return a form. Raises a 404 error when there is none, a 422 one without fields."""
        form = self.chat.knowledge.destinations.get(key)
        if form is None:
            raise ApiError(404, "unknown_form")
        if not form.fields:
            raise ApiError(422, "form_not_fillable")
        return form

    def show(self, key: str, conversation: Conversation | None) -> FormView:
        """Return a form with what the conversation knows of its fields."""
        form = self.fillable(key)
        drafts = prefilled(form.fields, self._known(conversation), self.texts)
        return FormView(
            id=form.id,
            title=form.title,
            purpose=form.purpose,
            demonstration=not form.confirmed,
            fields=[field_view(field, drafts.get(field.id, "")) for field in form.fields],
            attachments=attachments_view(self.attachments.limits) if form.attachments else None,
        )

    def read(self, form: Destination, given: Mapping[str, str]) -> ReadFields:
        """Read the fields of a form as somebody filled them."""
        return read_fields(form.fields, given, self.texts)

    async def send(
        self,
        conversation: Conversation,
        new: NewRequest,
        uploads: Sequence[Upload],
        request: Request,
    ) -> tuple[Acknowledgement, bool]:
        """Store a request and have the conversation say so; True when it is a new one.

        Raises a 422 error with `fields` for what is to correct, a 409 one for a key already used.
        """
        form = self.fillable(new.form)
        values = self._values(form, new)
        topic = self._topic(form, new)
        await self.limits.admit_request(request)
        joined = await self._examined(form, uploads)
        kept = await run_sync(self._store, conversation, new, topic, values, joined)
        await self.chat.tell_request(conversation, kept.request.number, form.title)
        return acknowledgement(kept.request, form), kept.is_new

    def sent(self, conversation: Conversation) -> list[Acknowledgement]:
        """Return the acknowledgements of a conversation."""
        forms = self.chat.knowledge.destinations
        kept = self.requests.of_conversation(conversation.id)
        return [acknowledgement(request, forms.get(request.form)) for request in kept]

    def _known(self, conversation: Conversation | None) -> dict[str, str]:
        if conversation is None:
            return {}
        tracker = self.chat.tracker
        slots = tracker.slots(conversation.id, SLOTS)
        return known_of(tracker.spoken(conversation.id), slots, self.chat.knowledge.topics)

    def _values(self, form: Destination, new: NewRequest) -> Mapping[str, str]:
        if set(new.fields) - {field.id for field in form.fields}:
            raise ApiError(422, "invalid")
        read = self.read(form, new.fields)
        if read.mistakes:
            raise ApiError(422, "invalid_fields", fields=read.mistakes)
        return read.values

    def _topic(self, form: Destination, new: NewRequest) -> str:
        topic = new.topic or form.topic or ""
        if topic not in self.chat.knowledge.topics:
            raise ApiError(422, "unknown_topic")
        return topic

    async def _examined(self, form: Destination, uploads: Sequence[Upload]) -> list[Attachment]:
        try:
            return await self.attachments.examine(uploads, wanted=form.attachments)
        except AttachmentRefused as refused:
            said = {ATTACHMENTS: str(refused)}
            raise ApiError(422, "invalid_fields", fields=said) from refused

    def _store(
        self,
        conversation: Conversation,
        new: NewRequest,
        topic: str,
        values: Mapping[str, str],
        joined: Sequence[Attachment],
    ) -> KeptRequest:
        confirmed = ConfirmedRequest(
            conversation_id=conversation.id,
            idempotency_key=new.idempotency_key,
            form=new.form,
            topic=topic,
            fields=values,
            audience=conversation.audience,
            channel=conversation.channel,
            attachments=joined,
        )
        try:
            return self.requests.send(confirmed)
        except RequestConflict as conflict:
            raise ApiError(409, "request_conflict") from conflict
