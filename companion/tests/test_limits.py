"""How often one session and one address may ask, and what a refusal costs and says."""

from collections.abc import AsyncIterator

import httpx
import pytest
from browser import error_code
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.models import Conversation
from fake_rasa import FakeRasa
from limited_gateway import Clock, Opener, statuses, visiting
from structlog.testing import capture_logs

NAMES = ("session_reads", "session_writes", "address_reads", "address_writes", "address_openings")

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
