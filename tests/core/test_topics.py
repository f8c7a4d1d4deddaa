"""Every topic stands everywhere under one name: knowledge, domain, rules, utterances."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from econtacts_core.knowledge import AUDIENCES, Answer, Knowledge, Topic, load_knowledge
from econtacts_core.routing import OTHER_FORM

from tests.utterances import Utterance

ROOT = Path(__file__).parents[2]
TOPICS = tuple(load_knowledge(ROOT / "knowledge").topics.values())
ANSWERS = tuple((topic, answer) for topic in TOPICS for answer in topic.answers)
NEEDED_UTTERANCES = 25
FORM = "precision_form"
# Intents that are not subjects of the administration.
TALK = {
    "affirm",
    "bot_challenge",
    "choose_topic",
    "deny",
    "goodbye",
    "greet",
    "help",
    "distress",
    "human_handoff",
    "inform_audience",
    "nlu_clarify",
    "none_of_these",
    "out_of_scope",
    "start",
    "thank",
}
CLICKED = {"choose_topic", "nlu_clarify", "none_of_these", "start"}


def by_id(topic: Topic) -> str:
    return topic.id


every_topic = pytest.mark.parametrize("topic", TOPICS, ids=by_id)
every_answer = pytest.mark.parametrize(
    ("topic", "answer"),
    ANSWERS,
    ids=[f"{topic.id}-{'-'.join(answer.audience)}" for topic, answer in ANSWERS],
)


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def rules() -> dict[str, list[dict[str, Any]]]:
    """Map each intent to the steps of the rule that starts with it."""
    read = [
        rule
        for path in (ROOT / "data" / "rules").glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]
    return {
        rule["steps"][0]["intent"]: rule["steps"] for rule in read if "intent" in rule["steps"][0]
    }


@every_topic
def test_a_topic_is_an_intent_of_the_domain(topic: Topic, domain: dict[str, Any]):
    assert topic.id in domain["intents"]


@every_topic
def test_a_topic_has_the_rule_that_its_questions_need(
    topic: Topic, rules: dict[str, list[dict[str, Any]]]
):
    assert rules[topic.id][1]["action"] == (FORM if topic.ask else "action_answer_topic")


@every_topic
def test_only_a_topic_with_questions_is_set_by_its_intent(topic: Topic, domain: dict[str, Any]):
    mapped = {mapping.get("intent") for mapping in domain["slots"]["topic"]["mappings"]}
    assert (topic.id in mapped) == bool(topic.ask)


@every_topic
def test_a_topic_has_enough_utterances(topic: Topic, training_utterances: list[Utterance]):
    counts = Counter(utterance.intent for utterance in training_utterances)
    assert counts[topic.id] >= NEEDED_UTTERANCES


@every_topic
def test_a_topic_was_reviewed_and_is_still_valid(topic: Topic):
    today = date.today()
    assert topic.reviewed_on <= today
    assert topic.valid_until is None or topic.valid_until >= today


@every_topic
def test_a_topic_has_named_sources(topic: Topic):
    assert topic.sources
    assert all(source.title.strip() for source in topic.sources)


@every_topic
def test_a_topic_that_asks_for_whom_answers_each_differently(topic: Topic):
    answered = {audience: topic.answer_for(audience).chat for audience in AUDIENCES}
    assert (len(set(answered.values())) == len(AUDIENCES)) == ("audience" in topic.ask)


@every_answer
def test_an_answer_leads_somewhere(topic: Topic, answer: Answer, known: Knowledge):
    assert known.leads_to(answer)


@every_answer
def test_an_answer_leads_only_where_its_audience_may_go(
    topic: Topic, answer: Answer, known: Knowledge
):
    closed = [
        found.id
        for found in known.leads_to(answer)
        if not set(found.audience) & set(answer.audience)
    ]
    assert closed == []


@every_answer
def test_a_mail_greets_and_ends_courteously(topic: Topic, answer: Answer):
    assert answer.mail.startswith("Bonjour,")
    assert answer.mail.endswith("Cordialement,")


def test_online_services_come_before_forms(known: Knowledge):
    answer = known.topics["changer_adresse"].answer_for("particulier")
    assert [found.kind for found in known.leads_to(answer)] == ["service", "form"]


def test_an_audience_without_its_own_answer_gets_the_first(known: Knowledge):
    topic = known.topics["changer_adresse"]
    assert topic.answer_for(None) is topic.answers[0]


def test_every_intent_of_the_domain_is_a_topic_or_a_talk_act(
    domain: dict[str, Any], known: Knowledge
):
    assert set(domain["intents"]) == set(known.topics) | TALK


def test_every_intent_with_utterances_is_a_topic_or_a_typed_talk_act(
    training_utterances: list[Utterance], known: Knowledge
):
    assert {found.intent for found in training_utterances} == set(known.topics) | TALK - CLICKED


def test_every_intent_of_the_domain_has_its_rule(
    domain: dict[str, Any], rules: dict[str, list[dict[str, Any]]]
):
    assert set(domain["intents"]) <= set(rules)


def test_the_form_of_the_last_step_exists(known: Knowledge):
    assert known.destinations[OTHER_FORM].kind == "form"


@pytest.mark.parametrize("who", ["assistant", "orchestrator"])
def test_the_ladder_has_two_steps_in_order(known: Knowledge, who: str):
    thresholds = getattr(known.ladder, who)
    assert thresholds.possible < thresholds.sure
