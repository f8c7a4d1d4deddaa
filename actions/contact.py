"""Somebody to talk to: the telephone line and an appointment."""

from econtacts_core.cards import contact_card, destination_card
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.knowledge import knowledge

APPOINTMENT = "contact_et_rdv"


class ActionOfferContact(Action):
    """Show the telephone line with its hours, and where to ask for an appointment."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_offer_contact"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Send the cards; the sentence before them is a response of the domain."""
        known = knowledge()
        cards = [contact_card(known.contact), destination_card(known.destinations[APPOINTMENT])]
        dispatcher.utter_message(json_message={"cards": cards})
        return []
