"""Which step of the ladder a turn stands on: what the assistant did with the message."""

from collections.abc import Iterator, Mapping
from typing import Any

from econtacts_core.knowledge import PRECISIONS

from companion.pilotage.projection.events import Event, Turn

_NOT_FRENCH = "utter_foreign_language"
# The assistant's own sentences that tell the step; any other one is talk.
_BY_TEMPLATE: Mapping[str, str] = {
    "utter_clarify": "clarify",
    "utter_vague_request": "clarify",
    "utter_correct_previous": "clarify",
    "utter_correct_previous_alone": "clarify",
    "utter_second_request_choice": "clarify",
    "utter_suggest": "suggest",
    "utter_second_opinion": "suggest",
    "utter_out_of_scope": "out_of_scope",
    "utter_other_form": "other_form",
    _NOT_FRENCH: "contact",  # all that it leads to is the telephone
    "utter_start_address_request": "request",
    "utter_request_recap": "request",
    "utter_request_sent": "request",
    "utter_form_request_sent": "request",
    "utter_request_not_sent": "request",
    "utter_request_abandoned": "request",
}
_ASK, _WRONG = "utter_ask_", "utter_wrong_"
# After these nothing more is expected of the person.
_CLOSING = frozenset(
    {
        "utter_request_sent",
        "utter_form_request_sent",
        "utter_request_not_sent",
        "utter_request_abandoned",
    }
)


def step_of(turn: Turn) -> str:
    """Return one of `STEPS`.

    An answer counts before all else, somebody to talk to before the words around it; otherwise
    the first message tells.
    """
    if not turn.bots:
        return "unanswered"
    if any(answered_topic(bot) for bot in turn.bots):
        return "answer"
    steps = [_step(bot) for bot in turn.bots]
    return "contact" if "contact" in steps else steps[0]


def is_foreign(turn: Turn) -> bool:
    """Tell whether the assistant said that it only understands French."""
    return any(_template(bot) == _NOT_FRENCH for bot in turn.bots)


def answered_topic(bot: Event) -> str | None:
    """Return the topic that a message answers, None when it is no answer."""
    custom = _custom(bot)
    return custom.get("topic") if custom.get("kind") == "answer" else None


def offered_topics(turn: Turn) -> Iterator[str]:
    """Yield the topics that a turn offers to choose from, in their order."""
    for bot in turn.bots:
        for button in (bot.data.get("data") or {}).get("buttons") or []:
            topic = _chosen_by(button.get("payload") or "")
            if topic:
                yield topic


def cards(turn: Turn) -> Iterator[Mapping[str, Any]]:
    """Yield where a turn leads."""
    for bot in turn.bots:
        yield from _custom(bot).get("cards") or ()


def waits(turn: Turn) -> bool:
    """Tell whether the assistant's last words in a turn want a reply."""
    template = _template(turn.bots[-1]) if turn.bots else None
    return step_of(turn) in ("clarify", "suggest", "precision", "request") and (
        template not in _CLOSING
    )


def _step(bot: Event) -> str:
    template = _template(bot)
    if template is None:
        return "contact" if any(card.get("kind") == "contact" for card in _cards(bot)) else "talk"
    for prefix in (_ASK, _WRONG):
        if template.startswith(prefix):
            return "precision" if template.removeprefix(prefix) in PRECISIONS else "request"
    return _BY_TEMPLATE.get(template, "talk")


def _template(bot: Event) -> str | None:
    return bot.metadata.get("utter_action")


def _custom(bot: Event) -> Mapping[str, Any]:
    return (bot.data.get("data") or {}).get("custom") or {}


def _cards(bot: Event) -> list[Mapping[str, Any]]:
    return _custom(bot).get("cards") or []


def _chosen_by(payload: str) -> str | None:
    """Return the topic of `/choose_topic{"topic": "…"}`."""
    _, found, rest = payload.partition('/choose_topic{"topic": "')
    return rest.partition('"')[0] if found else None
