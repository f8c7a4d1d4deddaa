"""Whatever a stranger sends to the gateway, it neither fails, nor leaks, nor passes a limit."""

import json
import os
import tracemalloc
from collections import Counter
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from browser import Browser
from companion.app import create_app
from companion.gateway.sessions import COOKIE
from companion.settings import Settings
from conftest import UNLIMITED
from econtacts_core.knowledge import Knowledge
from fake_rasa import FakeRasa
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message, Scope

SECRET = "zyxwvut"
# A tenth of what `make fuzz` sends: ten thousand take minutes.
FUZZED = int(os.environ.get("FUZZED_REQUESTS", "1000"))
PATHS = [
    "conversations",
    "messages",
    "ratings",
    "conversations/current",
    "events",
    "forms",
    "forms/F02a",
    "requests",
    "",
    "x",
    "../v1",
]
PAGES = ["", "/avis", "/effacer", "/formulaires", "/formulaires/F02a", "/demandes/2026-AB12-CD34"]
PAGES += ["/en", "/en/formulaires/F02a"]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "ZYX"]
DEPTH = b'{"text": ' + b"[" * 60_000
BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b"\x00" * 100,
    b'{"text": "\\ud800"}',
    b'{"text": "\\u0000"}',
    b'{"text": 1e999}',
    b'{"text": NaN}',
    b'{"text": "a", "text": "b"}',
    b'{"text": "a", "choice": "1-0"}',
    b'{"choice": "1-0-\xf0\x9f\x98\x80"}',
    b'{"choice": "' + b"9" * 5_000 + b'-0"}',
    b'{"text": "' + b"a" * 100_000 + b'"}',
    b'{"message_id": "1", "value": "up", "comment": "' + b"a" * 10_000 + b'"}',
    DEPTH,
    b'{"n": ' + b"9" * 10_000 + b"}",
    b"a" * 300_000,
]
INJECTED = [
    b"a\r\nset-cookie: x=y",
    b"a\nx: y",
    b"a\x00b",
    b"\xe9\xff",
    b"a" * 20_000,
    b"<script>alert(1)</script>",
    b"' OR 1=1 --",
    b"${jndi:ldap://x}",
]
HEADERS = [
    b"cookie",
    b"x-correlation-id",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"forwarded",
    b"host",
    b"content-type",
    b"content-length",
    b"sec-fetch-site",
    b"range",
    b"authorization",
    b"origin",
    b"transfer-encoding",
    b"last-event-id",
]


async def raw(
    app: FastAPI, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Hand a request to the application as a server does, with bytes no client would send."""
    told: list[Message] = []
    given_body = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return given_body.pop() if given_body else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "surrogatepass"),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("198.51.100.1", 40_000),
        "server": ("assistant.test", 80),
    }
    await app(scope, receive, send)
    start = next(message for message in told if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in told)
    return start["status"], list(start["headers"]), content


def check(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    """Fail when an answer is a failure of ours, breaks its headers or tells what it should not."""
    assert status < 500, (status, body)
    for name, value in headers:
        assert not set(name + value) & set(b"\r\n\x00")
        assert not (name == b"set-cookie" and b"x=y" in value)
    assert SECRET.encode() not in body
    assert b"Traceback" not in body
    # A range that cannot be read is refused by the server of files, in its own words.
    if status >= 400 and (b"content-type", b"text/plain; charset=utf-8") not in headers:
        assert set(json.loads(body or b'{"error": 0}')) == {"error"}
        assert b"<script>" not in body


async def cookie_of(browser: Browser) -> bytes:
    """Open a conversation; return the header that shows its session."""
    await browser.open()
    return f"{COOKIE}={browser.http.cookies[COOKIE]}".encode()


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("path", PATHS[:4])
async def test_a_malformed_body_is_refused_and_never_a_failure(
    gateway: FastAPI, browser: Browser, path: str, body: bytes
):
    session = (b"cookie", await cookie_of(browser))
    for content_type in (b"application/json", b"text/plain", b"application/json; charset=utf-7"):
        headers = [session, (b"content-type", content_type)]
        check(*await raw(gateway, "POST", f"/api/v1/{path}", headers, body))


@pytest.mark.parametrize("value", INJECTED, ids=range(len(INJECTED)))
@pytest.mark.parametrize("name", HEADERS, ids=[name.decode() for name in HEADERS])
async def test_a_header_injected_is_not_given_back(gateway: FastAPI, name: bytes, value: bytes):
    for method, path in (("GET", "/"), ("GET", "/api/v1/messages"), ("POST", "/api/v1/messages")):
        headers = [(b"content-type", b"application/json"), (name, value)]
        check(*await raw(gateway, method, path, headers, b'{"text": "bonjour"}'))


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/..\\..\\companion.db",
        "/\x00",
        "/index.html\x00.js",
        "/" + "a" * 5_000,
        "/" + "a/" * 2_000,
        "/\udcff",
    ],
    ids=range(9),
)
async def test_no_path_leaves_the_folder_of_the_widget(gateway: FastAPI, path: str):
    status, headers, body = await raw(gateway, "GET", path, [], b"")
    check(status, headers, body)
    assert b"root:" not in body


async def test_a_victims_words_come_out_of_nothing_that_a_stranger_sends(
    gateway: FastAPI, browser: Browser, rasa: FakeRasa
):
    await browser.open()
    await browser.say(f"mon secret est {SECRET}")
    victim = rasa.last["sender"]
    for path in (*PATHS, victim, f"conversations/{victim}", f"messages?sender={victim}"):
        for method in METHODS:
            body = json.dumps({"text": "bonjour", "sender": victim}).encode()
            headers = [(b"content-type", b"application/json"), (b"x-session", victim.encode())]
            check(*await raw(gateway, method, f"/api/v1/{path}", headers, body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
MEMBERS = ["text", "choice", "collection", "audience", "message_id", "value", "reason", "comment"]
MEMBERS += ["form", "topic", "fields", "idempotency_key", "turn"]
BODY = st.dictionaries(st.sampled_from(MEMBERS), JSON, max_size=4) | JSON


@settings(
    max_examples=FUZZED,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS) | st.text(max_size=20),
    body=BODY.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200),
    header=st.tuples(st.sampled_from(HEADERS), st.binary(max_size=60)),
    with_session=st.booleans(),
)
async def test_fuzzed_requests_are_answered_without_failure_or_leak(
    gateway: FastAPI,
    browser: Browser,
    method: str,
    path: str,
    body: bytes,
    header: tuple[bytes, bytes],
    *,
    with_session: bool,
):
    headers = [(b"content-type", b"application/json"), header]
    if with_session:
        if COOKIE not in browser.http.cookies:
            await browser.open()
        headers.append((b"cookie", f"{COOKIE}={browser.http.cookies[COOKIE]}".encode()))
    check(*await raw(gateway, method, f"/api/v1/{path}", headers, body))


POSTED = ["token", "text", "choice", "opening", "audience", "answer", "value", "reason", "comment"]
POSTED += ["step", "key", "champ-message", "attachments"]
KINDS = [
    b"application/x-www-form-urlencoded",
    b"multipart/form-data; boundary=x",
    b"multipart/form-data",
    b"application/json",
]


def parts(values: dict[str, str]) -> bytes:
    """Write values as a browser writes a form with files."""
    written = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in values.items()
    ]
    return "".join([*written, "--x--\r\n"]).encode("utf-8", "surrogatepass")


FILLED = st.dictionaries(st.sampled_from(POSTED), st.text(max_size=60), max_size=6)


@settings(
    max_examples=FUZZED // 2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    method=st.sampled_from(["GET", "POST"]),
    path=st.sampled_from(PAGES) | st.text(max_size=20).map(lambda text: f"/{text}"),
    body=FILLED.map(lambda values: urlencode(values, errors="replace").encode())
    | FILLED.map(parts)
    | st.binary(max_size=200),
    kind=st.sampled_from(KINDS),
    with_session=st.booleans(),
)
async def test_fuzzed_pages_are_answered_without_failure_script_or_leak(
    gateway: FastAPI,
    browser: Browser,
    method: str,
    path: str,
    body: bytes,
    kind: bytes,
    *,
    with_session: bool,
):
    headers = [(b"content-type", kind)]
    if with_session:
        if COOKIE not in browser.http.cookies:
            await browser.open()
        headers.append((b"cookie", f"{COOKIE}={browser.http.cookies[COOKIE]}".encode()))
    status, given_back, page = await raw(gateway, method, f"/sans-javascript{path}", headers, body)
    assert status < 500, (status, page)
    assert not any(set(value) & set(b"\r\n\x00") for _, value in given_back)
    assert not [found for found in (b"<script", b"Traceback", SECRET.encode()) if found in page]


# ---- floods


@pytest.fixture
def defended(
    settings: Settings, rasa: FakeRasa, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> FastAPI:
    """A gateway with the limits that it has by default."""
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)
    limits = {name: Settings.model_fields[name].default for name in UNLIMITED}
    return create_app(settings.model_copy(update=limits), rasa_transport=rasa)


def at(app: FastAPI, address: str, **more: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=(address, 40_000))
    return httpx.AsyncClient(transport=transport, base_url="http://assistant.test", **more)


async def test_a_flood_of_one_address_reaches_rasa_no_more_than_the_limit(
    defended: FastAPI, rasa: FakeRasa, database
):
    told: Counter[int] = Counter()
    async with at(defended, "198.51.100.1") as http:
        browser = Browser(http)
        await browser.open()
        for number in range(400):
            http.headers["x-forwarded-for"] = f"192.0.2.{number % 250}"
            told[(await browser.say("bonjour")).status_code] += 1
    assert set(told) == {200, 429}
    assert len(rasa.received) <= 2 * 15  # two minutes may meet in this test


async def test_a_flood_of_openings_stores_no_more_than_the_limit(
    defended: FastAPI, rasa: FakeRasa, database
):
    for _ in range(100):
        async with at(defended, "2001:db8::1") as http:
            await Browser(http).open()
    assert len(rasa.received) <= 2 * 10


async def test_the_memory_taken_by_a_flood_of_many_addresses_has_an_end(
    defended: FastAPI, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("companion.tally.BoundedMemory.ceiling", 100)

    async def flood(first: int) -> None:
        for number in range(first, first + 250):
            async with at(defended, f"10.{number // 250}.{number % 250}.1") as http:
                await http.get("/api/v1/messages")

    await flood(0)
    tracemalloc.start()
    await flood(250)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 1_000_000
