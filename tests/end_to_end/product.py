"""The whole product, started for the tests on free ports with a state of its own."""

import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from operations.environment import Ports, local_environment
from operations.launch import (
    CONFIGURATION,
    answers,
    start_supervisor,
    stop_supervisor,
    wait_until_healthy,
)

# All the tests are one address, in a hurry.
UNLIMITED = {
    f"COMPANION_{limit}": "0"
    for limit in (
        "SESSION_READS",
        "SESSION_WRITES",
        "ADDRESS_READS",
        "ADDRESS_WRITES",
        "ADDRESS_OPENINGS",
        "ADDRESS_REQUESTS",
    )
} | {"COMPANION_ADDRESS_STREAMS": "500"}


@dataclass(frozen=True)
class Product:
    """A running product: its address, its processes, its databases."""

    ports: Ports
    environment: dict[str, str]
    supervisor: subprocess.Popen[bytes]

    @property
    def page(self) -> str:
        """Return the address of the chat page."""
        return f"http://127.0.0.1:{self.ports.companion}/"

    @property
    def state(self) -> Path:
        """Return the folder of databases and logs."""
        return Path(self.environment["VAR"])

    def stop(self, process: str) -> None:
        """Stop one process as an operator would; it stays down."""
        self._control("stop", process)

    def start(self, process: str) -> None:
        """Start one process and wait until all are healthy."""
        self._control("start", process)
        wait_until_healthy(self.ports, self.supervisor, self.state / "log")

    def query(self, database: str, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Ask companion.db or tracker.db something."""
        with closing(sqlite3.connect(self.state / f"{database}.db")) as connection:
            return list(connection.execute(sql, values))

    def ask_rasa(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Talk to the assistant without gateway nor companion."""
        address = f"http://127.0.0.1:{self.ports.rasa}/webhooks/rest/webhook"
        body = {"sender": sender, "message": text}
        replies: list[dict[str, Any]] = httpx.post(address, json=body, timeout=20).json()
        return replies

    def _control(self, *words: str) -> None:
        command = [sys.executable, "-m", "supervisor.supervisorctl", "-c", str(CONFIGURATION)]
        subprocess.run([*command, *words], env=self.environment, check=True, capture_output=True)


@contextmanager
def running_product(state: Path, **settings: str) -> Iterator[Product]:
    """Start the product with more settings in its environment, and stop it at the end."""
    ports = Ports(rasa=free_port(), actions=free_port(), companion=free_port())
    environment = {**local_environment(state, ports), **UNLIMITED, **settings}
    supervisor = start_supervisor(environment)
    try:
        wait_until_healthy(ports, supervisor, state / "log")
        yield Product(ports, environment, supervisor)
    finally:
        stop_supervisor(supervisor)


def wait_for(*addresses: str) -> None:
    """Return when every address answers. Raises `TimeoutError` after a minute and a half."""
    deadline = time.monotonic() + 90
    waiting = list(addresses)
    while waiting := [address for address in waiting if not answers(address)]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"nobody answers at {', '.join(waiting)}")
        time.sleep(0.3)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
