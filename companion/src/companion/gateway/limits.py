"""How often one session, and one address, may ask the gateway.

Counted before a body is read, so that a flood costs neither a database nor Rasa anything.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from companion.gateway.sessions import Sessions
from companion.tally import Tally, client_of

_READS = frozenset({"GET", "HEAD"})


class Limits:
    """Admits a request or refuses it."""

    def __init__(self, tally: Tally, sessions: Sessions) -> None:
        """Count by the names of `Settings.limits_per_minute`."""
        self._tally = tally
        self._sessions = sessions

    async def admit(self, request: Request) -> None:
        """Count a request. Raises a 429 error when it is one too many."""
        kind = "reads" if request.method in _READS else "writes"
        # The session first: who is refused there takes nothing from the others at this address.
        token = self._sessions.token(request)
        if token is not None:
            await self._tally.count(f"session_{kind}", token)
        await self._tally.count(f"address_{kind}", client_of(request))

    async def admit_opening(self, request: Request) -> None:
        """Count a conversation about to be opened. Raises a 429 error when it is one too many."""
        await self._tally.count("address_openings", client_of(request))

    async def admit_request(self, request: Request) -> None:
        """Count a secure-mail request about to be stored. Raises a 429 error, as above."""
        await self._tally.count("address_requests", client_of(request))


def limited_route(limits: Limits) -> type[APIRoute]:
    """Return the class of the routes whose every request is counted, before its body is read."""

    class LimitedRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            serve = super().get_route_handler()

            async def serve_admitted(request: Request) -> Response:
                await limits.admit(request)
                return await serve(request)

            return serve_admitted

    return LimitedRoute
