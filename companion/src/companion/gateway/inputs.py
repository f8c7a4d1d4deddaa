"""What a person may send the assistant: typed text, or a click on what it offered."""

from companion.errors import ApiError
from companion.gateway.messages import payload_of_choice
from companion.storage.tracker import LARGEST_ID, TrackerEvent, TrackerEvents


def typed_text(text: str, longest: int) -> str:
    """Return a text without the blanks around it.

    Raises a 413 error for one of more than `longest` characters, a 422 error for an empty one or a
    raw Rasa command.
    """
    if len(text) > longest:
        raise ApiError(413, "too_long")
    text = text.strip()
    if not text:
        raise ApiError(422, "empty_message")
    if text.startswith("/"):
        raise ApiError(422, "raw_command")
    return text


def chosen(tracker: TrackerEvents, conversation_id: str, choice: str) -> tuple[str, str]:
    """Return the (payload, title) of a click.

    Raises a 422 error for a choice that this conversation never offered.
    """
    event_id, _, place = choice.partition("-")
    event = event_named(tracker, conversation_id, event_id)
    found = payload_of_choice(event, int(place)) if event and _is_number(place) else None
    if found is None:
        raise ApiError(422, "unknown_choice")
    return found


def event_named(tracker: TrackerEvents, conversation_id: str, event_id: str) -> TrackerEvent | None:
    """Return what was said under an id that a browser sent, None when it is none of theirs."""
    if not _is_number(event_id) or int(event_id) > LARGEST_ID:
        return None
    return tracker.one(conversation_id, int(event_id))


def _is_number(written: str) -> bool:
    # 4000 digits and more would be too many for `int`
    return written.isascii() and written.isdecimal() and len(written) <= len(str(LARGEST_ID))
