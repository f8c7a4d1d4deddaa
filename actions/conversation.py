"""What the actions read from the conversation."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import takewhile
from typing import Any

from econtacts_core.knowledge import PRECISIONS, Knowledge, Topic
from rasa_sdk import Tracker

Precisions = dict[str, str | None]


def is_typed(message: Mapping[str, Any]) -> bool:
    """Tell whether a user message was typed, not clicked."""
    text = message.get("text") or ""
    return bool(text) and not text.startswith("/")


def last_typed_message(tracker: Tracker) -> Mapping[str, Any] | None:
    """Return the user event of what the citizen typed last, clicks left aside."""
    return next((message for message in user_messages(tracker) if is_typed(message)), None)


def last_typed_text(tracker: Tracker) -> str | None:
    """Return the text that the citizen typed last, clicks left aside."""
    message = last_typed_message(tracker)
    return None if message is None else str(message["text"])


def user_messages(tracker: Tracker) -> Iterator[Mapping[str, Any]]:
    """Yield what the citizen typed or clicked, the last first."""
    return (event for event in reversed(tracker.events) if event.get("event") == "user")


def ended_a_question(tracker: Tracker) -> bool:
    """Tell whether a form that was asking something ended with the last message."""
    since = takewhile(lambda event: event.get("event") != "user", reversed(tracker.events))
    return any(event.get("event") == "active_loop" and not event.get("name") for event in since)


def was_chosen(tracker: Tracker, topic: Topic) -> bool:
    """Tell whether `topic` was picked from a list of choices, perhaps some turns ago, not typed."""
    intents = (message["parse_data"]["intent"].get("name") for message in user_messages(tracker))
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


def precisions(tracker: Tracker) -> Precisions:
    """Return what is known of all that an answer may depend on.

    A year named with the question says that an old return is meant: the notice that comes this
    year is for the income of last year.
    """
    known: Precisions = {name: tracker.get_slot(name) for name in PRECISIONS}
    if known["notice"] is None and _names_old_year(tracker.get_slot("year")):
        known["notice"] = "annee_anterieure"
    return known


def _names_old_year(years: str | list[str] | None) -> bool:
    """Tell whether only years before the last one are named; Rasa makes a list of several."""
    named = [years] if isinstance(years, str) else years or []
    return bool(named) and max(map(int, named)) < date.today().year - 1


def answered_with(tracker: Tracker) -> Precisions:
    """Return what was known when the last answer was given."""
    return tracker.get_slot("answered_with") or precisions(tracker)


def said_precisions(message: Mapping[str, Any]) -> Precisions:
    """Return the precisions that one message brings."""
    found = {entity["entity"]: entity["value"] for entity in message.get("entities", [])}
    return {name: found[name] for name, values in PRECISIONS.items() if found.get(name) in values}


def topic_under_way(tracker: Tracker, knowledge: Knowledge) -> Topic | None:
    """Return the topic answered last, or the one that waits for a precision."""
    return knowledge.topics.get(tracker.get_slot("topic") or "")
