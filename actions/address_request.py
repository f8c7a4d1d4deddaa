"""A change of address prepared in the conversation: collect, check, recapitulate, confirm, send."""

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from econtacts_core.cards import destination_card
from econtacts_core.text import words
from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import is_typed
from actions.french_dates import read_date, today
from actions.knowledge import knowledge
from actions.messages import say_cards
from actions.requests_client import requests_client

TOPIC = "changer_adresse"
FORM = "F01a"
FIELDS = ("street", "town", "move_date")
LONGEST = 120  # characters of one field
# A number with a way's name, or one of the places that have no number.
_STREET = re.compile(
    r"\d+\s*(?:bis|ter|quater|[a-d])?\s*,?\s+\D{3,}"
    r"|\b(?:rue|avenue|av|boulevard|bd|impasse|chemin|route|place|quai|allée|allee|cours|square"
    r"|lieu[- ]dit|hameau|résidence|residence|villa|passage|sentier|montée|montee)\b\s+\S+",
    re.IGNORECASE,
)
# Overseas postcodes have five digits too.
_TOWN = re.compile(
    r"(?P<code>\d{5})[\s,]+(?P<name>[^\d\s].+)|(?P<name2>[^\d]+?)[\s,]+(?P<code2>\d{5})"
)
# Said during the form, these are no answer to it.
_DIGRESSIONS = frozenset(
    {
        "bot_challenge",
        "cancel",
        "distress",
        "frustrated",
        "goodbye",
        "help",
        "human_handoff",
        "insult",
        "thank",
        "threat",
    }
)
_FARTHEST = timedelta(days=366)


def _is_street(text: str) -> bool:
    return len(text) <= LONGEST and _STREET.search(text) is not None


def _is_town(text: str) -> bool:
    return len(text) <= LONGEST and _TOWN.search(text) is not None


def _is_date(text: str) -> bool:
    return read_date(text) is not None


# What an answer to each question looks like.
_READABLE: Mapping[str, Callable[[str], bool]] = {
    "street": _is_street,
    "town": _is_town,
    "move_date": _is_date,
}


class ValidateAddressForm(FormValidationAction):
    """Read and check each field; a question in between is answered, then the form goes on."""

    def name(self) -> str:
        """Return the name that Rasa derives from the form's."""
        return "validate_address_form"

    async def extract_street(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Take what was typed as the street."""
        return _typed_for("street", tracker)

    async def extract_town(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Take what was typed as the postcode and town."""
        return _typed_for("town", tracker)

    async def extract_move_date(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Take what was typed as the date."""
        return _typed_for("move_date", tracker)

    async def extract_confirmation(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        """Take a click, or yes or no, as the decision."""
        if tracker.get_slot("requested_slot") != "confirmation":
            return {}
        clicked = next(tracker.get_latest_entity_values("confirmation"), None)
        said = {"affirm": "send", **dict.fromkeys(("deny", "correct_previous", TOPIC), "correct")}
        decision = clicked or said.get(tracker.get_intent_of_latest_message() or "")
        if decision is None and _says_no(tracker.latest_message):
            decision = "correct"
        return {"confirmation": decision} if decision else {}

    def validate_street(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, Any]:
        """Accept what looks like a street, or say what is expected."""
        text = _one_line(slot_value)
        if not _is_street(text):
            return _refuse("street", dispatcher)
        return {"street": text}

    def validate_town(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, Any]:
        """Accept a postcode and a town, in any order."""
        text = _one_line(slot_value)
        found = _TOWN.search(text)
        if found is None or len(text) > LONGEST:
            return _refuse("town", dispatcher)
        parts = found.groupdict()
        code, name = parts["code"] or parts["code2"], parts["name"] or parts["name2"]
        return {"town": f"{code} {name.strip(' ,.')}"}

    def validate_move_date(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, Any]:
        """Accept a day at most a year away."""
        day = read_date(_one_line(slot_value))
        if day is None or abs(day - today()) > _FARTHEST:
            return _refuse("move_date", dispatcher)
        return {"move_date": day.strftime("%d/%m/%Y")}

    def validate_confirmation(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, Any]:
        """To correct is to be asked everything again."""
        if slot_value == "correct":
            return dict.fromkeys((*FIELDS, "confirmation"))
        return {"confirmation": slot_value if slot_value in ("send", "abandon") else None}


class ActionStartRequest(Action):
    """Begin a request afresh: fields of one that was left in the middle are not kept."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_start_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say what will be asked, and forget what an earlier request said."""
        dispatcher.utter_message(response="utter_start_address_request")
        return [SlotSet(name, None) for name in (*FIELDS, "confirmation")]


class ActionAskConfirmation(Action):
    """Read the request again before it is sent."""

    def name(self) -> str:
        """Return the name that Rasa derives from the slot's."""
        return "action_ask_confirmation"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say the fields, and offer to send, correct or abandon."""
        dispatcher.utter_message(
            response="utter_request_recap", **{name: tracker.get_slot(name) for name in FIELDS}
        )
        return []


class ActionSendRequest(Action):
    """Send the request that was confirmed; forget its fields in any case."""

    def name(self) -> str:
        """Return the name used in the domain."""
        return "action_send_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        """Say the acknowledgement's number, or that nothing was sent and where to go."""
        if tracker.get_slot("confirmation") == "send":
            await _send(dispatcher, tracker)
        else:
            dispatcher.utter_message(response="utter_request_abandoned")
        return [SlotSet(name, None) for name in ("request", *FIELDS, "confirmation")]


async def _send(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    number = await requests_client().send_request(
        form=FORM,
        topic=TOPIC,
        fields={name: tracker.get_slot(name) for name in FIELDS},
        conversation_id=tracker.sender_id,
        idempotency_key=_key(tracker),
        audience="particulier",
        channel="chat",
    )
    if number is None:
        card = destination_card(knowledge().destinations[FORM])
        say_cards(dispatcher, "utter_request_not_sent", [card])
    else:
        dispatcher.utter_message(response="utter_request_sent", number=number)


def _key(tracker: Tracker) -> str:
    """Name the request by what it says: sent twice, it is stored once and has one number."""
    said = [tracker.sender_id, FORM, *(tracker.get_slot(name) for name in FIELDS)]
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(said)))


def _typed_for(name: str, tracker: Tracker) -> dict[str, Any]:
    """Return the typed text for the field under way, nothing when it is a question of its own."""
    message = tracker.latest_message
    if tracker.get_slot("requested_slot") != name or not is_typed(message):
        return {}
    text = str(message["text"])
    if not _READABLE[name](text) and _is_digression(message):
        return {}
    return {name: text}


def _says_no(message: Any) -> bool:
    """Tell whether a typed text begins with no, without asking for something else."""
    return (
        is_typed(message) and words(message["text"])[:1] == ["non"] and not _is_digression(message)
    )


def _is_digression(message: Any) -> bool:
    """Tell whether the message is surely something else than an answer to the form."""
    intent = message["intent"].get("name")
    return intent in _DIGRESSIONS or (intent in knowledge().topics and intent != TOPIC)


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())


def _refuse(name: str, dispatcher: CollectingDispatcher) -> dict[str, Any]:
    dispatcher.utter_message(response=f"utter_wrong_{name}")
    return {name: None}
