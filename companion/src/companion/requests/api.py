"""The internal contract `/v1/requests`: a confirmed request comes in, a number goes out.

Nothing of a request's fields is ever logged, repeated in an error or shown by a `repr`.
"""

from datetime import datetime
from typing import Annotated

from econtacts_core.knowledge import Knowledge
from fastapi import APIRouter, Depends, Response
from pydantic import Field, StringConstraints

from companion.bearer import requires_token
from companion.contract import Audience, Body, Channel, Identifier
from companion.errors import ApiError, error_documentation
from companion.storage.requests import ConfirmedRequest, RequestConflict, RequestRepository

FieldName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z][a-z0-9_]*$")]
FieldValue = Annotated[str, StringConstraints(max_length=500)]


class NewRequest(Body):
    """A request as its author confirmed it; the key is the same when the sending is repeated."""

    form: Identifier
    topic: Identifier
    # Not masked, unlike every other text: their author confirmed them for the administration,
    # and the agent who acts on them needs them whole.
    fields: Annotated[
        dict[FieldName, FieldValue],
        Field(
            min_length=1,
            max_length=20,
            repr=False,
            json_schema_extra={"additionalProperties": False},  # no name out of the pattern
        ),
    ]
    conversation_id: Identifier
    idempotency_key: Identifier
    audience: Audience | None = None
    channel: Channel


class Acknowledgement(Body):
    """A request is stored: its id, and the number that its author can quote."""

    request_id: str
    number: str
    created_at: datetime


def request_routes(requests: RequestRepository, knowledge: Knowledge, token: str) -> APIRouter:
    """Return the routes of `/v1/requests`; they ask for the bearer `token`."""
    router = APIRouter(
        prefix="/v1",
        tags=["requests"],
        dependencies=[Depends(requires_token(token))],
        responses=error_documentation(401, 422, 503),
    )

    @router.post(
        "/requests",
        status_code=201,
        responses={200: {"model": Acknowledgement}, **error_documentation(404, 409)},
    )
    def send(body: NewRequest, response: Response) -> Acknowledgement:
        _check_form(body.form, knowledge)
        try:
            kept = requests.send(_confirmed(body))
        except RequestConflict as conflict:
            raise ApiError(409, "request_conflict") from conflict
        if not kept.is_new:
            response.status_code = 200
        return Acknowledgement(
            request_id=kept.request.id,
            number=kept.request.number,
            created_at=kept.request.created_at,
        )

    return router


def _check_form(form: str, knowledge: Knowledge) -> None:
    destination = knowledge.destinations.get(form)
    if destination is None:
        raise ApiError(404, "unknown_form")
    if destination.kind != "form":
        raise ApiError(422, "not_a_form")


def _confirmed(body: NewRequest) -> ConfirmedRequest:
    return ConfirmedRequest(
        conversation_id=body.conversation_id,
        idempotency_key=body.idempotency_key,
        form=body.form,
        topic=body.topic,
        fields=body.fields,
        audience=body.audience,
        channel=body.channel,
    )
