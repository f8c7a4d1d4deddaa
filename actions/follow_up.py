"""What people say of the answer that they just got: again, shorter, fuller, for somebody else."""

from collections.abc import Callable

from econtacts_core.knowledge import Answer, Destination, Knowledge, Topic
from econtacts_core.routing import clarified_topics
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import fitting_answer, give_answer
from actions.classifier import classifier
from actions.conversation import (
    answered_with,
    is_typed,
    said_precisions,
    topic_under_way,
    user_messages,
)
from actions.knowledge import knowledge
from actions.messages import say_answer, topic_buttons


class ActionFollowUp(Action):
    """Say the last answer in the way that is asked for."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_follow_up"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Answer again, or ask what we are talking about when nothing was answered yet."""
        known = knowledge()
        topic = topic_under_way(tracker, known)
        if topic is None:
            dispatcher.utter_message(response="utter_no_topic")
            return []
        if tracker.get_intent_of_latest_message() == "same_for_other":
            return _for_other(dispatcher, tracker, domain, known, topic)
        response, retell = _RETELLING[tracker.get_intent_of_latest_message()]
        answer = fitting_answer(topic, answered_with(tracker))
        dispatcher.utter_message(response=response)
        say_answer(dispatcher, known, topic, answer, text=retell(known, answer))
        return []


class ActionResume(Action):
    """Go back to the topic answered last."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_resume"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say the answer again; a pending question is asked again by its form."""
        known = knowledge()
        topic = topic_under_way(tracker, known)
        if topic is None:
            dispatcher.utter_message(response="utter_no_topic")
        elif not tracker.active_loop:
            dispatcher.utter_message(response="utter_resume")
            give_answer(dispatcher, domain, known, topic, answered_with(tracker))
        return []


class ActionCorrectPrevious(Action):
    """The answer was not the right one: offer what else the question may have meant."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_correct_previous"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Offer the next likeliest topics of the last question, report a refused proposal."""
        known = knowledge()
        others = _other_readings(tracker, known)
        response = "utter_correct_previous" if others else "utter_correct_previous_alone"
        dispatcher.utter_message(response=response, buttons=topic_buttons(others))
        proposal_id = tracker.get_slot("proposal_id")
        if proposal_id is not None:
            await classifier().feedback(proposal_id, "rejected")
        return [SlotSet("topic", None), SlotSet("proposal_id", None)]


def _other_readings(tracker: Tracker, known: Knowledge) -> list[Topic]:
    """Return what the last typed question may have meant, apart from what was answered."""
    messages = user_messages(tracker)
    next(messages, None)  # the message that says that the answer is wrong
    question = next((message for message in messages if is_typed(message)), None)
    if question is None:
        return []
    ranking = question["parse_data"].get("intent_ranking", [])
    refused = tracker.get_slot("topic")
    likely = clarified_topics(known, [found for found in ranking if found["name"] != refused])
    return [known.topics[name] for name, _ in likely]


def _for_other(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: DomainDict,
    known: Knowledge,
    topic: Topic,
) -> list[EventType]:
    """Answer for the other person or case named, or say that the way is the same."""
    said = said_precisions(tracker.latest_message)
    if not said:
        dispatcher.utter_message(response="utter_same_for_other")
        return []
    with_it = {**answered_with(tracker), **said}
    give_answer(dispatcher, domain, known, topic, with_it)
    return [SlotSet("answered_with", with_it)]


def _steps(known: Knowledge, answer: Answer) -> str:
    """List the steps to each place that the answer leads to, numbered when there are several."""
    return "\n".join(_path(destination) for destination in known.leads_to(answer))


def _path(destination: Destination) -> str:
    steps = [*destination.path]
    if steps[-1:] != [destination.title]:
        steps.append(destination.title)
    return f"- {' › '.join(steps)}. {destination.purpose}"


def _first_sentences(known: Knowledge, answer: Answer) -> str:
    """Return the first paragraph, with the list that it announces."""
    paragraphs = answer.chat.split("\n\n")
    announced = paragraphs[0].rstrip().endswith(":")
    return "\n\n".join(paragraphs[: 2 if announced else 1])


def _complete(known: Knowledge, answer: Answer) -> str:
    """Return the mail without its greeting and its closing."""
    paragraphs = [found for found in answer.mail.split("\n") if found.strip()]
    return "\n".join(paragraphs[1:-1])


# For each thing that people ask of an answer: how it is announced, and how it is said again.
_RETELLING: dict[str, tuple[str, Callable[[Knowledge, Answer], str]]] = {
    "ask_rephrase": ("utter_steps", _steps),
    "ask_shorter": ("utter_in_short", _first_sentences),
    "ask_details": ("utter_in_detail", _complete),
}
