"""The token of each form: made for one view of one session, so no other site can post it."""

import hashlib
import secrets

from itsdangerous import BadSignature, TimestampSigner


class FormTokens:
    """Issues a new token for each page that is shown, and knows those of a session."""

    def __init__(self, secret_key: str, lifetime: int) -> None:
        """Issue tokens that are good for `lifetime` seconds."""
        self._secret_key = secret_key
        self._lifetime = lifetime

    def issue(self, whose: str) -> str:
        """Return a token that nobody has seen; `whose`: an id, empty for who has none yet."""
        return self._signer(whose).sign(secrets.token_urlsafe(16)).decode()

    def accepts(self, token: str, whose: str) -> bool:
        """Tell whether `token` was issued for `whose`, not too long ago."""
        try:
            self._signer(whose).unsign(token, max_age=self._lifetime)
        except BadSignature:
            return False
        return True

    def _signer(self, whose: str) -> TimestampSigner:
        return TimestampSigner(self._secret_key, salt=f"form {whose}", digest_method=hashlib.sha256)
