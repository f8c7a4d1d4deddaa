"""What the actions read from the conversation."""

from collections.abc import Mapping
from typing import Any

from econtacts_core.knowledge import Topic
from rasa_sdk import Tracker


def is_typed(message: Mapping[str, Any]) -> bool:
    """Tell whether a user message was typed, not clicked."""
    text = message.get("text") or ""
    return bool(text) and not text.startswith("/")


def last_typed_text(tracker: Tracker) -> str | None:
    """Return the text that the citizen typed last, clicks left aside."""
    messages = (event for event in reversed(tracker.events) if event.get("event") == "user")
    return next((str(message["text"]) for message in messages if is_typed(message)), None)


def was_chosen(tracker: Tracker, topic: Topic) -> bool:
    """Tell whether `topic` was picked from a list of choices, perhaps some turns ago, not typed."""
    messages = (event for event in reversed(tracker.events) if event.get("event") == "user")
    intents = (message["parse_data"]["intent"].get("name") for message in messages)
    return next((i for i in intents if i in ("choose_topic", topic.id)), None) == "choose_topic"


def last_buttons(tracker: Tracker) -> list[dict[str, str]]:
    """Return the choices that the assistant offered last."""
    spoken = (event for event in reversed(tracker.events) if event.get("event") == "bot")
    offered = ((event.get("data") or {}).get("buttons") for event in spoken)
    return next((buttons for buttons in offered if buttons), [])


def audience(tracker: Tracker) -> str | None:
    """Return for whom the citizen asks, when it is known."""
    known: str | None = tracker.get_slot("audience")
    return known
