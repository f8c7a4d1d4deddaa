"""Who becomes whom: the two ways in, each written to the access log."""

import secrets
from dataclasses import dataclass

import structlog
from anyio.to_thread import run_sync
from fastapi import Request, Response

from companion.errors import ApiError
from companion.pilotage import paths
from companion.pilotage.access.claims import name_of, roles_of
from companion.pilotage.access.departures import Departures
from companion.pilotage.access.openid import OpenIdProvider, SignInRefused, new_departure
from companion.pilotage.access.sessions import StaffSessions
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.access_log import AccessLog

logger = structlog.get_logger()

LOCAL_SUBJECT = "local"
LOCAL_NAME = "Compte local"
# Whoever has a laptop's password tries every page with it.
LOCAL_ROLES = frozenset(Role) - {Role.CITIZEN}


@dataclass(frozen=True)
class SignIn:
    """Signs people in by the local account or by the provider; `provider` None: there is none."""

    settings: Settings
    sessions: StaffSessions
    departures: Departures
    provider: OpenIdProvider | None
    log: AccessLog

    def locally(self, given: str, response: Response) -> None:
        """Sign in by password. Raises a 403 error for a wrong one, or without such an account."""
        password = self.settings.admitted_local_password()
        if password is None or not secrets.compare_digest(given.encode(), password.encode()):
            self._refuse(LOCAL_SUBJECT, LOCAL_NAME, "password")
            raise ApiError(403, "sign_in_refused")
        self._open(response, LOCAL_SUBJECT, LOCAL_NAME, LOCAL_ROLES)

    async def leave(self, response: Response, then: str) -> str:
        """Return the provider's address. Raises a 404 or 502 error when it is not to be had."""
        departure = new_departure()
        try:
            address = await self._provider().address(departure)
        except SignInRefused as refusal:
            logger.error("sign_in_unavailable", reason=str(refusal))
            raise ApiError(502, "sign_in_unavailable") from refusal
        self.departures.give(response, departure, then)
        return address

    async def arrive(self, request: Request, response: Response) -> str:
        """Sign in who comes back from the provider; return the page wanted.

        Raises a 403 error for whatever was not said to this browser, and for who has no role.
        """
        provider = self._provider()
        taken = self.departures.take(request)
        if taken is None:
            raise ApiError(403, "sign_in_refused")
        departure, then = taken
        try:
            claims = await provider.claims(request.query_params, departure)
        except SignInRefused as refusal:
            logger.warning("sign_in_refused", reason=str(refusal))
            await run_sync(self._refuse, "", "", str(refusal))
            raise ApiError(403, "sign_in_refused") from refusal
        roles = roles_of(claims, self.settings.oidc_roles_claim, self.settings.oidc_role_map)
        subject, name = str(claims["sub"])[:255], name_of(claims)
        if not roles - {Role.CITIZEN}:
            await run_sync(self._refuse, subject, name, "no_role")
            raise ApiError(403, "no_role")
        self.departures.end(response)
        await run_sync(self._open, response, subject, name, roles)
        return paths.own_path(then)

    def _provider(self) -> OpenIdProvider:
        if self.provider is None:
            raise ApiError(404, "not_found")
        return self.provider

    def _open(self, response: Response, subject: str, name: str, roles: frozenset[Role]) -> None:
        detail = ", ".join(sorted(roles))
        self.log.add(subject=subject, name=name, action="sign_in", detail=detail)
        self.sessions.open(response, subject=subject, name=name, roles=roles)

    def _refuse(self, subject: str, name: str, reason: str) -> None:
        self.log.add(subject=subject, name=name, action="sign_in_refused", detail=reason[:255])
