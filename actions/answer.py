"""Answering: the topic's answer, the other requests of the message, the companion's opinion."""

from collections.abc import Mapping
from typing import Any

from econtacts_core.knowledge import PRECISIONS, Answer, Knowledge, Topic
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.classifier import classifier
from actions.conversation import (
    Precisions,
    audience,
    ended_a_question,
    is_typed,
    precisions,
    was_chosen,
)
from actions.knowledge import knowledge
from actions.messages import Button, none_button, request_button, say_answer, topic_buttons

# What is said before an answer that was written for others.
_OTHER_AUDIENCE = {
    "particulier": "utter_other_audience",
    "professionnel": "utter_other_audience_professionnel",
}
# Topics whose request can be prepared in the conversation, for whom.
PREPARED_HERE: Mapping[str, str] = {"changer_adresse": "particulier"}
# An answer to a question is short: more words, or a question mark, ask for something else too.
_LONGEST_PRECISION = 8  # words


class ActionAnswerTopic(Action):
    """Answer the topic just named, or the one that waited for a precision."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_answer_topic"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say the answer, then those to the other requests of the same message.

        The choice of a proposal is reported, and what the companion saw instead is offered.
        """
        known = knowledge()
        named = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
        topic = _topic(tracker, known, named)
        said = precisions(tracker)
        give_answer(dispatcher, domain, known, topic, said)
        events = _answer_others(dispatcher, tracker, domain, known, topic)
        if not tracker.active_loop:
            # a digression leaves the topic that waits for a precision, and what is known of it
            events += [SlotSet("topic", topic.id), SlotSet("answered_with", said), *_forget()]
        if named == topic.id and is_typed(tracker.latest_message):
            return events + await _second_opinion(dispatcher, tracker, domain, known, topic)
        return events + await _report_choice(tracker, topic)


def _topic(tracker: Tracker, known: Knowledge, named: str | None) -> Topic:
    """Return the topic to answer: the one just named, or the one that waited for a precision.

    "C'est la taxe foncière" looks like a question on that tax, but not when it was asked which.
    """
    waiting = tracker.get_slot("topic")
    if named is None or named not in known.topics:
        return known.topics[waiting]
    asked = waiting in known.topics and ended_a_question(tracker)
    return known.topics[waiting if asked else named]


def fitting_answer(topic: Topic, known: Precisions) -> Answer:
    """Return the answer that fits; when none is for this audience, what else is known counts."""
    if any(known["audience"] in answer.audience for answer in topic.answers):
        return topic.answer_for(known)
    return topic.answer_for({**known, "audience": None})


def give_answer(
    dispatcher: CollectingDispatcher,
    domain: Mapping[str, Any],
    knowledge: Knowledge,
    topic: Topic,
    known: Precisions,
) -> None:
    """Say the answer of `topic` that fits, and say so when it was written for other people."""
    answer = fitting_answer(topic, known)
    if known["audience"] is not None and known["audience"] not in answer.audience:
        dispatcher.utter_message(response=_OTHER_AUDIENCE[answer.audience[0]])
    say_answer(
        dispatcher, knowledge, topic, answer, buttons=_request_buttons(domain, topic, answer)
    )


def _forget() -> list[EventType]:
    """Forget what was said of one question; who asks stays the same."""
    names = [name for name in (*PRECISIONS, "year") if name != "audience"]
    return [SlotSet(name, None) for name in names]


def _request_buttons(domain: Mapping[str, Any], topic: Topic, answer: Answer) -> list[Button]:
    prepared = PREPARED_HERE.get(topic.id)
    return [request_button(domain, topic)] if prepared in answer.audience else []


def _answer_others(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: DomainDict,
    known: Knowledge,
    answered: Topic,
) -> list[EventType]:
    """Answer the message's other requests; those that need a precision become choices."""
    waiting = [*(tracker.get_slot("other_requests") or []), *_asked_beside(tracker)]
    topics = [known.topics[name] for name in waiting if name in known.topics]
    others = [topic for topic in topics if topic.id != answered.id]
    for topic in others:
        if not topic.ask:
            dispatcher.utter_message(response="utter_second_request")
            give_answer(dispatcher, domain, known, topic, precisions(tracker))
    asking = [topic for topic in others if topic.ask]
    if asking:
        dispatcher.utter_message(
            response="utter_second_request_choice", buttons=topic_buttons(asking)
        )
    return [SlotSet("other_requests", None)] if waiting else []


def _asked_beside(tracker: Tracker) -> list[str]:
    """Return the subject of a message that gave a precision and asked something else too."""
    text = tracker.latest_message.get("text") or ""
    if not is_typed(tracker.latest_message) or not ended_a_question(tracker):
        return []
    more = "?" in text or len(text.split()) > _LONGEST_PRECISION
    return [tracker.get_intent_of_latest_message() or ""] if more else []


async def _second_opinion(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: DomainDict,
    known: Knowledge,
    answered: Topic,
) -> list[EventType]:
    """Have the companion read the message too; speak only when it is sure of another topic."""
    proposal = await classifier().propose(
        tracker.latest_message["text"],
        audience=audience(tracker),
        channel="chat",
        conversation_id=tracker.sender_id,
    )
    if proposal is None or proposal["decision"] != "answer":
        return [SlotSet("proposal_id", None)]
    other = proposal["candidates"][0]["topic"]
    told = {answered.id, *(tracker.get_slot("other_requests") or [])}
    if other in told or other not in known.topics:
        return [SlotSet("proposal_id", None)]
    buttons = [*topic_buttons([known.topics[other]]), none_button(domain)]
    dispatcher.utter_message(response="utter_second_opinion", buttons=buttons)
    return [SlotSet("proposal_id", proposal["proposal_id"])]


async def _report_choice(tracker: Tracker, topic: Topic) -> list[EventType]:
    proposal_id = tracker.get_slot("proposal_id")
    if proposal_id is None:
        return []
    if was_chosen(tracker, topic):
        await classifier().feedback(proposal_id, "accepted", topic.id)
    return [SlotSet("proposal_id", None)]
