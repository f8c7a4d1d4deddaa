"""Signing in by OpenID Connect, at a provider that runs here, and all that is not believed."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from companion.app import create_app
from companion.errors import message_of
from companion.pilotage import paths
from companion.pilotage.access.departures import COOKIE as DEPARTURE_COOKIE
from companion.pilotage.access.sessions import COOKIE
from companion.settings import Settings
from companion.storage.access_log import AccessLog, LogFilter
from companion.storage.database import Database
from fastapi import FastAPI
from identity_provider import CLIENT_ID, CLIENT_SECRET, ISSUER, REDIRECT, IdentityProvider
from page_reader import words_of
from pydantic import SecretStr, ValidationError
from staff import Colleague

WANTED = "/pilotage/conversations?texte=cfe"


@pytest.fixture(scope="module")
def running_provider() -> IdentityProvider:
    return IdentityProvider()


@pytest.fixture
def provider(running_provider: IdentityProvider) -> IdentityProvider:
    running_provider.reset()
    return running_provider


@pytest.fixture(scope="module")
def pilotage(pilotage_settings: Settings, running_provider: IdentityProvider) -> FastAPI:
    settings = pilotage_settings.model_copy(
        update={
            "oidc_issuer": ISSUER,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": SecretStr(CLIENT_SECRET),
            "oidc_redirect_url": REDIRECT,
        }
    )
    transport = httpx.ASGITransport(app=running_provider.app)
    return create_app(settings, provider_transport=transport)


@pytest_asyncio.fixture
async def at_the_provider(provider: IdentityProvider) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=provider.app)) as client:
        yield client


async def leave(colleague: Colleague) -> str:
    """Follow the link of the sign-in page; return the provider's address."""
    answer = await colleague.http.get(paths.DEPARTURE, params={"suite": WANTED})
    assert answer.status_code == 303
    return answer.headers["location"]


async def come_back(colleague: Colleague, at_the_provider: httpx.AsyncClient) -> httpx.Response:
    """Go to the provider and return with what it gave."""
    answered = await at_the_provider.get(await leave(colleague))
    return await colleague.read(answered.headers["location"])


def assert_refused(answer: httpx.Response, code: str = "sign_in_refused") -> None:
    assert answer.status_code == 403
    assert COOKIE not in answer.headers.get("set-cookie", "")
    assert message_of(code) in words_of(answer)


async def test_who_signs_in_at_the_provider_gets_the_page_wanted(new_colleague, at_the_provider):
    colleague = new_colleague()
    answer = await come_back(colleague, at_the_provider)
    assert (answer.status_code, answer.headers["location"]) == (303, WANTED)
    assert COOKIE in colleague.http.cookies
    assert DEPARTURE_COOKIE not in colleague.http.cookies


async def test_a_sign_in_is_logged_with_the_roles_given(
    new_colleague, at_the_provider, pilotage_database: Database
):
    await come_back(new_colleague(), at_the_provider)
    (entry,) = AccessLog(pilotage_database).read(LogFilter())
    logged = (entry.subject, entry.name, entry.action, entry.detail)
    assert logged == ("u-42", "Camille Martin", "sign_in", "analyst")


async def test_the_departure_has_a_state_a_nonce_and_a_challenge_of_its_own(new_colleague):
    asked = [parse_qs(urlsplit(await leave(new_colleague())).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "of another departure"},
        {"nonce": None},
        {"aud": "another-service"},
        {"aud": ["another-service", "one-more"]},
        {"aud": [CLIENT_ID, "another-service"], "azp": "another-service"},
        {"iss": "https://evil.test"},
        {"exp": 1_000_000_000},
        {"iat": 9_000_000_000, "exp": 9_000_000_300},
        {"nbf": 9_000_000_000},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": "u-43"},  # not the one that the user info names
    ],
    ids=lambda changed: "-".join(map(str, changed)),
)
async def test_a_token_that_is_not_exactly_ours_is_refused(
    new_colleague, at_the_provider, provider: IdentityProvider, changed: dict[str, object]
):
    provider.changed = changed
    assert_refused(await come_back(new_colleague(), at_the_provider))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
async def test_a_token_without_a_signature_of_the_providers_keys_is_refused(
    new_colleague, at_the_provider, provider: IdentityProvider, algorithm: str
):
    provider.algorithm = algorithm
    assert_refused(await come_back(new_colleague(), at_the_provider))


async def test_a_token_signed_by_a_key_that_is_not_published_is_refused(
    new_colleague, at_the_provider, provider: IdentityProvider
):
    published = provider.published
    provider.renew_key()
    provider.published = published
    assert_refused(await come_back(new_colleague(), at_the_provider))


async def test_a_new_key_of_the_provider_is_read_without_a_restart(
    new_colleague, at_the_provider, provider: IdentityProvider
):
    await come_back(new_colleague(), at_the_provider)
    provider.renew_key()
    assert (await come_back(new_colleague(), at_the_provider)).status_code == 303


async def test_a_return_with_the_state_of_another_browser_is_refused(
    new_colleague, at_the_provider
):
    victim, attacker = new_colleague(), new_colleague()
    await leave(victim)
    answered = await at_the_provider.get(await leave(attacker))
    assert_refused(await victim.read(answered.headers["location"]))


async def test_a_return_without_a_departure_is_refused(new_colleague):
    assert_refused(await new_colleague().read(f"{paths.RETURN}?code=x&state=y"))


async def test_a_return_cannot_be_replayed(new_colleague, at_the_provider):
    colleague = new_colleague()
    answered = await at_the_provider.get(await leave(colleague))
    kept = dict(colleague.http.cookies)
    assert (await colleague.read(answered.headers["location"])).status_code == 303
    thief = new_colleague()
    thief.http.cookies.update(kept)
    assert_refused(await thief.read(answered.headers["location"]))


async def test_a_refusal_of_the_provider_is_told(new_colleague):
    colleague = new_colleague()
    state = parse_qs(urlsplit(await leave(colleague)).query)["state"][0]
    address = f"{paths.RETURN}?error=access_denied&state={state}"
    assert_refused(await colleague.read(address))


@pytest.mark.parametrize("roles", [[], ["citizen"], ["root"], None, 3, {"analyst": True}])
async def test_who_has_no_role_here_does_not_come_in(
    new_colleague, at_the_provider, provider: IdentityProvider, roles: object
):
    provider.user["roles"] = roles
    assert_refused(await come_back(new_colleague(), at_the_provider), "no_role")


async def test_roles_that_only_the_user_info_gives_are_read(
    new_colleague, at_the_provider, provider: IdentityProvider
):
    del provider.user["roles"]
    provider.user_info = {"sub": "u-42", "roles": ["designer"]}
    assert (await come_back(new_colleague(), at_the_provider)).status_code == 303


async def test_roles_posted_by_the_browser_change_nothing(
    new_colleague, at_the_provider, pilotage_database: Database
):
    colleague = new_colleague()
    answered = await at_the_provider.get(await leave(colleague))
    await colleague.read(answered.headers["location"] + "&roles=administrator")
    (entry,) = AccessLog(pilotage_database).read(LogFilter())
    assert entry.detail == "analyst"


async def test_a_provider_that_names_another_issuer_is_not_used(
    pilotage_settings: Settings, new_colleague, provider: IdentityProvider, pilotage_database
):
    provider.issuer = "https://evil.test"
    settings = pilotage_settings.model_copy(
        update={"oidc_issuer": ISSUER, "oidc_client_id": CLIENT_ID, "oidc_redirect_url": REDIRECT}
    )
    fresh = create_app(settings, provider_transport=httpx.ASGITransport(app=provider.app))
    transport = httpx.ASGITransport(app=fresh)
    async with httpx.AsyncClient(transport=transport, base_url="http://pilotage.test") as client:
        answer = await client.get(paths.DEPARTURE)
    provider.issuer = ISSUER
    assert answer.status_code == 502
    assert message_of("sign_in_unavailable") in words_of(answer)


async def test_the_sign_in_is_tried_so_often_and_no_more(
    pilotage_settings: Settings, pilotage_database
):
    limited = create_app(pilotage_settings.model_copy(update={"sign_in_attempts": 3}))
    transport = httpx.ASGITransport(app=limited)
    async with httpx.AsyncClient(transport=transport, base_url="http://pilotage.test") as client:
        answers = [await client.post(paths.SIGN_IN, data={"password": "x"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": ISSUER},
        {"oidc_issuer": "http://identite.test", "oidc_client_id": "a"},
        {"oidc_role_map": "g-stat:root"},
        {"oidc_redirect_url": "https://example.fr/ailleurs"},
        {"oidc_scope": "profile"},
        {"local_password": "short"},
    ],
)
def test_a_sign_in_half_set_is_refused_at_the_start(given: dict[str, str]):
    complete = {"oidc_client_secret": "s", "oidc_redirect_url": REDIRECT}
    with pytest.raises(ValidationError):
        Settings(secret_key="k" * 32, classifier_token="t" * 32, **{**complete, **given})


def test_the_providers_names_for_our_roles_are_written_with_commas():
    settings = Settings(
        secret_key="k" * 32, classifier_token="t" * 32, oidc_role_map="urn:g:stat:analyst, a:agent"
    )
    assert settings.oidc_role_map == {"urn:g:stat": "analyst", "a": "agent"}
