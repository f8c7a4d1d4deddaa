"""What of a conversation may be read: all but the fields of forms, which nobody masked before."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from companion.classifier.masking import mask
from companion.pilotage.masks import Veil, load_masks
from companion.storage.tracker import TrackerEvent

HIDDEN = "hidden"  # a member of what is shown of a typed message, whose words are others


def shown(events: Iterable[TrackerEvent]) -> list[TrackerEvent]:
    """Return events without the values of hidden slots, wherever they were said."""
    lived = list(events)
    veil = Veil(load_masks(), lived)
    return [_shown(event, veil) for event in lived]


def as_text(value: Any) -> str:
    """Write a slot's value for a person."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(event: TrackerEvent, veil: Veil) -> TrackerEvent:
    data = dict(event.data)
    text = data.get("text")
    if event.kind == "slot":
        data["value"] = veil.slot(event)
    elif event.kind == "user" and isinstance(text, str):
        data["text"] = _typed(text, veil)
        if data["text"] != text:
            # What was read in it may be what is hidden, and stands elsewhere now.
            data["parse_data"] = {**(data.get("parse_data") or {}), "entities": []}
            data[HIDDEN] = not text.startswith("/")
    elif isinstance(text, str):
        data["text"] = veil.said(text)
    return replace(event, data=data)


def _typed(text: str, veil: Veil) -> str:
    if text.startswith("/"):
        return veil.said(text)
    # What people type was masked at the door; rules that came since are applied too.
    return mask(veil.typed(text)).text
