"""What must be asked before an answer, as the topic's entry in the knowledge says."""

from typing import Any

from econtacts_core.knowledge import PRECISIONS
from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import precisions
from actions.knowledge import knowledge


class ValidatePrecisionForm(FormValidationAction):
    """Ask only what the topic under way needs and nobody has said yet."""

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
        known = precisions(tracker)
        # what a year already tells is not asked: the slot itself is still empty then
        told = {name for name in topic.ask if known[name] and tracker.get_slot(name) is None}
        return [slot for slot in domain_slots if slot == "topic" or slot in {*topic.ask} - told]

    def validate_audience(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, str | None]:
        """Accept one of the known audiences; anything else is asked again."""
        return _known("audience", slot_value)

    def validate_tax(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, str | None]:
        """Accept one of the known taxes; two at once are asked again."""
        return _known("tax", slot_value)

    def validate_notice(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, str | None]:
        """Accept one of the moments of a return."""
        return _known("notice", slot_value)

    def validate_event(
        self,
        slot_value: Any,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: DomainDict,
    ) -> dict[str, str | None]:
        """Accept one of the events of life; of two, the first named counts."""
        return _known("event", slot_value[0] if isinstance(slot_value, list) else slot_value)


def _known(name: str, value: Any) -> dict[str, str | None]:
    return {name: value if value in PRECISIONS[name] else None}
