"""How a routed message is written down, by `make route` and `make propose` alike."""

from collections.abc import Iterable, Mapping
from typing import Any

from econtacts_core.knowledge import Knowledge

OTHER_FORM = "F06"
CONTACT_TOPIC = "contacter_service"
CLARIFY_CHOICES = 3
# A topic less likely than this is no help in "Vouliez-vous dire".
CLARIFY_FLOOR = 0.01


def clarified_topics(
    knowledge: Knowledge, ranking: Iterable[Mapping[str, Any]]
) -> list[tuple[str, float]]:
    """Return the topics to offer in "Vouliez-vous dire", with their probabilities.

    Args:
        ranking: Rasa's `intent_ranking`, best first: objects with `name` and `confidence`.
    """
    return [found for found in nearest_topics(knowledge, ranking) if found[1] >= CLARIFY_FLOOR]


def nearest_topics(
    knowledge: Knowledge, ranking: Iterable[Mapping[str, Any]]
) -> list[tuple[str, float]]:
    """Return the first topics of `ranking`, however unlikely, with their probabilities."""
    named = ((intent["name"], intent["confidence"]) for intent in ranking)
    return [found for found in named if found[0] in knowledge.topics][:CLARIFY_CHOICES]


def routed_topic(knowledge: Knowledge, topic_id: str, confidence: float) -> dict[str, Any]:
    """Describe one topic: its refs, and the first form and service that it leads to."""
    topic = knowledge.topics[topic_id]
    answer = topic.answers[0]
    return {
        "topic": topic.id,
        "refs": list(topic.refs),
        "form": next(iter(answer.forms), None),
        "service": next(iter(answer.services), None),
        "confidence": round(confidence, 4),
    }


def without_topic(decision: str, confidence: float, form: str | None = None) -> dict[str, Any]:
    """Describe a decision that names no topic: talk, out_of_scope or other_form."""
    return {
        "decision": decision,
        "topic": None,
        "refs": [],
        "form": form,
        "service": None,
        "confidence": round(confidence, 4),
        "alternatives": [],
    }


def other_form() -> dict[str, Any]:
    """Describe the last step of the ladder: nothing found, the general form."""
    return without_topic("other_form", 0.0, OTHER_FORM)
