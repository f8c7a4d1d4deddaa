"""From Rasa's events to the messages of the public contract, live and in history alike."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from companion.contract import Body, RatingValue
from companion.reasons import RatingReason
from companion.storage.models import Rating
from companion.storage.tracker import TrackerEvent


class ChoiceView(Body):
    """A button: `id` names the event that offered it and its place there."""

    id: str
    title: str


class CardView(Body):
    """Where a citizen is led; `demonstration`: the label is not the administration's.

    `now`: that the telephone line is closed at this moment, and when it opens.
    """

    kind: Literal["service", "form", "contact", "elsewhere"]
    title: str
    path: list[str]
    href: str | None
    purpose: str
    demonstration: bool
    form: str | None = None  # the id of a form that can be filled here
    now: str | None = None


class SourceView(Body):
    """Where a fact was read."""

    title: str
    href: str | None
    date: date | None


class RatingView(Body):
    """Whether an answer helped."""

    value: RatingValue
    reason: RatingReason | None
    comment: str | None


class CitizenMessage(Body):
    """What the citizen wrote (masked) or clicked."""

    kind: Literal["citizen"] = "citizen"
    id: str
    at: datetime
    text: str


class TextMessage(Body):
    """One of the assistant's own sentences."""

    kind: Literal["text"] = "text"
    id: str
    at: datetime
    text: str
    choices: list[ChoiceView]
    cards: list[CardView]


class AnswerMessage(Body):
    """The administration's answer on a topic, with sources and validity."""

    kind: Literal["answer"] = "answer"
    id: str
    at: datetime
    topic: str
    text: str
    choices: list[ChoiceView]
    cards: list[CardView]
    sources: list[SourceView]
    reviewed_on: date
    valid_until: date | None
    rating: RatingView | None


class OutageMessage(Body):
    """The assistant is out of order: forms are offered. Not part of the history."""

    kind: Literal["outage"] = "outage"
    id: str
    at: datetime
    text: str
    cards: list[CardView]


class Notice(Body):
    """What the operator says above every conversation; `assistant_off`: nobody will answer."""

    text: str
    assistant_off: bool


Message = Annotated[
    CitizenMessage | TextMessage | AnswerMessage | OutageMessage,
    Field(discriminator="kind"),
]


def messages_from(
    events: Iterable[TrackerEvent], ratings: Mapping[str, Rating], closed: str | None = None
) -> list[Message]:
    """Return what a citizen may see of `events`, in order; the telephone's card adds `closed`."""
    seen = (_citizen(e) if e.kind == "user" else _assistant(e, ratings, closed) for e in events)
    return [message for message in seen if message is not None]


def card_view(card: Mapping[str, Any], closed: str | None) -> CardView:
    """Show a card; that of the telephone says when it is closed, each time that it is shown."""
    return CardView.model_validate({**card, "now": closed if card["kind"] == "contact" else None})


def payload_of_choice(event: TrackerEvent, place: int) -> tuple[str, str] | None:
    """Return (payload, title) of the button at `place` of a bot event, None when there is none."""
    buttons = _buttons(event)
    if not 0 <= place < len(buttons):
        return None
    return buttons[place]["payload"], buttons[place]["title"]


def rating_view(rating: Rating) -> RatingView:
    """Show a stored rating."""
    return RatingView.model_validate(
        {"value": rating.value, "reason": rating.reason, "comment": rating.comment}
    )


def topic_of_answer(event: TrackerEvent) -> str | None:
    """Return the topic that a bot event answered, None when it was no answer."""
    custom = _custom(event)
    return custom.get("topic") if custom.get("kind") == "answer" else None


def _citizen(event: TrackerEvent) -> CitizenMessage | None:
    text = event.data.get("text") or ""
    if text.startswith("/"):
        # A click is shown by the title that was clicked; the opening of the chat is not shown.
        text = (event.data.get("metadata") or {}).get("title", "")
    return CitizenMessage(id=str(event.id), at=_time(event), text=text) if text else None


def _assistant(
    event: TrackerEvent, ratings: Mapping[str, Rating], closed: str | None
) -> Message | None:
    custom = _custom(event)
    spoken = {
        "id": str(event.id),
        "at": _time(event),
        "text": event.data.get("text") or "",
        "choices": [
            {"id": f"{event.id}-{place}", "title": button["title"]}
            for place, button in enumerate(_buttons(event))
        ],
        "cards": [card_view(card, closed) for card in custom.get("cards", [])],
    }
    if topic_of_answer(event) is None:
        return TextMessage.model_validate(spoken)
    rating = ratings.get(str(event.id))
    shown = ("topic", "sources", "reviewed_on", "valid_until")
    return AnswerMessage.model_validate(
        {
            **spoken,
            **{key: custom[key] for key in shown},
            "rating": None if rating is None else rating_view(rating),
        }
    )


def _custom(event: TrackerEvent) -> Mapping[str, Any]:
    return (event.data.get("data") or {}).get("custom") or {}


def _buttons(event: TrackerEvent) -> list[dict[str, str]]:
    return (event.data.get("data") or {}).get("buttons") or []


def _time(event: TrackerEvent) -> datetime:
    return datetime.fromtimestamp(event.timestamp, UTC)
