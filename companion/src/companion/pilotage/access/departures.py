"""What somebody takes to the identity provider and must bring back: one signed cookie."""

import hashlib
from dataclasses import asdict

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from companion.pilotage import paths
from companion.pilotage.access.openid import Departure

COOKIE = "econtacts_depart"
_LASTING = 600  # seconds to sign in at the provider


class Departures:
    """Keeps state, nonce and verifier in the browser that left, and nowhere else."""

    def __init__(self, secret_key: str, *, secure: bool) -> None:
        self._signer = URLSafeTimedSerializer(
            secret_key, salt="departure", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._secure = secure

    def give(self, response: Response, departure: Departure, then: str) -> None:
        """Give the browser what it must bring back; `then` is the page wanted in the end."""
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps({**asdict(departure), "then": then})),
            max_age=_LASTING,
            path=paths.SIGN_IN,
            httponly=True,
            samesite="lax",
            secure=self._secure,
        )

    def take(self, request: Request) -> tuple[Departure, str] | None:
        """Return what was given, and the page wanted; None for a browser that never left."""
        try:
            found = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=_LASTING)
        except BadSignature:
            return None
        return Departure(found["state"], found["nonce"], found["verifier"]), found["then"]

    def end(self, response: Response) -> None:
        """Have the browser forget: what came back once does not come back again."""
        response.delete_cookie(COOKIE, path=paths.SIGN_IN)
