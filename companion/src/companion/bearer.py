"""Who may call the internal contract: the bearer of its token."""

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from companion.errors import ApiError

_bearer = HTTPBearer(auto_error=False)


def requires_token(token: str) -> Callable[[HTTPAuthorizationCredentials | None], None]:
    """Return a dependency that raises a 401 error unless the request bears `token`."""

    def authorised(
        given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> None:
        if given is None or not secrets.compare_digest(given.credentials.encode(), token.encode()):
            raise ApiError(401, "unauthorised")

    return authorised
