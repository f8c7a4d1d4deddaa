"""A conversation exported by the companion is a story test that Rasa reads."""

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryStep

ROOT = Path(__file__).parents[2]
# Its text is checked in companion/tests/test_browser_pages.py.
EXPORTED = ROOT / "companion" / "tests" / "test_exported_story.yml"


@pytest.fixture(scope="module")
def step() -> StoryStep:
    domain = Domain.load(str(ROOT / "domain.yml"))
    (read,) = YAMLStoryReader(domain).read_from_file(EXPORTED)
    return read


def test_rasa_takes_the_file_for_a_story_test():
    assert YAMLStoryReader.is_test_stories_file(EXPORTED)


def test_every_other_message_has_its_words_and_all_their_intent(step: StoryStep):
    said = [
        (event.text, event.intent_name) for event in step.events if isinstance(event, UserUttered)
    ]
    assert ("je ne peux pas payer", "demander_delai_paiement") in said
    assert ("/start", "start") in said
    assert all(intent for _, intent in said)


def test_what_a_form_asked_for_is_an_intent_without_words(step: StoryStep):
    wordless = [
        event.intent_name
        for event in step.events
        if isinstance(event, UserUttered) and not event.text
    ]
    assert wordless == ["changer_adresse", "nlu_fallback"]


def test_an_entity_stands_where_it_was_read(step: StoryStep):
    entities = [
        found for event in step.events if isinstance(event, UserUttered) for found in event.entities
    ]
    assert [(found["entity"], found["value"]) for found in entities] == [
        ("request", "changer_adresse"),  # of the click
        ("audience", "particulier"),
    ]


def test_actions_and_slots_are_read(step: StoryStep):
    actions = [event.action_name for event in step.events if isinstance(event, ActionExecuted)]
    assert [name for name in actions if name] == [
        "utter_welcome",
        "action_answer_topic",
        "action_start_request",
        "address_form",
    ]
    assert SlotSet("topic", "demander_delai_paiement") in step.events
