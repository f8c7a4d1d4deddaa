"""What a conversation already knows of a form's fields: a draft that its author will correct."""

from collections.abc import Iterable, Mapping
from typing import Any

from econtacts_core.form_fields import FormField

from companion.classifier.masking import mask
from companion.requests.fields import Mistake, read_field
from companion.requests.texts import RequestTexts
from companion.storage.tracker import TrackerEvent

SLOTS = ("street", "town", "move_date", "tax", "notice", "event", "year", "answered_with")


def known_of(
    said: Iterable[TrackerEvent], slots: Mapping[str, Any], topics: Iterable[str]
) -> dict[str, str]:
    """Return by source what a field may be filled with.

    Args:
        said: the conversation's events, in order.
        slots: the present values of `SLOTS`; what the last answer rested on is known too.
        topics: whose intents make a message a question.
    """
    answered_with = slots.get("answered_with")
    known = {**(answered_with if isinstance(answered_with, Mapping) else {}), **_filled(slots)}
    question = _last_question([event.data for event in said if event.kind == "user"], set(topics))
    return {
        **{name: value for name, value in known.items() if isinstance(value, str)},
        **({"question": mask(question).text} if question else {}),
    }


def prefilled(
    fields: tuple[FormField, ...], known: Mapping[str, str], texts: RequestTexts
) -> dict[str, str]:
    """Return a first value for the fields that `known` tells something good of."""
    drafts: dict[str, str] = {}
    for asked in fields:
        source = known.get(asked.prefill or "", "")
        draft = source[: asked.max_length] if asked.prefill == "question" else source
        try:
            value = read_field(asked, draft, texts)
        except Mistake:
            continue
        drafts.update({asked.id: value} if value else {})
    return drafts


def _filled(slots: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if value is not None}


def _last_question(said: list[Mapping[str, Any]], topics: set[str]) -> str | None:
    """Return the last typed text that was understood as a question, or else the last typed."""
    typed = [event for event in said if not (event.get("text") or "/").startswith("/")]
    questions = [event for event in typed if _intent(event) in topics]
    return next((str(event["text"]) for event in reversed(questions or typed)), None)


def _intent(event: Mapping[str, Any]) -> str | None:
    name: str | None = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    return name
