"""What a form of the page sends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qsl

from fastapi import Request

from companion.errors import ApiError

_MOST_FIELDS = 20
_MOST_LINES = 250


@dataclass(frozen=True)
class Posted:
    """The fields of one post; those that were not sent are empty."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def given(self, name: str) -> str | None:
        """Return a field, None when it is empty."""
        return self[name].strip() or None

    @property
    def key(self) -> str:
        """What is the same when the same view posts the same thing twice."""
        said = "\n".join(self[name] for name in ("token", "choice", "text"))
        return sha256(said.encode()).hexdigest()


async def read_posted(request: Request) -> Posted:
    """Read the body of a form. Raises a 400 error for one with more fields than any of ours."""
    return await _read(request, _MOST_FIELDS)


async def read_long_form(request: Request) -> Posted:
    """Read a form with a field for each line of a list, as colleagues fill in."""
    return await _read(request, _MOST_LINES)


async def _read(request: Request, most: int) -> Posted:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=most)
    except ValueError as error:
        raise ApiError(400, "bad_request") from error
    posted = Posted({name: _clean(value) for name, value in pairs})
    request.state.posted = posted  # for the page that tells of a failure
    return posted


def _clean(value: str) -> str:
    """Take out what browsers add to line ends, which would count, and what databases refuse."""
    return value.replace("\r\n", "\n").replace("\0", "")
