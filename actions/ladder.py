"""The lower steps of the confidence ladder: "Vouliez-vous dire", proposals, the general form."""

from collections.abc import Collection, Mapping
from typing import Any

from econtacts_core.cards import contact_card, destination_card
from econtacts_core.routing import OTHER_FORM, clarified_topics, nearest_topics
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import give_answer
from actions.classifier import classifier
from actions.conversation import audience, last_buttons, last_typed_text, precisions
from actions.knowledge import knowledge
from actions.messages import none_button, offered_topics, say_cards, topic_buttons


class ActionClarify(Action):
    """Offer the two or three topics between which the assistant hesitates."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say "Vouliez-vous dire" with the likeliest topics and a way out."""
        known = knowledge()
        ranking = tracker.latest_message.get("intent_ranking", [])
        named = [known.topics[topic] for topic, _ in clarified_topics(known, ranking)]
        buttons = [*topic_buttons(named), none_button(domain)]
        dispatcher.utter_message(response="utter_clarify", buttons=buttons)
        return [SlotSet("proposal_id", None)]


class ActionAskSubject(Action):
    """The message says little more than "impôts": ask what it is about."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_ask_subject"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Offer the topics nearest to the few words, if any is near."""
        known = knowledge()
        ranking = tracker.latest_message.get("intent_ranking", [])
        near = [name for name, _ in nearest_topics(known, ranking)]
        buttons = [*topic_buttons([known.topics[name] for name in near]), none_button(domain)]
        dispatcher.utter_message(response="utter_vague_request", buttons=buttons)
        return [SlotSet("proposal_id", None)]


class ActionSuggest(Action):
    """Ask the companion what a message that the assistant did not understand may be about."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_suggest"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Answer, propose or fall to the general form, as the companion decides."""
        return await _propose(dispatcher, tracker, domain)


class ActionDescendLadder(Action):
    """Go one step down when none of the choices was right."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_descend_ladder"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """After "Vouliez-vous dire" comes the companion; after the companion, the general form."""
        proposal_id = tracker.get_slot("proposal_id")
        if proposal_id is None:
            refused = offered_topics(last_buttons(tracker))
            return await _propose(dispatcher, tracker, domain, refused)
        await classifier().feedback(proposal_id, "rejected")
        return _offer_other_form(dispatcher)


async def _propose(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: DomainDict,
    refused: Collection[str] = (),
) -> list[EventType]:
    text = last_typed_text(tracker)
    proposal = text and await classifier().propose(
        text,
        refused,
        audience=audience(tracker),
        channel="chat",
        conversation_id=tracker.sender_id,
    )
    if not proposal or proposal["decision"] == "abstain":
        return _offer_other_form(dispatcher)
    return _say_proposal(dispatcher, tracker, domain, proposal)


def _say_proposal(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    domain: DomainDict,
    proposal: Mapping[str, Any],
) -> list[EventType]:
    known = knowledge()
    named = [candidate["topic"] for candidate in proposal["candidates"]]
    topics = [known.topics[topic] for topic in named if topic in known.topics]
    if not topics:
        return _offer_other_form(dispatcher)
    sure = proposal["decision"] == "answer" and topics[0].id == named[0]
    if sure and not topics[0].ask:
        give_answer(dispatcher, domain, known, topics[0], precisions(tracker))
        # answered outright: there is nothing to choose from
        return [SlotSet("topic", topics[0].id), SlotSet("proposal_id", None)]
    buttons = [*topic_buttons(topics), none_button(domain)]
    dispatcher.utter_message(response="utter_suggest", buttons=buttons)
    return [SlotSet("proposal_id", proposal["proposal_id"])]


def _offer_other_form(dispatcher: CollectingDispatcher) -> list[EventType]:
    known = knowledge()
    cards = [destination_card(known.destinations[OTHER_FORM]), contact_card(known.contact)]
    say_cards(dispatcher, "utter_other_form", cards)
    return [SlotSet("proposal_id", None)]
