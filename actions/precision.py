"""What must be asked before an answer, as the topic's entry in the knowledge says."""

from typing import Any

from econtacts_core.knowledge import AUDIENCES
from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.knowledge import knowledge


class ValidatePrecisionForm(FormValidationAction):
    """Ask only what the topic under way needs."""

    def name(self) -> str:
        """Return the name that Rasa derives from the form's."""
        return "validate_precision_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> list[str]:
        """Return the topic's own slot, and the form's slots that the topic asks for."""
        topic = knowledge().topics[tracker.get_slot("topic")]
        return [slot for slot in domain_slots if slot == "topic" or slot in topic.ask]

    def validate_audience(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, str | None]:
        """Accept one of the known audiences; anything else is asked again."""
        return {"audience": slot_value if slot_value in AUDIENCES else None}
