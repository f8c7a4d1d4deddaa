"""`make bench-browser`: how long the pages of the conversation browser take on many conversations.

Pages are asked for through the application, one at a time, as a browser
would, the access log included. Mind that what else the machine does is measured too.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import httpx
from companion.app import create_app
from companion.pilotage import paths
from companion.pilotage.access.sessions import COOKIE, StaffSessions
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.staff_sessions import StaffSessionRepository
from fastapi import Response
from pydantic import SecretStr

from benchmarks.browser_data import fill

Taken = tuple[float, float]  # seconds on the clock, and of the processor
KEY = "a-key-for-the-benchmark-that-signs"
# What people look for: one thing, two, a word that is frequent, rare, or not there at all.
SEARCHES = (
    "",
    "sujet=payer_cfe",
    "issue=abandoned",
    "issue=empty&canal=phone",
    "canal=mail&public=professionnel",
    "etape=clarify",
    "etape=unanswered",
    "avis=down",
    "avis=down&raison=lien_introuvable",
    "avis=down&sujet=demander_delai_paiement",
    "confiance_min=40&confiance_max=45",
    "confiance_max=1",
    "testeurs=oui",
    "texte=impot",
    "texte=cfe+payer",
    "texte=amende",
    "texte=zzz",
    "texte=impot&avis=down",
    "texte=salaire&issue=sent&du=2026-02-01&au=2026-03-31",
    "du=2026-01-01&au=2026-01-31",
    "issue=sent&sujet=payer_amende&public=particulier&etape=suggest",
    "annotation=a_traiter",
)


async def measure(settings: Settings, rounds: int) -> dict[str, list[Taken]]:
    """Return what each search took: its first page, and the one that follows."""
    database = Database(open_engine(settings.database_url))
    sessions = StaffSessions(
        StaffSessionRepository(database), KEY, lifetime=timedelta(hours=1), secure=False
    )
    given = Response()
    sessions.open(given, subject="bench", name="Bench", roles=frozenset({Role.ANALYST}))
    cookie = given.headers["set-cookie"].partition("=")[2].partition(";")[0]
    transport = httpx.ASGITransport(app=create_app(settings))
    taken: dict[str, list[Taken]] = {search: [] for search in SEARCHES}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://bench.test", cookies={COOKIE: cookie}
    ) as client:
        for _ in range(rounds):
            for search, times in taken.items():
                address: str | None = f"{paths.CONVERSATIONS}?{search}"
                for _ in range(2):
                    if address is not None:
                        began = time.perf_counter(), time.process_time()
                        page = await client.get(address)
                        ended = time.perf_counter(), time.process_time()
                        times.append((ended[0] - began[0], ended[1] - began[1]))
                        address = _older(page.raise_for_status().text)
    return taken


def _older(page: str) -> str | None:
    before, found, _ = page.partition('" rel="next"')
    return before.rpartition('href="')[2].replace("&amp;", "&") if found else None


def main() -> None:
    """Fill a database, or take one that was filled before, and print the times."""
    parser = argparse.ArgumentParser(prog="bench-browser", description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", type=Path, help="kept; filled when it does not exist")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.database or Path(folder) / "browser.db"
        url = f"sqlite:///{path.resolve()}"
        if not path.exists():
            migrate(url)
            fill(path, arguments.conversations)
        settings = Settings(
            roles=frozenset({"pilotage"}),
            database_url=url,
            tracker_url="sqlite://",
            secret_key=SecretStr(KEY),
            classifier_token=SecretStr(KEY),
        )
        report(asyncio.run(measure(settings, arguments.rounds)))


def report(taken: dict[str, list[Taken]]) -> None:
    """Print the median and the slowest of each search, then the percentiles of all."""
    for search, times in taken.items():
        elapsed = [1000 * clock for clock, _ in times]
        middle, worst = statistics.median(elapsed), max(elapsed)
        sys.stdout.write(f"{middle:8.0f} ms  {worst:8.0f} ms  {search or '(tout)'}\n")
    for place, name in enumerate(("elapsed", "processor")):
        every = [1000 * pair[place] for times in taken.values() for pair in times]
        hundredths = statistics.quantiles(every, n=100)
        sys.stdout.write(
            f"all pages, {name}: p50 {hundredths[49]:.0f} ms, p95 {hundredths[94]:.0f} ms\n"
        )


if __name__ == "__main__":
    main()
