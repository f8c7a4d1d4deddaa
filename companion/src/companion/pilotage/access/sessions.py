"""Who is signed in: the bearer of a signed, HttpOnly cookie.

The cookie holds a random token; the database keeps its digest beside who signed in and the roles
given then. So nothing that a browser sends can change a role, and signing out ends it for good.
"""

import hashlib
import secrets
from datetime import timedelta

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

from companion.pilotage import paths
from companion.pilotage.person import Person
from companion.pilotage.roles import Role, roles_among
from companion.storage.staff_sessions import StaffSessionRepository

COOKIE = "econtacts_pilotage"


class StaffSessions:
    """Opens, finds and closes the sessions of the steering pages."""

    def __init__(
        self,
        sessions: StaffSessionRepository,
        secret_key: str,
        *,
        lifetime: timedelta,
        secure: bool,
    ) -> None:
        self._sessions = sessions
        self._signer = TimestampSigner(secret_key, salt="pilotage", digest_method=hashlib.sha256)
        self._lifetime = lifetime
        self._secure = secure

    def open(
        self, response: Response, *, subject: str, name: str, roles: frozenset[Role]
    ) -> Person:
        """Sign somebody in, and give the session to the browser."""
        token = secrets.token_urlsafe(32)
        session = self._sessions.open(
            _digest(token),
            subject=subject,
            name=name,
            roles=sorted(role.value for role in roles),
            lifetime=self._lifetime,
        )
        response.set_cookie(
            COOKIE,
            self._signer.sign(token).decode(),
            max_age=int(self._lifetime.total_seconds()),
            path=paths.ROOT,
            httponly=True,
            # A link in a mail leads in; a form of another site does not.
            samesite="lax",
            secure=self._secure,
        )
        return Person(subject, name, roles, session.id)

    def person(self, request: Request) -> Person | None:
        """Return who is signed in; None when nobody is, or not any more."""
        try:
            token = self._signer.unsign(
                request.cookies.get(COOKIE, ""), max_age=int(self._lifetime.total_seconds())
            )
        except BadSignature:
            return None
        session = self._sessions.find(_digest(token.decode()))
        if session is None:
            return None
        return Person(session.subject, session.name, roles_among(session.roles), session.id)

    def close(self, person: Person, response: Response) -> None:
        """Sign somebody out."""
        self._sessions.close(person.session)
        response.delete_cookie(COOKIE, path=paths.ROOT)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
