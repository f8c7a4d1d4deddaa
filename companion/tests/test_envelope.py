"""What every request gets: one error shape, a correlation id, safe headers, silent logs."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.middleware import MAX_BODY
from companion.settings import Settings
from conftest import GATEWAY, settings_in
from fake_rasa import FakeRasa
from fastapi import FastAPI
from structlog.testing import capture_logs

PAGES = [
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/nulle-part"),
    ("POST", "/nulle-part"),
    ("GET", "/api/v1/forms"),
    ("GET", "/api/v1/messages"),
    ("GET", "/api/v1/nulle-part"),
    ("PUT", "/api/v1/messages"),
    ("POST", "/api/v1/conversations"),
    ("GET", "/v1/proposals"),
]
ERRORS = [
    ("GET", "/nulle-part", 404, "not_found"),
    ("POST", "/nulle-part", 405, "not_allowed"),
    ("GET", "/api/v1/nulle-part", 404, "not_found"),
    ("PUT", "/api/v1/messages", 405, "not_allowed"),
    ("GET", "/api/v1/messages", 401, "session_required"),
    ("POST", "/api/v1/conversations", 422, "invalid"),
]
TEXT = "mon secret est zyxwvut"


def break_the_tracker(rasa: FakeRasa) -> None:
    """Have the next reading of the tracker store fail in a way that nobody foresaw."""
    rasa.spoil(TEXT)


@pytest.mark.parametrize(("method", "path", "status", "code"), ERRORS)
async def test_an_error_has_its_status_and_its_code(
    browser: Browser, method: str, path: str, status: int, code: str
):
    refused = await browser.http.request(method, path)
    assert (refused.status_code, error_code(refused)) == (status, code)


@pytest.mark.parametrize(("method", "path"), [error[:2] for error in ERRORS])
async def test_an_error_names_the_correlation_id_of_its_header(
    browser: Browser, method: str, path: str
):
    refused = await browser.http.request(method, path)
    assert refused.json()["error"]["correlation_id"] == refused.headers["x-correlation-id"]


@pytest.mark.parametrize(("method", "path"), PAGES)
async def test_a_correlation_id_is_echoed(browser: Browser, method: str, path: str):
    given = {"x-correlation-id": "abcdef-0123456789"}
    response = await browser.http.request(method, path, headers=given)
    assert response.headers["x-correlation-id"] == "abcdef-0123456789"


@pytest.mark.parametrize("given", ["short", "a" * 65, "avec espace", "x;y=zzzzzz", "<script>x</>"])
async def test_an_odd_correlation_id_is_replaced(browser: Browser, given: str):
    response = await browser.http.get("/health", headers={"x-correlation-id": given})
    assert response.headers["x-correlation-id"] != given
    assert len(response.headers["x-correlation-id"]) == 32


async def test_two_requests_have_two_correlation_ids(browser: Browser):
    first, second = await browser.http.get("/health"), await browser.http.get("/health")
    assert first.headers["x-correlation-id"] != second.headers["x-correlation-id"]


@pytest.mark.parametrize(
    ("header", "promise"),
    [
        ("content-security-policy", "default-src 'none'"),
        ("content-security-policy", "require-trusted-types-for 'script'"),
        ("content-security-policy", "frame-ancestors 'self'"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
        ("permissions-policy", "geolocation=()"),
        ("permissions-policy", "microphone=(self)"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ],
)
@pytest.mark.parametrize(("method", "path"), PAGES)
async def test_every_response_bears_the_safe_headers(
    browser: Browser, method: str, path: str, header: str, promise: str
):
    response = await browser.http.request(method, path)
    assert promise in response.headers[header]


@pytest.mark.parametrize(("method", "path"), [page for page in PAGES if "v1" in page[1]])
async def test_no_cache_keeps_an_exchange(browser: Browser, method: str, path: str):
    response = await browser.http.request(method, path)
    assert response.headers["cache-control"] == "no-store"


# ---- what nobody foresaw


async def test_an_unforeseen_error_has_the_one_shape(browser: Browser, rasa: FakeRasa):
    await browser.open()
    break_the_tracker(rasa)
    failed = await browser.history()
    assert (failed.status_code, error_code(failed)) == (500, "internal")


async def test_an_unforeseen_error_bears_the_safe_headers(browser: Browser, rasa: FakeRasa):
    await browser.open()
    break_the_tracker(rasa)
    failed = await browser.history()
    assert failed.headers["x-content-type-options"] == "nosniff"


async def test_an_unforeseen_error_names_the_correlation_id_of_its_header(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    break_the_tracker(rasa)
    failed = await browser.history()
    assert failed.json()["error"]["correlation_id"] == failed.headers["x-correlation-id"]


async def test_an_unforeseen_error_is_logged_without_its_words(browser: Browser, rasa: FakeRasa):
    await browser.open()
    break_the_tracker(rasa)
    with capture_logs() as logs:
        await browser.history()
    assert [entry["error"] for entry in logs if entry["event"] == "unexpected_error"] == [
        "JSONDecodeError"
    ]
    assert "zyxwvut" not in json.dumps(logs)


# ---- logs


async def test_a_request_is_logged_once(browser: Browser):
    with capture_logs() as logs:
        await browser.http.get("/health")
    assert [(entry["event"], entry["path"], entry["status"]) for entry in logs] == [
        ("request", "/health", 200)
    ]


async def test_the_query_of_a_request_is_not_logged(browser: Browser):
    with capture_logs() as logs:
        await browser.http.get("/health", params={"q": "zyxwvut"})
    assert "zyxwvut" not in json.dumps(logs)


async def test_logs_contain_no_word_of_an_exchange(
    browser: Browser, caplog: pytest.LogCaptureFixture
):
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        await browser.open()
        await browser.say(TEXT)
        await browser.history()
    assert len(logs) == 3
    assert "zyxwvut" not in json.dumps(logs) + caplog.text


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout])
async def test_logs_of_an_outage_name_the_failure_and_no_word(
    browser: Browser, rasa: FakeRasa, failure: type[httpx.HTTPError]
):
    await browser.open()
    rasa.failure = failure
    with capture_logs() as logs:
        await browser.say(TEXT)
    assert [entry["reason"] for entry in logs if entry["event"] == "rasa_unavailable"] == [
        failure.__name__
    ]
    assert "zyxwvut" not in json.dumps(logs)


async def test_logs_of_a_refusal_contain_no_word(browser: Browser, settings: Settings):
    await browser.open()
    with capture_logs() as logs:
        await browser.say(TEXT * settings.message_length)
        await browser.http.post("/api/v1/messages", json={"text": TEXT, "zyxwvut": 1})
    assert [entry["status"] for entry in logs] == [413, 422]
    assert "zyxwvut" not in json.dumps(logs)


async def test_a_refusal_does_not_repeat_what_was_sent(browser: Browser):
    await browser.open()
    refused = await browser.http.post("/api/v1/messages", json={"text": TEXT, "zyxwvut": 1})
    assert "zyxwvut" not in refused.text


# ---- other sites


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/conversations"),
        ("POST", "/api/v1/messages"),
        ("GET", "/api/v1/messages"),
        ("POST", "/api/v1/ratings"),
        ("DELETE", "/api/v1/conversations/current"),
        ("GET", "/api/v1/forms"),
    ],
)
async def test_a_request_on_behalf_of_another_site_is_refused(
    browser: Browser, method: str, path: str, site: str
):
    await browser.open()
    headers = {"sec-fetch-site": site}
    refused = await browser.http.request(method, path, headers=headers)
    assert (refused.status_code, error_code(refused)) == (403, "cross_site")


async def test_a_request_on_behalf_of_another_site_changes_nothing(
    browser: Browser, rasa: FakeRasa
):
    await browser.open()
    browser.http.headers["sec-fetch-site"] = "cross-site"
    await browser.say("bonjour")
    assert len(rasa.received) == 1


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_a_request_of_the_page_itself_is_served(browser: Browser, site: str):
    await browser.open()
    browser.http.headers["sec-fetch-site"] = site
    assert (await browser.history()).status_code == 200


# ---- settings


@pytest.fixture
def behind_https(tmp_path: Path, model_path: Path) -> FastAPI:
    settings = settings_in(tmp_path, model_path, roles=GATEWAY, secure_cookies=True)
    return create_app(settings, rasa_transport=FakeRasa(f"sqlite:///{tmp_path / 'tracker.db'}"))


async def test_behind_https_the_cookie_never_travels_in_clear(behind_https: FastAPI):
    transport = httpx.ASGITransport(app=behind_https)
    async with httpx.AsyncClient(transport=transport, base_url="https://assistant.test") as http:
        opened = await Browser(http).open()
    assert "Secure" in opened.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_the_contract_is_not_published(browser: Browser, path: str):
    assert (await browser.http.get(path)).status_code == 404


async def test_a_gateway_alone_has_no_classifier(browser: Browser):
    assert (await browser.http.post("/v1/proposals", json={})).status_code in {404, 405}


async def test_a_body_longer_than_anything_asked_for_is_not_read_to_its_end(browser: Browser):
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MAX_BODY:
            sent += 65_536
            yield b" " * 65_536

    headers = {"content-type": "application/json"}
    path = f"{browser.api}/messages"
    refused = await browser.http.post(path, content=endless(), headers=headers)
    assert (refused.status_code, error_code(refused)) == (413, "too_long")
    assert sent < 2 * MAX_BODY
