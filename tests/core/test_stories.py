"""The story tests leave no rule and no topic out, and say nothing that the assistant learnt."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from econtacts_core.knowledge import PRECISIONS, load_knowledge
from econtacts_core.text import normalise

from tests.utterances import Utterance, without_marks

ROOT = Path(__file__).parents[2]
TOPICS = tuple(load_knowledge(ROOT / "knowledge").topics)
# Up to so many words, people type the same: « je déménage ».
COMMON_PLACE = 4


class Step(NamedTuple):
    """What is said or done, and the form that is under way before it."""

    what: str
    loop: str | None


def read(folder: str, kind: str) -> list[dict[str, Any]]:
    return [
        entry
        for path in sorted((ROOT / folder).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    ]


RULES = read("data/rules", "rules")
STORIES = read("tests/stories", "stories")
SPOKEN = [step for story in STORIES for step in story["steps"] if "user" in step]


def steps(entry: dict[str, Any]) -> Iterator[Step]:
    """Yield the turns of a rule or of a story; slots and forms that go on are no turn."""
    condition = entry.get("condition", [])
    loop = next((found["active_loop"] for found in condition if "active_loop" in found), None)
    for step in entry["steps"]:
        if "active_loop" in step:
            if step["active_loop"] != loop:
                yield Step(f"loop {step['active_loop']}", loop)
            loop = step["active_loop"]
        elif "intent" in step:
            yield Step(f"intent {step['intent']}", loop)
        elif "action" in step:
            yield Step(f"action {step['action']}", loop)


def occurs(rule: dict[str, Any], story: dict[str, Any]) -> bool:
    """Tell whether the rule's turns stand in the story, one after the other."""
    wanted, told = list(steps(rule)), list(steps(story))
    starts = range(len(told) - len(wanted) + 1)
    return any(told[start : start + len(wanted)] == wanted for start in starts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule"])
def test_every_rule_occurs_in_a_story_test(rule: dict[str, Any]):
    assert any(occurs(rule, story) for story in STORIES)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_asked_about_in_a_persons_own_words(topic: str):
    assert any(step["intent"] == topic and not step["user"].startswith("/") for step in SPOKEN)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_every_precision_is_given_by_click_and_by_words(precision: str):
    clicks = [step["user"] for step in SPOKEN if step["user"].startswith("/inform_")]
    typed = [step["user"] for step in SPOKEN if not step["user"].startswith("/")]
    assert any(f'"{precision}"' in said for said in clicks)
    assert any(f'"{precision}"' in said or f"]({precision})" in said for said in typed)


def test_every_story_has_a_name_of_its_own():
    counted = Counter(story["story"] for story in STORIES)
    assert [name for name, count in counted.items() if count > 1] == []


def test_story_tests_say_nothing_that_was_learnt(training_utterances: list[Utterance]):
    learnt = {normalise(utterance.text) for utterance in training_utterances}
    said = {normalise(without_marks(step["user"])) for step in SPOKEN}
    assert [text for text in said if text in learnt and len(text.split()) > COMMON_PLACE] == []
