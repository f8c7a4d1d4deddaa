"""What rooms of one process share is made once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from companion.classifier.library import Library, Shelf
from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Orchestrator
from companion.pilotage.inbox.present import Present
from companion.pilotage.periodic import Periodic
from companion.settings import Settings
from companion.tally import open_counts
from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.knowledge import Knowledge

from companion import app


def given_to_pilotage(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, roles: set[str]
) -> Mapping[type, Any]:
    """Build an application, and return what the steering pages are given, by its type."""
    given: dict[type, Any] = {}

    def add_pilotage(*means: Any) -> list[Periodic]:
        given.update((type(found), found) for found in means)
        return []

    monkeypatch.setattr(app, "add_pilotage", add_pilotage)
    app.create_app(settings.model_copy(update={"roles": frozenset(roles)}))
    return given


def test_beside_the_classifier_the_inbox_reads_with_the_same_model(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    knowledge: Knowledge,
    orchestrator: Orchestrator,
):
    library: Library = {MAIN_COLLECTION: Shelf("Les impôts", knowledge, orchestrator)}
    monkeypatch.setattr(app, "load_library", lambda *_: library)
    present = given_to_pilotage(monkeypatch, settings, {"classifier", "pilotage"})[Present]
    assert present.orchestrator is orchestrator
    assert present.model is orchestrator.model


def test_without_the_classifier_no_model_is_read_before_it_is_needed(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, model: TopicModel
):
    read: list[Path] = []

    def load(path: Path) -> TopicModel:
        read.append(path)
        return model

    monkeypatch.setattr(TopicModel, "load", load)
    present = given_to_pilotage(monkeypatch, settings, {"pilotage"})[Present]
    assert read == []
    assert present.model is present.model
    assert read == [settings.model]


def test_requests_and_sign_ins_are_counted_in_one_place(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
):
    opened: list[str] = []
    monkeypatch.setattr(
        app, "open_counts", lambda url: opened.append(url) or open_counts("memory://")
    )
    given_to_pilotage(monkeypatch, settings, {"gateway", "pilotage"})
    assert opened == [settings.limits_url]
