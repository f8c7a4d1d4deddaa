"""The companion, played."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.actions.fakes import Companion, FakeClassifier, FakeRequests, running_companion


@pytest.fixture
def companion() -> Iterator[Companion]:
    """Serve a companion over HTTP."""
    with running_companion() as served:
        yield served


Play = Callable[[Mapping[str, Any] | None], FakeClassifier]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Give the actions a classifier that proposes what the test says."""

    def _play(proposal: Mapping[str, Any] | None) -> FakeClassifier:
        fake = FakeClassifier(proposal)
        for name in ("actions.answer", "actions.elsewhere", "actions.follow_up", "actions.ladder"):
            monkeypatch.setattr(importlib.import_module(name), "classifier", lambda: fake)
        return fake

    return _play


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> FakeRequests:
    """Give the actions somewhere to send requests to."""
    fake = FakeRequests()
    module = importlib.import_module("actions.address_request")
    monkeypatch.setattr(module, "requests_client", lambda: fake)
    return fake
