"""Who may read and write a conversation: the bearer of a signed, HttpOnly cookie.

The cookie holds a random token, signed and dated; the server keeps only its digest beside the
conversation, so neither a guessed id nor a stolen database opens anything.
"""

import hashlib
import secrets
from datetime import timedelta

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

from companion.errors import ApiError
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation

COOKIE = "econtacts_session"


class Sessions:
    """Opens conversations, and finds the one that a request may touch."""

    def __init__(
        self,
        conversations: ConversationRepository,
        secret_key: str,
        *,
        lifetime: timedelta,
        secure: bool,
    ) -> None:
        self._conversations = conversations
        self._signer = TimestampSigner(secret_key, salt="session", digest_method=hashlib.sha256)
        self._lifetime = lifetime
        self._secure = secure

    def open(self, response: Response, collection: str, audience: str | None) -> Conversation:
        """Open a conversation and give its session to the browser."""
        token = secrets.token_urlsafe(32)
        conversation = self._conversations.open(
            _digest(token),
            collection=collection,
            audience=audience,
            lifetime=self._lifetime,
        )
        response.set_cookie(
            COOKIE,
            self._signer.sign(token).decode(),
            max_age=int(self._lifetime.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )
        return conversation

    def find(self, request: Request) -> Conversation | None:
        """Return the request's conversation, None when it has none that is alive."""
        cookie = request.cookies.get(COOKIE, "")
        try:
            token = self._signer.unsign(cookie, max_age=int(self._lifetime.total_seconds()))
        except BadSignature:
            return None
        return self._conversations.of_session(_digest(token.decode()))

    def require(self, request: Request) -> Conversation:
        """Return the request's conversation. Raises a 401 error when it has none."""
        conversation = self.find(request)
        if conversation is None:
            raise ApiError(401, "session_required")
        return conversation

    def close(self, response: Response) -> None:
        """Take the session back from the browser."""
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._secure)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
