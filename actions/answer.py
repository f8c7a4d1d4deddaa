"""Answering: the topic's answer, and the companion's second opinion on what was typed."""

from econtacts_core.knowledge import Knowledge, Topic
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.classifier import classifier
from actions.conversation import audience, is_typed, was_chosen
from actions.knowledge import knowledge
from actions.messages import none_button, say_answer, topic_buttons


class ActionAnswerTopic(Action):
    """Answer the topic just named, or the one that waited for a precision."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_answer_topic"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say the answer; report the choice of a proposal; offer what the companion saw instead."""
        known = knowledge()
        intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
        topic = known.topics[intent if intent in known.topics else tracker.get_slot("topic")]
        say_answer(dispatcher, known, topic, audience(tracker))
        events: list[EventType] = []
        if not tracker.active_loop:
            # a digression leaves the topic that waits for a precision in place
            events.append(SlotSet("topic", topic.id))
        if intent in known.topics and is_typed(tracker.latest_message):
            return events + await _second_opinion(dispatcher, tracker, domain, known, topic)
        return events + await _report_choice(tracker, topic)


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
    if other == answered.id or other not in known.topics:
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
