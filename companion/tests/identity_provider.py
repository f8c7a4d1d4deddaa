"""An OpenID Connect provider: real keys, real signatures, PKCE held to; it can be made to lie."""

import base64
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

ISSUER = "https://identite.test/realm"
CLIENT_ID = "econtacts"
CLIENT_SECRET = "what-the-provider-gave-us"
REDIRECT = "http://pilotage.test/pilotage/connexion/retour"


class IdentityProvider:
    """Signs in whoever comes as `user`; `changed` overrides claims of the next id token."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first"})
        self.published = [self.key]
        self.user: dict[str, Any] = {}
        self.user_info: dict[str, Any] = {}
        self.changed: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.issuer = ISSUER
        self._codes: dict[str, dict[str, str]] = {}
        self._access: set[str] = set()
        self.reset()
        self.app = self._application()

    def reset(self) -> None:
        """Be honest, with nobody's roles changed."""
        self.user = {"sub": "u-42", "name": "Camille Martin", "roles": ["analyst"]}
        self.user_info = {"sub": "u-42"}
        self.changed = {}
        self.algorithm = "RS256"
        self.published = [self.key]

    def renew_key(self) -> None:
        """Sign with a new key and publish it alone, as providers do now and then."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)})
        self.published = [self.key]

    def _token(self, code: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": code["nonce"],
            **self.user,
            **self.changed,
        }
        if self.algorithm == "none":
            parts = ('{"alg":"none"}', json.dumps(claims))
            written = [base64.urlsafe_b64encode(part.encode()).rstrip(b"=") for part in parts]
            return b".".join([*written, b""]).decode()
        if self.algorithm == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET))
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def _application(self) -> FastAPI:
        app = FastAPI()

        @app.get("/realm/.well-known/openid-configuration")
        def discovery() -> dict[str, Any]:
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
            }

        @app.get("/realm/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [key.as_dict(private=False) for key in self.published]}

        @app.get("/realm/authorize")
        def authorize(request: Request) -> Response:
            asked = request.query_params
            assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT_ID, REDIRECT)
            assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
            code = secrets.token_urlsafe(16)
            self._codes[code] = {"nonce": asked["nonce"], "challenge": asked["code_challenge"]}
            return RedirectResponse(
                f"{REDIRECT}?{urlencode({'code': code, 'state': asked['state']})}"
            )

        @app.post("/realm/token")
        async def token(request: Request) -> Response:
            credentials = base64.b64decode(request.headers["authorization"].split()[1]).decode()
            form = dict(pair.split("=", 1) for pair in (await request.body()).decode().split("&"))
            code = self._codes.pop(form["code"], None)
            honest = (
                credentials == f"{CLIENT_ID}:{CLIENT_SECRET}"
                and code is not None
                and create_s256_code_challenge(form["code_verifier"]) == code["challenge"]
            )
            if not honest or code is None:
                return JSONResponse({"error": "invalid_grant"}, status_code=400)
            access = secrets.token_urlsafe(16)
            self._access.add(access)
            return JSONResponse({"access_token": access, "id_token": self._token(code)})

        @app.get("/realm/userinfo")
        def userinfo(request: Request) -> Response:
            bearer = request.headers["authorization"].removeprefix("Bearer ")
            if bearer not in self._access:
                return JSONResponse({}, status_code=401)
            return JSONResponse(self.user_info)

        return app
