"""Who may read and write a conversation: the bearer of a signed, HttpOnly cookie.

The cookie holds a random token, signed and dated; the server keeps only its digest beside the
conversation, so neither a guessed id nor a stolen database opens anything.

A session that is used after half its life gets a new token. The old one stays good until the new
one has come back, and a moment longer: an answer lost on its way, or another tab that is late,
loses nobody the conversation.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

from companion.errors import ApiError
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation, now

COOKIE = "econtacts_session"
OVERLAP = timedelta(minutes=1)


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
        self._key = hashlib.sha256(b"next session" + secret_key.encode()).digest()
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
        self._give(response, token)
        return conversation

    def token(self, request: Request) -> str | None:
        """Return the token of a cookie that we signed and that is not too old, or None."""
        cookie = request.cookies.get(COOKIE, "")
        try:
            token = self._signer.unsign(cookie, max_age=int(self._lifetime.total_seconds()))
        except BadSignature:
            return None
        return token.decode()

    def find(self, request: Request, response: Response) -> Conversation | None:
        """Return the request's conversation, None when it has none that is alive."""
        token = self.token(request)
        if token is None:
            return None
        conversation = self._conversations.of_session(_digest(token))
        if conversation is not None:
            self._renew(response, conversation, token)
        return conversation

    def require(self, request: Request, response: Response) -> Conversation:
        """Return the request's conversation. Raises a 401 error when it has none."""
        conversation = self.find(request, response)
        if conversation is None:
            raise ApiError(401, "session_required")
        return conversation

    def close(self, response: Response) -> None:
        """Take the session back from the browser, and the next one if it was about to be given."""
        del response.headers["set-cookie"]
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=self._secure)

    def _renew(self, response: Response, conversation: Conversation, token: str) -> None:
        """Give the next token when this one is half spent, or is the one before already."""
        digest = _digest(token)
        if digest == conversation.session_digest:
            if conversation.expires_at - now() > self._lifetime / 2:
                if conversation.previous_digest and conversation.previous_until is None:
                    self._conversations.end_previous_session(conversation.id, now() + OVERLAP)
                return
            following = _digest(self._next(token))
            self._conversations.renew_session(digest, following, self._lifetime)
        self._give(response, self._next(token))

    def _next(self, token: str) -> str:
        """Return the token that follows: the same for two requests at once, unknown without key."""
        following = hmac.digest(self._key, token.encode(), "sha256")
        return base64.urlsafe_b64encode(following).decode().rstrip("=")

    def _give(self, response: Response, token: str) -> None:
        response.set_cookie(
            COOKIE,
            self._signer.sign(token).decode(),
            max_age=int(self._lifetime.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._secure,
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
