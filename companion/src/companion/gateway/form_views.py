"""What the public contract says of a form that can be filled here, and of a request sent."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from econtacts_core.form_fields import FormField
from econtacts_core.knowledge import Destination
from pydantic import Field, StringConstraints

from companion.contract import Body, Identifier
from companion.requests.attachments import AttachmentLimits
from companion.storage.models import FormRequest

FieldName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z][a-z0-9_]*$")]
# More than any field takes: what is too long is told beside its field, by its own length.
FieldValue = Annotated[str, StringConstraints(max_length=10_000)]


class OptionView(Body):
    """One answer to a choice."""

    value: str
    label: str


class FieldView(Body):
    """One question, and the value that the conversation suggests for it, "" for none."""

    id: str
    label: str
    kind: Literal["text", "long_text", "date", "year", "amount", "choice"]
    required: bool
    max_length: int
    help: str
    autocomplete: str | None
    options: list[OptionView]
    value: str


class AttachmentsView(Body):
    """How many files may be joined, of how many bytes each, of which types."""

    count: int
    bytes: int
    media_types: list[str]
    labels: list[str]


class FormView(Body):
    """A form; its fields are ours. `demonstration`: so is its title."""

    id: str
    title: str
    purpose: str
    demonstration: bool
    fields: list[FieldView]
    attachments: AttachmentsView | None


class NewRequest(Body):
    """A form as its author confirmed it; the key is the same when the sending is repeated.

    A browser sends it alone as JSON, or as the part `request` of a multipart body whose parts
    `attachments` are files.
    """

    form: Identifier
    topic: Identifier | None = None
    fields: Annotated[
        dict[FieldName, FieldValue],
        Field(max_length=20, repr=False, json_schema_extra={"additionalProperties": False}),
    ]
    idempotency_key: Identifier


class Acknowledgement(Body):
    """A request is stored under a number; `attachments` are the names of its files."""

    number: str
    form: str
    title: str
    created_at: datetime
    attachments: list[str]


class AcknowledgementsResponse(Body):
    """The requests of this conversation, the first sent first."""

    requests: list[Acknowledgement]


def field_view(field: FormField, value: str) -> FieldView:
    """Show a field of the knowledge; where its value came from is no business of the page."""
    shown = {name: told for name, told in asdict(field).items() if name != "prefill"}
    return FieldView.model_validate({**shown, "value": value})


def attachments_view(limits: AttachmentLimits) -> AttachmentsView | None:
    """Show what may be joined, None when nothing may."""
    if not limits.count:
        return None
    return AttachmentsView(
        count=limits.count,
        bytes=limits.most_bytes,
        media_types=[found.media_type for found in limits.types],
        labels=[found.label for found in limits.types],
    )


def acknowledgement(request: FormRequest, form: Destination | None) -> Acknowledgement:
    """Show a stored request; its form may have left the knowledge since."""
    return Acknowledgement(
        number=request.number,
        form=request.form,
        title=form.title if form else request.form,
        created_at=request.created_at,
        attachments=[attachment.name for attachment in request.attachments],
    )
