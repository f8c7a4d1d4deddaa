"""Gateways with limits of their own, and the clock by which they count."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import limits.aio.storage.memory as counted_in_memory
import pytest
from browser import Browser
from companion.app import create_app
from companion.settings import Settings
from companion.storage.database import Database
from econtacts_core.knowledge import Knowledge
from fake_rasa import FakeRasa
from fastapi import FastAPI


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
    monkeypatch.setattr("companion.tally.time", stopped)
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
