"""The steps of the ladder, as the last component of the pipeline."""

from typing import Any

import pytest
from econtacts_core.knowledge import Knowledge
from rasa.shared.nlu.training_data.message import Message

from nlu.confidence_ladder import ConfidenceLadder
from nlu.request_splitter import REQUESTS

TOPIC = "payer_cfe"


def step(known: Knowledge, intent: str | None, confidence: float) -> Message:
    """Put a message that was read as `intent` before the ladder."""
    read: dict[str, Any] = {"name": intent, "confidence": confidence}
    message = Message({"text": "…", "intent": read, "intent_ranking": [read]})
    return ConfidenceLadder(known).process([message])[0]


@pytest.mark.parametrize(
    ("above_sure", "decided"),
    [(0.0, TOPIC), (0.2, TOPIC), (-1e-9, "nlu_clarify")],
)
def test_a_topic_stands_from_sure_on(known: Knowledge, above_sure: float, decided: str):
    confidence = known.ladder.assistant.sure + above_sure
    assert step(known, TOPIC, confidence).get("intent")["name"] == decided


@pytest.mark.parametrize(
    ("above_possible", "decided"),
    [(0.0, "nlu_clarify"), (0.1, "nlu_clarify"), (-1e-9, "nlu_fallback")],
)
def test_a_topic_is_asked_back_from_possible_on(
    known: Knowledge, above_possible: float, decided: str
):
    confidence = known.ladder.assistant.possible + above_possible
    assert step(known, TOPIC, confidence).get("intent")["name"] == decided


@pytest.mark.parametrize(("above_possible", "decided"), [(0.0, "greet"), (-1e-9, "nlu_fallback")])
def test_a_talk_act_is_accepted_from_possible_on(
    known: Knowledge, above_possible: float, decided: str
):
    confidence = known.ladder.assistant.possible + above_possible
    assert step(known, "greet", confidence).get("intent")["name"] == decided


@pytest.mark.parametrize(
    ("above_sure", "decided"), [(0.0, "out_of_scope"), (-1e-9, "nlu_fallback")]
)
def test_nobody_is_sent_away_on_a_doubt(known: Knowledge, above_sure: float, decided: str):
    confidence = known.ladder.assistant.sure + above_sure
    assert step(known, "out_of_scope", confidence).get("intent")["name"] == decided


def test_a_step_keeps_the_confidence_of_the_intent_it_replaces(known: Knowledge):
    assert step(known, TOPIC, 0.4).get("intent")["confidence"] == 0.4


def test_a_step_stands_first_in_the_ranking_before_the_intent_it_replaces(known: Knowledge):
    ranking = step(known, TOPIC, 0.4).get("intent_ranking")
    assert [found["name"] for found in ranking] == ["nlu_clarify", TOPIC]


def test_an_intent_that_stands_leaves_the_ranking_alone(known: Knowledge):
    ranking = step(known, TOPIC, 0.9).get("intent_ranking")
    assert [found["name"] for found in ranking] == [TOPIC]


def test_a_message_without_an_intent_is_left_alone(known: Knowledge):
    assert step(known, None, 0.0).get("intent")["name"] is None


@pytest.mark.parametrize(
    ("above_possible", "decided"), [(0.0, "distress"), (0.1, "distress"), (-1e-9, TOPIC)]
)
def test_distress_comes_before_anything_likelier_as_soon_as_it_is_possible(
    known: Knowledge, above_possible: float, decided: str
):
    distress = known.ladder.assistant.possible + above_possible
    ranking: list[dict[str, Any]] = [
        {"name": TOPIC, "confidence": 1 - distress},
        {"name": "distress", "confidence": distress},
    ]
    message = Message({"text": "en finir", "intent": ranking[0], "intent_ranking": ranking})
    ConfidenceLadder(known).process([message])
    assert message.get("intent")["name"] == decided


def test_distress_is_believed_without_a_word_of_it_where_it_is_sure(known: Knowledge):
    sure = known.ladder.assistant.sure
    ranking: list[dict[str, Any]] = [
        {"name": "distress", "confidence": sure},
        {"name": TOPIC, "confidence": 1 - sure},
    ]
    message = Message({"text": "hier, la rivière", "intent": ranking[0], "intent_ranking": ranking})
    ConfidenceLadder(known).process([message])
    assert message.get("intent")["name"] == "distress"


def test_a_doubtful_distress_without_a_word_of_it_is_read_as_if_there_were_none(known: Knowledge):
    ranking: list[dict[str, Any]] = [
        {"name": "distress", "confidence": 0.5},
        {"name": TOPIC, "confidence": 0.375},
        {"name": "greet", "confidence": 0.125},
    ]
    message = Message(
        {"text": "je vais me pacser", "intent": ranking[0], "intent_ranking": ranking}
    )
    ConfidenceLadder(known).process([message])
    assert message.get("intent")["name"] == TOPIC
    assert [round(found["confidence"], 2) for found in message.get("intent_ranking")] == [
        0.75,
        0.25,
    ]


def several(
    known: Knowledge,
    whole: dict[str, float],
    *parts: tuple[str, float],
    texts: tuple[str, ...] = (),
) -> tuple[str, list[str]]:
    """Read a message in parts; return its intent and the other requests noted as entities."""
    ranking = [{"name": name, "confidence": value} for name, value in whole.items()]
    read = [
        Message({"text": text, "intent": {"name": name, "confidence": confidence}})
        for (name, confidence), text in zip(parts, texts or ["…"] * len(parts), strict=True)
    ]
    message = Message(
        {"text": "…", "intent": ranking[0], "intent_ranking": ranking, REQUESTS: read}
    )
    ConfidenceLadder(known).process([message])
    entities = message.get("entities", [])
    assert {found["entity"] for found in entities} <= {"other_request"}
    return message.get("intent")["name"], [found["value"] for found in entities]


def test_two_sure_parts_are_two_requests_in_their_order(known: Knowledge):
    whole = {"payer_impot": 0.6, TOPIC: 0.3}
    assert several(known, whole, (TOPIC, 0.9), ("payer_impot", 0.9)) == (TOPIC, ["payer_impot"])


@pytest.mark.parametrize("part", ["payer_impot", "greet", "out_of_scope"])
def test_a_part_that_is_not_sure_or_no_topic_is_no_request(known: Knowledge, part: str):
    sure = known.ladder.requests.sure
    unsure = sure - 1e-9 if part in known.topics else 1.0
    whole = {TOPIC: 0.6, part: 0.3}
    assert several(known, whole, (TOPIC, 0.9), (part, unsure)) == (TOPIC, [])


def test_a_part_that_the_whole_hardly_speaks_of_is_no_request(known: Knowledge):
    hardly = known.ladder.requests.possible - 1e-9
    whole = {TOPIC: 0.9, "payer_impot": hardly}
    assert several(known, whole, (TOPIC, 0.9), ("payer_impot", 1.0)) == (TOPIC, [])


def test_a_part_that_announces_another_request_is_one(known: Knowledge):
    whole = {TOPIC: 1.0, "payer_impot": 0.0}
    texts = ("je déménage", "par ailleurs je veux payer")
    parts = ((TOPIC, 0.9), ("payer_impot", 0.9))
    assert several(known, whole, *parts, texts=texts) == (TOPIC, ["payer_impot"])


def test_what_comes_before_the_announcement_is_a_request_too(known: Knowledge):
    whole = {"payer_impot": 1.0, TOPIC: 0.0}
    texts = ("je déménage", "sinon je veux payer")
    parts = ((TOPIC, 0.9), ("payer_impot", 0.9))
    assert several(known, whole, *parts, texts=texts) == (TOPIC, ["payer_impot"])


def test_an_announced_request_is_the_surest_of_its_stretch(known: Knowledge):
    whole = {TOPIC: 1.0}
    texts = ("je déménage", "aussi on m'a dit de payer", "je veux contester")
    parts = ((TOPIC, 0.9), ("payer_impot", 0.8), ("contester_impot", 0.95))
    assert several(known, whole, *parts, texts=texts) == (TOPIC, ["contester_impot"])


def test_an_announced_request_must_be_sure(known: Knowledge):
    unsure = known.ladder.requests.sure - 1e-9
    texts = ("je déménage", "par ailleurs")
    parts = ((TOPIC, 0.9), ("payer_impot", unsure))
    assert several(known, {TOPIC: 1.0}, *parts, texts=texts) == (TOPIC, [])


def test_the_same_subject_twice_is_one_request(known: Knowledge):
    assert several(known, {TOPIC: 0.9}, (TOPIC, 0.9), (TOPIC, 0.8)) == (TOPIC, [])
