"""`markers.yml`: Rasa loads it, and finds the key points in a real tracker store."""

import asyncio
import csv
from pathlib import Path

import pytest
from rasa.core.evaluation.marker import AndMarker  # noqa: F401, registers the operators
from rasa.core.evaluation.marker_base import Marker
from rasa.core.evaluation.marker_tracker_loader import STRATEGY_ALL, MarkerTrackerLoader
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture(scope="module")
def markers() -> Marker:
    return Marker.from_path(ROOT / "markers.yml")


def said(intent: str) -> UserUttered:
    return UserUttered(intent, intent={"name": intent, "confidence": 1.0})


def did(*names: str) -> list[Event]:
    return [ActionExecuted(name) for name in (*names, "action_listen")]


CONVERSATIONS = {
    "chosen": [
        said("nlu_clarify"),
        *did("action_clarify"),
        said("choose_topic"),
        *did("action_answer_topic"),
        said("thank"),
        *did("utter_thank"),
    ],
    "lost": [
        said("nlu_fallback"),
        *did("action_suggest"),
        said("none_of_these"),
        *did("action_descend_ladder"),
        said("human_handoff"),
        *did("utter_human_handoff"),
    ],
}
REACHED = {
    "chosen": {
        "hesitation",
        "reponse_donnee",
        "reponse_apres_hesitation",
        "remerciement",
        "remerciement_apres_reponse",
    },
    "lost": {
        "propositions",
        "propositions_refusees",
        "marche_descendue",
        "personne_demandee",
    },
}


async def evaluate(markers: Marker, domain: Domain, database: Path, found: Path) -> None:
    store = SQLTrackerStore(domain, dialect="sqlite", db=str(database))
    for name, events in CONVERSATIONS.items():
        opened = [ActionExecuted("action_session_start"), SessionStarted(), *did()]
        await store.save(DialogueStateTracker.from_events(name, opened + events, domain.slots))
    trackers = MarkerTrackerLoader(store, STRATEGY_ALL).load()
    await markers.evaluate_trackers(trackers, found)


def test_every_marker_speaks_of_what_the_domain_knows(markers: Marker, domain: Domain):
    assert markers.validate_against_domain(domain)


def test_the_key_points_are_found_in_the_conversations_of_a_tracker_store(
    markers: Marker, domain: Domain, tmp_path: Path
):
    found = tmp_path / "markers.csv"
    asyncio.run(evaluate(markers, domain, tmp_path / "tracker.db", found))
    with found.open(newline="", encoding="utf-8") as rows:
        read = [(row["sender_id"], row["marker"]) for row in csv.DictReader(rows)]
    for name, reached in REACHED.items():
        assert {marker for sender, marker in read if sender == name} == reached
