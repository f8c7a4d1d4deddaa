"""Rasa's events as it stores them, member for member (`rasa.shared.core.events`, `as_dict`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Event = dict[str, Any]

_MODEL = {"model_id": "5d0c2f1b9a4e4c0b8f6a7e3d2c1b0a99", "assistant_id": "econtacts_plus"}
_NO_ATTACHMENTS = {"elements": None, "quick_replies": None, "attachment": None, "image": None}


def slot(name: str, value: Any) -> Event:
    """A slot changed."""
    return {**_noted("slot"), "name": name, "value": value}


def action(name: str, *, policy: str | None = "RulePolicy", hidden: bool = False) -> Event:
    """The assistant ran an action."""
    return {
        **_noted("action"),
        "name": name,
        "policy": policy,
        "confidence": None if name == "action_listen" and policy is None else 1.0,
        "action_text": None,
        "hide_rule_turn": hidden,
    }


def session_started() -> Event:
    """A session started."""
    return _noted("session_started")


def active_loop(name: str | None) -> Event:
    """A form began, or ended when there is no name."""
    return {**_noted("active_loop"), "name": name}


def featurization() -> Event:
    """Rasa noted that it went by the intent."""
    return {**_noted("user_featurization"), "use_text_for_featurization": False}


def user(
    text: str,
    ranking: Sequence[tuple[str, float]],
    message_id: str,
    metadata: Mapping[str, Any],
    entities: Iterable[Mapping[str, Any]] = (),
) -> Event:
    """Somebody typed, or clicked what begins with `/`; `ranking` is (intent, confidence)."""
    ranked = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    return {
        **_noted("user", metadata),
        "text": text,
        "parse_data": {
            "intent": ranked[0],
            "entities": list(entities),
            "text": text,
            "message_id": message_id,
            "metadata": dict(metadata),
            "intent_ranking": ranked,
        },
        "input_channel": "rest",
        "message_id": message_id,
    }


def bot(
    text: str | None,
    *,
    template: str | None = None,
    filled: Mapping[str, str] | None = None,
    buttons: Sequence[Mapping[str, str]] | None = None,
    custom: Mapping[str, Any] | None = None,
) -> Event:
    """The assistant said something; `filled` is what stood in the template's places."""
    by_action = {"template": template, **filled} if template and filled else {}
    metadata = {"utter_action": template, **by_action} if template else {}
    data = {**_NO_ATTACHMENTS, "buttons": buttons or None, "custom": custom}
    return {**_noted("bot", metadata), "text": text, "data": data}


def click(intent: str, entity: str | None = None, value: str = "") -> tuple[str, list[Event]]:
    """Return the text of a click and the entity that Rasa reads in it."""
    if entity is None:
        return f"/{intent}", []
    text = f"/{intent}{json.dumps({entity: value}, ensure_ascii=False)}"
    read = {"entity": entity, "value": value, "start": len(intent) + 1, "end": len(text)}
    return text, [{**read, "extractor": "RegexMessageHandler"}]


def _noted(kind: str, metadata: Mapping[str, Any] | None = None) -> Event:
    # The time is set when the turn is known.
    return {"event": kind, "timestamp": 0.0, "metadata": {**(metadata or {}), **_MODEL}}
