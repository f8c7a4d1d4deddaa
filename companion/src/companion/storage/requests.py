"""Secure-mail requests that their authors confirmed; nothing is kept of a request given up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from companion.requests.attachments import Attachment
from companion.requests.number import new_number
from companion.storage.database import Database
from companion.storage.models import FormRequest, RequestAttachment, now
from companion.storage.projected import mark


class RequestConflict(Exception):
    """The key of a request already stands for another content in this conversation."""


@dataclass(frozen=True, kw_only=True)
class ConfirmedRequest:
    """What somebody confirmed; `fields` maps the name of a field to its value as it was given."""

    conversation_id: str
    idempotency_key: str
    form: str
    topic: str
    fields: Mapping[str, str] = field(repr=False)  # a citizen's own words, kept out of any log
    audience: str | None
    channel: str
    attachments: Sequence[Attachment] = ()

    def is_the_content_of(self, stored: FormRequest) -> bool:
        """Tell whether `stored` says the same, whatever the order of the fields."""
        sources = [attachment.source for attachment in self.attachments]
        return (self.form, self.topic, self.fields, self.audience, self.channel, sources) == (
            stored.form,
            stored.topic,
            stored.fields,
            stored.audience,
            stored.channel,
            [attachment.source_digest for attachment in stored.attachments],
        )


@dataclass(frozen=True)
class KeptRequest:
    """A stored request; `is_new` is False when the same one had been sent before."""

    request: FormRequest
    is_new: bool


class RequestRepository:
    """Keeps requests, once each however often they are sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def send(self, confirmed: ConfirmedRequest) -> KeptRequest:
        """Store a request, or return the one of the same key in the same conversation.

        Raises:
            RequestConflict: the key was used for another content.
        """
        try:
            return self._store(confirmed)
        except IntegrityError:
            # Sent twice at once: now there is a first one. Or its number was taken: draw again.
            return self._store(confirmed)

    def of_conversation(self, conversation_id: str) -> list[FormRequest]:
        """Return the requests of a conversation, the first sent first."""
        found = select(FormRequest).filter_by(conversation_id=conversation_id)
        with self._database.transaction() as session:
            return list(session.scalars(found.order_by(FormRequest.created_at)))

    def _store(self, confirmed: ConfirmedRequest) -> KeptRequest:
        with self._database.transaction() as session:
            first = _of(session, confirmed.conversation_id, confirmed.idempotency_key)
            if first is None:
                request = _new(confirmed)
                session.add(request)
                mark(session.connection(), confirmed.conversation_id)
                return KeptRequest(request, is_new=True)
        if not confirmed.is_the_content_of(first):
            raise RequestConflict
        return KeptRequest(first, is_new=False)


def _of(session: Session, conversation_id: str, idempotency_key: str) -> FormRequest | None:
    return session.scalars(
        select(FormRequest).filter_by(
            conversation_id=conversation_id, idempotency_key=idempotency_key
        )
    ).one_or_none()


def _new(confirmed: ConfirmedRequest) -> FormRequest:
    sent_at = now()
    return FormRequest(
        number=new_number(sent_at.year),
        conversation_id=confirmed.conversation_id,
        idempotency_key=confirmed.idempotency_key,
        form=confirmed.form,
        topic=confirmed.topic,
        fields=dict(confirmed.fields),
        audience=confirmed.audience,
        channel=confirmed.channel,
        created_at=sent_at,
        attachments=[
            RequestAttachment(
                place=place,
                name=attachment.name,
                media_type=attachment.media_type,
                size=len(attachment.content),
                source_digest=attachment.source,
                content=attachment.content,
            )
            for place, attachment in enumerate(confirmed.attachments, start=1)
        ],
    )
