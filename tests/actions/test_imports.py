"""Importing the actions does nothing: no network, no file of ours read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Run in a fresh interpreter, where nothing was imported before.
PROBE = """
import importlib, json, pkgutil, sys
seen = {"connections": [], "files": []}
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        seen["connections"].append(str(arguments))
    if event == "open" and str(arguments[0]).endswith((".yml", ".json")):
        seen["files"].append(str(arguments[0]))
import rasa_sdk, requests, econtacts_core.knowledge, econtacts_core.text
sys.addaudithook(watch)
import actions
names = [f"actions.{found.name}" for found in pkgutil.iter_modules(actions.__path__)]
seen["modules"] = len([importlib.import_module(name) for name in names])
seen["knowledge"] = sys.modules["actions.knowledge"].knowledge.cache_info().currsize
seen["classifier"] = sys.modules["actions.classifier"].classifier.cache_info().currsize
seen["requests"] = sys.modules["actions.requests_client"].requests_client.cache_info().currsize
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen() -> dict[str, object]:
    """Import every module of the actions, and tell what happened."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROBE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_every_module_was_imported(seen: dict[str, object]):
    assert seen["modules"] == len(list((ROOT / "actions").glob("*.py"))) - 1


@pytest.mark.parametrize("what", ["connections", "files"])
def test_importing_touches_nothing(seen: dict[str, object], what: str):
    assert seen[what] == []


@pytest.mark.parametrize("cache", ["knowledge", "classifier", "requests"])
def test_importing_prepares_nothing(seen: dict[str, object], cache: str):
    assert seen[cache] == 0
