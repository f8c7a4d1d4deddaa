"""The token of each form: made for one view of one conversation, so no other site can post it."""

import hashlib
import secrets

from itsdangerous import BadSignature, TimestampSigner

from companion.storage.models import Conversation


class FormTokens:
    """Issues a new token for each page that is shown, and knows those of a conversation."""

    def __init__(self, secret_key: str, lifetime: int) -> None:
        """Issue tokens that are good for `lifetime` seconds."""
        self._secret_key = secret_key
        self._lifetime = lifetime

    def issue(self, conversation: Conversation | None) -> str:
        """Return a token that nobody has seen; None is for who has no conversation yet."""
        return self._signer(conversation).sign(secrets.token_urlsafe(16)).decode()

    def accepts(self, token: str, conversation: Conversation | None) -> bool:
        """Tell whether `token` was issued for this conversation, not too long ago."""
        try:
            self._signer(conversation).unsign(token, max_age=self._lifetime)
        except BadSignature:
            return False
        return True

    def _signer(self, conversation: Conversation | None) -> TimestampSigner:
        whose = "" if conversation is None else conversation.id
        return TimestampSigner(self._secret_key, salt=f"form {whose}", digest_method=hashlib.sha256)
