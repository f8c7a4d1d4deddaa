"""The steering pages alone, on conversations planted so that one topic gets worse."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import uvicorn
from companion.app import create_app
from companion.pilotage.dates import PARIS
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from hand_counted import ADDRESS, PAYMENT, Talk, Turn, fill, typed
from pydantic import SecretStr

PASSWORD = "the-password-of-the-browser-tests"
FALLEN, STEADY = ADDRESS, PAYMENT
REASON = "incomplete"
THEME = "chien, promener"  # that nobody wrote of in the first month


@dataclass(frozen=True)
class Steering:
    """Where the pages are served."""

    address: str


@contextmanager
def served_steering(folder: Path) -> Iterator[Steering]:
    """Serve the steering pages of a new database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        roles=frozenset({"pilotage"}),
        database_url=f"sqlite:///{folder / 'companion.db'}",
        tracker_url=f"sqlite:///{folder / 'tracker.db'}",
        secret_key=SecretStr("a-key-for-the-browser-tests-of-steering"),
        classifier_token=SecretStr("a-token-for-the-browser-tests-of-steering"),
        local_password=SecretStr(PASSWORD),
    )
    migrate(settings.database_url)
    fill(Database(open_engine(settings.database_url)), list(planted()))
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), port=port, log_level="error", access_log=False)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Steering(f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()


def planted() -> Iterator[Talk]:
    """Yield two months: in the second, what is said of one topic is found incomplete."""
    today = datetime.now(PARIS).date()
    for ago in range(60):
        day = today - timedelta(days=ago)
        recent = ago < 30
        yield from _rated(day, FALLEN, ups=1 if recent else 3, downs=3 if recent else 1)
        yield from _rated(day, STEADY, ups=2, downs=1)
        theme = THEME if recent else None
        lost = typed("other_form", intent="nlu_fallback", theme=theme)
        yield Talk(day, "not_understood", [lost])


def _rated(day: date, topic: str, *, ups: int, downs: int) -> Iterator[Talk]:
    for _ in range(ups):
        answer = Turn(
            typed=True, step="answer", topic=topic, led_by="both", rating="up", confirmed=True
        )
        yield Talk(day, "resolved", [answer], topic, territory="44", first=2, pretreated=True)
    for place in range(downs):
        reason = "pas_mon_cas" if place == 0 else REASON
        answer = Turn(
            typed=True, step="answer", topic=topic, led_by="model", rating="down", reason=reason
        )
        yield Talk(day, "dissatisfied", [answer], topic, territory="35", first=3)
