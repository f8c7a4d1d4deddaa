"""The public contract of forms: `/api/v1/forms/{id}` and `/api/v1/requests`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from companion.contract import Identifier
from companion.errors import error_documentation
from companion.gateway.api import refuse_cross_site
from companion.gateway.filling import FormDesk
from companion.gateway.form_views import (
    Acknowledgement,
    AcknowledgementsResponse,
    FormView,
    NewRequest,
)
from companion.gateway.limits import limited_route
from companion.gateway.sessions import Sessions
from companion.gateway.upload import read_request
from companion.storage.models import Conversation

REQUESTS = "/api/v1/requests"


def form_routes(desk: FormDesk, sessions: Sessions) -> APIRouter:
    """Return the routes of forms and requests."""
    router = APIRouter(
        prefix="/api/v1",
        tags=["gateway"],
        route_class=limited_route(desk.limits),
        dependencies=[Depends(refuse_cross_site)],
        responses=error_documentation(401, 403, 422, 429, 503),
    )
    OwnConversation = Annotated[Conversation, Depends(sessions.require)]  # noqa: N806, a type

    @router.get("/forms/{form}", responses=error_documentation(404))
    def show(form: Identifier, conversation: OwnConversation) -> FormView:
        return desk.show(form, conversation)

    @router.post(
        "/requests",
        status_code=201,
        responses={200: {"model": Acknowledgement}, **error_documentation(400, 404, 409, 413)},
        openapi_extra={"requestBody": _body()},
    )
    async def send(
        request: Request, conversation: OwnConversation, response: Response
    ) -> Acknowledgement:
        new, uploads = await read_request(request)
        told, is_new = await desk.send(conversation, new, uploads, request)
        if not is_new:
            response.status_code = 200
        return told

    @router.get("/requests")
    def sent(conversation: OwnConversation) -> AcknowledgementsResponse:
        return AcknowledgementsResponse(requests=desk.sent(conversation))

    return router


def _body() -> dict[str, Any]:
    """Describe both ways to send a request: the body is read by `upload`, not by the framework."""
    alone = NewRequest.model_json_schema()
    parts = {
        "type": "object",
        "required": ["request"],
        "additionalProperties": False,
        "properties": {
            "request": {**alone, "description": "The same object, as a text of JSON"},
            "attachments": {"type": "array", "items": {"type": "string", "format": "binary"}},
        },
    }
    return {
        "required": True,
        "content": {
            "application/json": {"schema": alone},
            "multipart/form-data": {"schema": parts},
        },
    }
