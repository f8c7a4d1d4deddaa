"""One OpenID Connect provider: code flow with PKCE, state and nonce.

Everything that comes from the browser or the network is checked before anybody is believed: the
state against the departure, the token's signature against the provider's keys, then issuer,
audience, times, nonce and the hash of the access token (authlib).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from authlib.common.security import generate_token
from authlib.oauth2 import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SIGNATURES = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")  # never one by our secret
LEEWAY = 60  # seconds between two clocks
_PATIENCE = 10.0  # seconds


class SignInRefused(Exception):
    """The provider, or what it says, is not believed; the message is for the log."""


@dataclass(frozen=True)
class Client:
    """What the provider knows us by."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_url: str
    scope: str


@dataclass(frozen=True)
class Departure:
    """What must be found again when somebody comes back from the provider."""

    state: str
    nonce: str
    verifier: str


def new_departure() -> Departure:
    """Return secrets that nobody has seen."""
    return Departure(secrets.token_urlsafe(24), secrets.token_urlsafe(24), generate_token(48))


class OpenIdProvider:
    """Leads to the provider, and reads who comes back."""

    def __init__(self, client: Client, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = client
        self._transport = transport
        self._metadata: dict[str, Any] | None = None
        self._keys: KeySet | None = None

    async def address(self, departure: Departure) -> str:
        """Return where to send the browser. Raises `SignInRefused` for a provider out of order."""
        metadata = await self._discovered()
        address: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            client_id=self._client.client_id,
            response_type="code",
            redirect_uri=self._client.redirect_url,
            scope=self._client.scope,
            state=departure.state,
            nonce=departure.nonce,
            code_challenge=create_s256_code_challenge(departure.verifier),
            code_challenge_method="S256",
        )
        return address

    async def claims(self, returned: Mapping[str, str], departure: Departure) -> dict[str, Any]:
        """Return what the provider says of who came back; `returned` is the query they bring.

        Raises:
            SignInRefused: for whatever is not exactly as expected.
        """
        if not secrets.compare_digest(returned.get("state", "").encode(), departure.state.encode()):
            raise SignInRefused("state")
        if "code" not in returned:
            raise SignInRefused(f"provider said {returned.get('error', 'nothing')[:40]!r}")
        if returned.get("iss", self._client.issuer) != self._client.issuer:  # RFC 9207
            raise SignInRefused("issuer")
        tokens = await self._exchange(returned["code"], departure)
        said = await self._verified(tokens, departure)
        return {**await self._user_info(tokens, said["sub"]), **said}

    async def _discovered(self) -> dict[str, Any]:
        if self._metadata is None:
            issuer = self._client.issuer
            found = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != issuer:
                raise SignInRefused("discovery names another issuer")
            self._metadata = found
        return self._metadata

    async def _exchange(self, code: str, departure: Departure) -> dict[str, Any]:
        metadata = await self._discovered()
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        auth = ClientAuth(self._client.client_id, self._client.client_secret, method)
        form = httpx.QueryParams(
            grant_type="authorization_code",
            code=code,
            redirect_uri=self._client.redirect_url,
            code_verifier=departure.verifier,
        )
        headers = {"content-type": "application/x-www-form-urlencoded"}
        endpoint, headers, body = auth.prepare(
            "POST", metadata["token_endpoint"], headers, str(form)
        )
        async with self._http() as http:
            answer = await _answer(http.post(endpoint, headers=dict(headers), content=body))
        return _object(answer)

    async def _verified(self, tokens: Mapping[str, Any], departure: Departure) -> dict[str, Any]:
        token = await self._signed(str(tokens.get("id_token", "")))
        expected = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.client_id},
        }
        params = {
            "nonce": departure.nonce,
            "client_id": self._client.client_id,
            "access_token": tokens.get("access_token"),
        }
        claims = CodeIDToken(token.claims, token.header, expected, params)
        try:
            claims.validate(leeway=LEEWAY)
        except JoseError as error:
            raise SignInRefused(f"id token: {error.error}") from error
        return dict(claims)

    async def _user_info(self, tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """Return the claims that some providers give apart; {} when there is no such address."""
        endpoint = (await self._discovered()).get("userinfo_endpoint")
        if endpoint is None or "access_token" not in tokens:
            return {}
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        async with self._http() as http:
            answer = await _answer(http.get(endpoint, headers=bearer))
        if "jwt" in answer.headers.get("content-type", ""):
            said = dict((await self._signed(answer.text)).claims)
        else:
            said = _object(answer)
        if said.get("sub") != subject:
            raise SignInRefused("user info of somebody else")
        return said

    async def _signed(self, token: str) -> jwt.Token:
        """Verify a signature; keys are read again once, since providers change them."""
        for fresh in (False, True):
            keys = await self._key_set(fresh=fresh)
            try:
                return jwt.decode(token, keys, algorithms=SIGNATURES)
            except (JoseError, ValueError) as error:
                refused = SignInRefused(f"signature: {type(error).__name__}")
        raise refused

    async def _key_set(self, *, fresh: bool) -> KeySet:
        if self._keys is None or fresh:
            written = await self._get((await self._discovered())["jwks_uri"])
            self._keys = KeySet.import_key_set({"keys": written.get("keys", [])})
        return self._keys

    async def _get(self, address: str) -> dict[str, Any]:
        async with self._http() as http:
            return _object(await _answer(http.get(address)))

    def _http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self._transport, timeout=_PATIENCE)


async def _answer(asked: Any) -> httpx.Response:
    try:
        answer: httpx.Response = await asked
    except httpx.HTTPError as error:
        raise SignInRefused(f"provider: {type(error).__name__}") from error
    if answer.status_code != 200:
        raise SignInRefused(f"provider: status {answer.status_code}")
    return answer


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError as error:
        raise SignInRefused("provider: no JSON") from error
    if not isinstance(content, dict):
        raise SignInRefused("provider: no JSON object")
    return content
