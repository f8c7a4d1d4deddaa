"""A request as a browser sends it: JSON alone, or a multipart body with files.

The body is read piece by piece under the ceiling of the envelope: a longer one is given up on the
way. Files wait in temporary ones that have no name, and are closed with the request.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from companion.errors import ApiError
from companion.gateway.form_views import NewRequest
from companion.requests.attachments import Upload

_MOST_FILES = 20  # read before they are counted, so that one too many is told by a sentence
_MOST_PARTS = 40
_MOST_TEXT = 256 * 1024  # bytes of one part that is no file


@asynccontextmanager
async def posted_form(request: Request) -> AsyncIterator[FormData]:
    """Read a form, with its files or without. Raises a 413 error for one that is too long."""
    reading = request.form(max_files=_MOST_FILES, max_fields=_MOST_PARTS, max_part_size=_MOST_TEXT)
    try:
        form = await reading
    except HTTPException as error:
        if error.status_code == 413:
            raise ApiError(413, "attachments_too_heavy") from error
        raise
    try:
        yield form
    finally:
        await form.close()


async def read_request(request: Request) -> tuple[NewRequest, list[Upload]]:
    """Return a request and its files. Raises a 422 error for any other shape."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return _request(await request.body()), []
    async with posted_form(request) as form:
        written = form.getlist("request")
        if set(form) - {"request", "attachments"} or len(written) != 1:
            raise ApiError(422, "invalid")
        if not isinstance(written[0], str):
            raise ApiError(422, "invalid")
        return _request(written[0]), await uploads_in(form)


async def uploads_in(form: FormData) -> list[Upload]:
    """Return the files of a form; a browser sends one without name or content for none."""
    parts = form.getlist("attachments")
    if not all(isinstance(part, UploadFile) or part == "" for part in parts):
        raise ApiError(422, "invalid")
    files = [part for part in parts if isinstance(part, UploadFile)]
    return [
        Upload(file.filename or "", await file.read())
        for file in files
        if file.filename or file.size
    ]


def _request(written: str | bytes) -> NewRequest:
    try:
        return NewRequest.model_validate_json(written)
    except ValidationError as error:
        raise ApiError(422, "invalid") from error
