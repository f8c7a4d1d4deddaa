"""What every test of the assistant may ask for: the knowledge and the written utterances."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from econtacts_core.knowledge import Knowledge, load_knowledge

from tests.utterances import Utterance, read_utterances

if TYPE_CHECKING:
    from rasa.core.agent import Agent

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "assistant.tar.gz"


@pytest.fixture(scope="session", autouse=True)
def _home() -> Iterator[None]:
    """Run from the repository's root, with its own knowledge, wherever pytest was started."""
    started = Path.cwd()
    os.chdir(ROOT)
    elsewhere = os.environ.pop("ECONTACTS_KNOWLEDGE", None)
    yield
    os.chdir(started)
    if elsewhere is not None:
        os.environ["ECONTACTS_KNOWLEDGE"] = elsewhere


@pytest.fixture(scope="session")
def known() -> Knowledge:
    """Load the real knowledge."""
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture(scope="session")
def training_utterances() -> list[Utterance]:
    """Read every utterance that the assistant is trained on."""
    return read_utterances(ROOT / "data" / "nlu", "*.yml")


@pytest.fixture(scope="session")
def held_out_utterances() -> list[Utterance]:
    """Read every utterance kept apart from training."""
    return read_utterances(ROOT / "tests" / "nlu", "held_out_*.yml")


@pytest.fixture(scope="session")
def agent() -> Agent:
    """Load the trained assistant, with its actions beside it."""
    # slow, for those tests alone that need it
    from rasa.core.agent import Agent

    from tests.actions.rasa_side import ActionsHere

    if not MODEL.exists():
        pytest.fail("no trained assistant: make models/assistant.tar.gz")
    return Agent.load(MODEL, action_endpoint=ActionsHere())
