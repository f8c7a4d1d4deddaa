"""What is offered to somebody who has not asked anything yet."""

from collections.abc import Callable, Mapping
from datetime import date

from econtacts_core.collection import MAIN_COLLECTION
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import audience
from actions.knowledge import knowledge
from actions.messages import choose_button


class ActionOfferTopQuestions(Action):
    """Offer the questions of the season, then those of all year, as buttons."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_offer_top_questions"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Send the buttons; without any for this collection, say nothing."""
        known = knowledge()
        offered = known.top_questions.get(_collection(tracker.latest_message))
        asker = audience(tracker)
        if offered is None:
            return []

        def fits(topic: str) -> bool:
            answers = known.topics[topic].answers
            return asker is None or any(asker in answer.audience for answer in answers)

        questions = offered.on(self._today(), fits)
        buttons = [choose_button(question.topic, question.title) for question in questions]
        dispatcher.utter_message(response="utter_top_questions", buttons=buttons)
        return []


def _collection(message: Mapping[str, object]) -> str:
    metadata = message.get("metadata")
    named = metadata.get("collection") if isinstance(metadata, Mapping) else None
    return str(named or MAIN_COLLECTION)
