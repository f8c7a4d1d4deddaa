"""What of a conversation may be read: all but the fields of forms, which nobody masked before.

Which fields those are, and what stands in their place, is the projection's to say (`masks.yml`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from companion.classifier.masking import mask
from companion.pilotage.projection.masks import Masks, load_masks
from companion.storage.tracker import TrackerEvent

HIDDEN = "hidden"  # a member of what is shown of a typed message, whose words are others
_SHORTEST = 3  # characters: a shorter value would be taken out of ordinary words


def shown(events: Iterable[TrackerEvent]) -> list[TrackerEvent]:
    """Return events without the values of hidden slots, wherever they were said.

    So is everything typed while such a slot is asked for: what the form did not take may be the
    same datum, badly written.
    """
    lived = list(events)
    masks = load_masks()
    values = _Values.of(lived, masks)
    cleaned, asked = [], None
    for event in lived:
        if event.kind == "slot" and event.data.get("name") == "requested_slot":
            asked = event.data.get("value")
        cleaned.append(_shown(event, masks, values, asked))
    return cleaned


def as_text(value: Any) -> str:
    """Write a slot's value for a person."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class _Values:
    """The hidden values of a conversation, each with what stands in its place."""

    masks: Mapping[str, str]  # by the value, in small letters
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, events: Iterable[TrackerEvent], masks: Masks) -> "_Values":
        found = {
            value.lower(): masks.of(name)
            for event in events
            if event.kind == "slot" and masks.hides(name := str(event.data.get("name")))
            if isinstance(value := event.data.get("value"), str) and len(value) >= _SHORTEST
        }
        longest = sorted(found, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
        return cls(found, pattern if found else None)

    def out_of(self, text: str) -> str:
        """Return a text without them."""
        if self.pattern is None:
            return text
        return self.pattern.sub(lambda found: self.masks.get(found.group().lower(), ""), text)


def _shown(event: TrackerEvent, masks: Masks, values: _Values, asked: str | None) -> TrackerEvent:
    data = dict(event.data)
    text = data.get("text")
    if event.kind == "slot" and masks.hides(data.get("name")):
        data["value"] = data.get("value") and masks.of(data["name"])
    elif event.kind == "user" and isinstance(text, str):
        data["text"] = _typed(text, masks, values, asked)
        if data["text"] != text:
            # What was read in it may be what is hidden, and stands elsewhere now.
            data["parse_data"] = {**(data.get("parse_data") or {}), "entities": []}
            data[HIDDEN] = not text.startswith("/")
    elif isinstance(text, str):
        data["text"] = values.out_of(text)
    return replace(event, data=data)


def _typed(text: str, masks: Masks, values: _Values, asked: str | None) -> str:
    if text.startswith("/"):
        return values.out_of(text)
    if asked is not None and masks.hides(asked):
        return masks.of(asked)
    # What people type was masked at the door; rules that came since are applied too.
    return mask(values.out_of(text)).text
