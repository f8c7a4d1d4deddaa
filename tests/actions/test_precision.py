"""What is asked before an answer."""

import asyncio
from pathlib import Path

import pytest
from econtacts_core.knowledge import AUDIENCES, Topic, load_knowledge
from rasa_sdk.executor import CollectingDispatcher

from actions.precision import ValidatePrecisionForm
from tests.actions.fakes import conversation, message

TOPICS = tuple(load_knowledge(Path(__file__).parents[2] / "knowledge").topics.values())
SLOTS = ["topic", "audience"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_the_form_asks_only_what_the_topic_asks(topic: Topic):
    tracker = conversation(message("…", topic.id), topic=topic.id)
    asked = asyncio.run(
        ValidatePrecisionForm().required_slots(SLOTS, CollectingDispatcher(), tracker, {})
    )
    assert asked == ["topic", *topic.ask]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_known_audience_is_accepted(audience: str):
    tracker = conversation(message("…", "inform_audience"))
    kept = ValidatePrecisionForm().validate_audience(audience, CollectingDispatcher(), tracker, {})
    assert kept == {"audience": audience}


@pytest.mark.parametrize("audience", ["martien", "", None, "Particulier"])
def test_any_other_audience_is_asked_again(audience: str | None):
    tracker = conversation(message("…", "inform_audience"))
    kept = ValidatePrecisionForm().validate_audience(audience, CollectingDispatcher(), tracker, {})
    assert kept == {"audience": None}
