"""`make bench-pilotage`: how long each steering page takes over a database of conversations.

Each page is asked for through the whole application, session and template included, over several
periods and filters, each round in another order; nothing is kept from one request to the next.
Times are of the answer's last byte, without a network; those of the processor are the page's own
whatever else the machine does.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import httpx
from companion.app import create_app
from companion.pilotage import paths
from companion.pilotage.access.sessions import COOKIE, StaffSessions
from companion.pilotage.reports.specification import load_specification
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.staff_sessions import StaffSessionRepository
from fastapi import FastAPI, Response
from pydantic import SecretStr
from sqlalchemy import text

_DAY = timedelta(days=1)
TARGET = 300  # milliseconds, at the 95th percentile
SCOPES = (
    "",
    "?periode=7j",
    "?periode=90j",
    "?periode=12m",
    "?periode=12m&public=particulier",
    "?periode=90j&canal=chat&public=professionnel",
)


def main() -> None:
    """Print a row for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", help="address of the companion's database")
    parser.add_argument("--rounds", type=int, default=20, help="times each page is asked for")
    arguments = parser.parse_args()
    migrate(arguments.database)
    database = Database(open_engine(arguments.database))
    with database.transaction() as session:
        query = "SELECT COUNT(*), MIN(day), MAX(day) FROM session_facts"
        count, first, last = session.execute(text(query)).one()
    sys.stdout.write(f"{count} conversations, {first} to {last}; {database.engine.dialect.name}\n")
    settings = _settings(arguments.database)
    cookies = {COOKIE: _signed_in(settings, database)}
    topic = _busiest_topic(database)
    pages = [f"{paths.ROOT}/{page}" for page in load_specification().pages]
    pages.append(f"{paths.ROOT}/sujets/{topic}")
    times = asyncio.run(_measure(create_app(settings), cookies, pages, arguments.rounds))
    sys.stdout.write(f"{'page':<36}{'p50':>9}{'p95':>9}{'worst':>9}{'p95 cpu':>9}\n")
    for page in pages:
        found, busy = zip(*times[page], strict=True)
        row = (
            statistics.median(found),
            _percentile(found, 0.95),
            max(found),
            _percentile(busy, 0.95),
        )
        told = "" if row[1] <= TARGET else f"  over {TARGET} ms"
        sys.stdout.write(f"{page:<36}" + "".join(f"{ms:>6.0f} ms" for ms in row) + f"{told}\n")


async def _measure(
    app: FastAPI, cookies: dict[str, str], pages: Sequence[str], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Return milliseconds by page, for each scope and round: on the clock, of the processor."""
    times: dict[str, list[tuple[float, float]]] = {page: [] for page in pages}
    asked = [(page, scope) for page in pages for scope in SCOPES]
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://pilotage.test", cookies=cookies, timeout=60
    ) as client:
        await client.get(pages[0])  # templates are compiled once in the life of a process
        for number in range(rounds):
            random.Random(number).shuffle(asked)  # noqa: S311
            for page, scope in asked:
                began, idle = time.perf_counter(), time.process_time()
                (await client.get(f"{page}{scope}")).raise_for_status()
                took = time.perf_counter() - began, time.process_time() - idle
                times[page].append((1000 * took[0], 1000 * took[1]))
    return times


def _settings(url: str) -> Settings:
    return Settings(
        database_url=url,
        tracker_url="sqlite://",
        secret_key=SecretStr("the-key-of-a-benchmark-and-of-nothing-else"),
        classifier_token=SecretStr("the-token-of-a-benchmark-and-nothing-else"),
        roles=frozenset({"pilotage"}),
        knowledge=Path("knowledge"),
    )


def _signed_in(settings: Settings, database: Database) -> str:
    """Open an analyst's session and return its cookie."""
    secret_key = settings.secret_key.get_secret_value()
    sessions = StaffSessions(
        StaffSessionRepository(database), secret_key, lifetime=_DAY, secure=False
    )
    response = Response()
    roles = frozenset({Role.ANALYST})
    sessions.open(response, subject="benchmark", name="Mesure", roles=roles)
    return response.headers["set-cookie"].partition(f"{COOKIE}=")[2].partition(";")[0]


def _busiest_topic(database: Database) -> str:
    query = (
        "SELECT topic FROM daily_sessions WHERE topic <> '' GROUP BY topic ORDER BY SUM(asked) DESC"
    )
    with database.transaction() as session:
        return str(session.execute(text(query)).scalars().first())


def _percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[round(share * (len(times) - 1))]


if __name__ == "__main__":
    main()
