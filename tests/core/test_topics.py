"""Every topic stands everywhere under one name: knowledge, domain, rules, utterances."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from econtacts_core.knowledge import (
    AUDIENCES,
    PRECISIONS,
    Answer,
    Knowledge,
    Topic,
    load_knowledge,
)
from econtacts_core.routing import OTHER_FORM

from tests.utterances import Utterance

ROOT = Path(__file__).parents[2]
TOPICS = tuple(load_knowledge(ROOT / "knowledge").topics.values())
ANSWERS = tuple((topic, answer) for topic in TOPICS for answer in topic.answers)
NEEDED_UTTERANCES = 40
FORM = "precision_form"
# Intents that are not subjects of the administration.
TALK = {
    "affirm",
    "ask_details",
    "ask_rephrase",
    "ask_shorter",
    "bot_challenge",
    "cancel",
    "choose_topic",
    "correct_previous",
    "deny",
    "distress",
    "frustrated",
    "goodbye",
    "greet",
    "help",
    "human_handoff",
    "inform_audience",
    "inform_precision",
    "insult",
    "nlu_clarify",
    "none_of_these",
    "out_of_scope",
    "resume",
    "same_for_other",
    "start",
    "start_request",
    "request_sent",
    "thank",
    "threat",
    "vague_request",
}
CLICKED = {
    "choose_topic",
    "inform_precision",
    "nlu_clarify",
    "none_of_these",
    "start",
    "start_request",
    "request_sent",
}
ASKED = [(topic, precision) for topic in TOPICS for precision in topic.ask]


def by_id(topic: Topic) -> str:
    return topic.id


every_topic = pytest.mark.parametrize("topic", TOPICS, ids=by_id)
every_answer = pytest.mark.parametrize(
    ("topic", "answer"),
    ANSWERS,
    ids=[f"{topic.id}-{topic.answers.index(answer)}" for topic, answer in ANSWERS],
)
every_question = pytest.mark.parametrize(
    ("topic", "precision"), ASKED, ids=[f"{topic.id}-{precision}" for topic, precision in ASKED]
)
every_precision = pytest.mark.parametrize("precision", PRECISIONS)


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def responses() -> dict[str, Any]:
    return {
        name: said
        for path in (ROOT / "data" / "responses").glob("*.yml")
        for name, said in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
    }


def offered(responses: dict[str, Any], precision: str) -> list[str]:
    """Return the values that the question about `precision` offers as choices."""
    buttons = responses[f"utter_ask_{precision}"][0]["buttons"]
    # Rasa wants the braces of a payload doubled
    payloads = [button["payload"].replace("{{", "{").replace("}}", "}") for button in buttons]
    return [json.loads(payload[payload.index("{") :])[precision] for payload in payloads]


@pytest.fixture(scope="module")
def rules() -> dict[str, list[dict[str, Any]]]:
    """Map each intent to the steps of the rule that starts with it, whatever goes on."""
    read = [
        rule
        for path in (ROOT / "data" / "rules").glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    ]
    return {
        rule["steps"][0]["intent"]: rule["steps"]
        for rule in read
        if "intent" in rule["steps"][0] and "condition" not in rule
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
def test_only_a_topic_that_asks_for_whom_answers_each_differently(topic: Topic):
    answered = {topic.answer_for({"audience": audience}).chat for audience in AUDIENCES}
    assert (len(answered) == len(AUDIENCES)) == ("audience" in topic.ask)


@every_topic
def test_what_an_answer_depends_on_is_asked(topic: Topic):
    needed = {precision for answer in topic.answers for precision in answer.when}
    assert needed == set(topic.ask) - {"audience"}


@every_question
def test_every_choice_that_a_question_offers_has_an_answer_of_its_own_kind(
    topic: Topic, precision: str, responses: dict[str, Any]
):
    without = [
        value
        for value in offered(responses, precision)
        if not topic.answer_for({precision: value}).fits({precision: value})
    ]
    assert without == []


@every_question
def test_a_question_changes_the_answer(topic: Topic, precision: str, responses: dict[str, Any]):
    answers = {topic.answer_for({precision: value}).chat for value in offered(responses, precision)}
    assert len(answers) > 1


@every_precision
def test_a_precision_has_the_same_values_in_the_domain_and_in_the_knowledge(
    precision: str, domain: dict[str, Any]
):
    assert tuple(domain["slots"][precision]["values"]) == PRECISIONS[precision]


@every_precision
def test_a_precision_is_an_entity_and_a_slot_of_the_form(precision: str, domain: dict[str, Any]):
    assert precision in domain["entities"]
    assert precision in domain["forms"][FORM]["required_slots"]


@every_precision
def test_a_question_offers_known_values_once(precision: str, responses: dict[str, Any]):
    values = offered(responses, precision)
    assert len(set(values)) == len(values) > 1
    assert set(values) <= set(PRECISIONS[precision])


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
    answer = known.topics["changer_adresse"].answer_for({"audience": "particulier"})
    kinds = [found.kind for found in known.leads_to(answer)]
    assert set(kinds) == {"service", "form"}
    assert kinds == sorted(kinds, reverse=True)


def test_an_audience_without_its_own_answer_gets_the_first(known: Knowledge):
    topic = known.topics["changer_adresse"]
    assert topic.answer_for({}) is topic.answers[0]


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


@pytest.mark.parametrize("who", ["assistant", "requests", "orchestrator"])
def test_the_ladder_has_two_steps_in_order(known: Knowledge, who: str):
    thresholds = getattr(known.ladder, who)
    assert thresholds.possible < thresholds.sure
