"""What is asked before an answer."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from econtacts_core.knowledge import PRECISIONS, Topic, load_knowledge
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import precisions
from actions.precision import ValidatePrecisionForm
from tests.actions.fakes import conversation, message

TOPICS = tuple(load_knowledge(Path(__file__).parents[2] / "knowledge").topics.values())
SLOTS = ["topic", *PRECISIONS]
VALUES = [(name, value) for name, values in PRECISIONS.items() for value in values]
THIS_YEAR = date.today().year


def asked(topic: str, **slots: str) -> list[str]:
    """Return what the form asks for `topic` when `slots` are known."""
    tracker = conversation(message("…", topic), topic=topic, **slots)
    form, dispatcher = ValidatePrecisionForm(), CollectingDispatcher()
    return asyncio.run(form.required_slots(SLOTS, dispatcher, tracker, {}))


def kept(name: str, value: Any) -> dict[str, str | None]:
    """Return what the form keeps of `value`."""
    tracker = conversation(message("…", "inform_precision"))
    validate = getattr(ValidatePrecisionForm(), f"validate_{name}")
    found: dict[str, str | None] = validate(value, CollectingDispatcher(), tracker, {})
    return found


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_the_form_asks_only_what_the_topic_asks(topic: Topic):
    assert asked(topic.id) == ["topic", *topic.ask]


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_a_known_value_is_accepted(name: str, value: str):
    assert kept(name, value) == {name: value}


@pytest.mark.parametrize("name", PRECISIONS)
@pytest.mark.parametrize("value", ["martien", "", None, "Particulier", "2022"])
def test_any_other_value_is_asked_again(name: str, value: str | None):
    assert kept(name, value) == {name: None}


def test_two_taxes_at_once_are_asked_again():
    assert kept("tax", ["fonciere", "habitation"]) == {"tax": None}


def test_of_two_events_the_first_counts():
    assert kept("event", ["mariage", "naissance"]) == {"event": "mariage"}


@pytest.mark.parametrize(
    ("year", "question"),
    [
        (THIS_YEAR - 5, []),
        (THIS_YEAR - 2, []),
        (THIS_YEAR - 1, ["notice"]),
        (THIS_YEAR, ["notice"]),
    ],
)
def test_a_year_long_gone_tells_where_a_return_stands(year: int, question: list[str]):
    assert asked("corriger_declaration", year=str(year)) == ["topic", *question]


def test_what_was_said_counts_more_than_the_year():
    tracker = conversation(message("…", "…"), year="2020", notice="avant_avis")
    assert precisions(tracker)["notice"] == "avant_avis"
