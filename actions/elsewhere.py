"""Questions for another administration: say so, and say which."""

from econtacts_core.cards import contact_card, elsewhere_card
from econtacts_core.knowledge import Elsewhere, Knowledge
from econtacts_core.text import mentions
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.classifier import classifier
from actions.conversation import audience, last_typed_text
from actions.knowledge import knowledge
from actions.messages import say_cards


class ActionPointElsewhere(Action):
    """Point to the administration whose words the message uses, or to the general portal."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_point_elsewhere"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say that the matter is not ours, with one card; or that only French is understood."""
        text, known = last_typed_text(tracker) or "", knowledge()
        if await _is_foreign(text, tracker):
            say_cards(dispatcher, "utter_foreign_language", [contact_card(known.contact)])
        else:
            found = administration_for(text, known)
            say_cards(dispatcher, "utter_out_of_scope", [elsewhere_card(found)])
        return []


async def _is_foreign(text: str, tracker: Tracker) -> bool:
    """Tell whether the companion is sure that `text` is in another language than French.

    Our models have learnt French alone: to them, any other language is a foreign matter, even
    where it asks about taxes.
    """
    if not text:
        return False
    proposal = await classifier().propose(
        text, audience=audience(tracker), channel="chat", conversation_id=tracker.sender_id
    )
    return proposal is not None and proposal["language"] not in (None, "fr")


def administration_for(text: str, known: Knowledge) -> Elsewhere:
    """Return the administration with most words of its keywords in `text`, or the default one."""
    # counted in words, the longer says more: « timbre passeport » is not « passeport »
    best = max(known.elsewhere, key=lambda candidate: mentions(text, candidate.keywords))
    return best if mentions(text, best.keywords) else known.elsewhere_default
