"""What of a conversation may be read: all but the fields of forms, which nobody masked before."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from companion.classifier.masking import mask
from companion.storage.tracker import TrackerEvent

_SHORTEST = 3  # characters: a shorter value would be taken out of ordinary words


@dataclass(frozen=True)
class Shown:
    """Which slots may be read, and what stands in place of the others' values."""

    slots: frozenset[str]
    hidden: str

    def events(self, events: Iterable[TrackerEvent]) -> list[TrackerEvent]:
        """Return events without the values of hidden slots, wherever they were said.

        So is everything typed while such a slot is asked for: what the form did not take may be
        the same datum, badly written.
        """
        lived = list(events)
        pattern = self._values(lived)
        cleaned, asked = [], None
        for event in lived:
            if event.kind == "slot" and event.data.get("name") == "requested_slot":
                asked = event.data.get("value")
            whole = asked is not None and asked not in self.slots
            cleaned.append(self._event(event, pattern, hide_typed=whole))
        return cleaned

    def _event(
        self, event: TrackerEvent, pattern: re.Pattern[str] | None, *, hide_typed: bool
    ) -> TrackerEvent:
        data = dict(event.data)
        if event.kind == "slot" and data.get("name") not in self.slots:
            data["value"] = data.get("value") and self.hidden
        text = data.get("text")
        if event.kind == "user" and hide_typed and not _clicked(data):
            data["text"] = self.hidden
        elif isinstance(text, str):
            data["text"] = self._text(text, pattern, typed=event.kind == "user")
        if event.kind == "user" and data.get("text") != text:
            # What was read in it may be what is hidden, and stands elsewhere now.
            data["parse_data"] = {**(data.get("parse_data") or {}), "entities": []}
        return replace(event, data=data)

    def _text(self, text: str, pattern: re.Pattern[str] | None, *, typed: bool) -> str:
        without = pattern.sub(self.hidden, text) if pattern else text
        # What people type was masked at the door; rules that came since are applied too.
        return mask(without).text if typed and not without.startswith("/") else without

    def _values(self, events: Iterable[TrackerEvent]) -> re.Pattern[str] | None:
        values = {
            str(event.data["value"])
            for event in events
            if event.kind == "slot" and event.data.get("name") not in self.slots
            if isinstance(event.data.get("value"), str)
        }
        long = sorted((value for value in values if len(value) >= _SHORTEST), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, long)), re.IGNORECASE) if long else None


@cache
def load_shown() -> Shown:
    """Read `shown.yml`."""
    content = yaml.safe_load((files(__package__) / "shown.yml").read_text(encoding="utf-8"))
    return Shown(frozenset(content["slots"]), content["hidden"])


def as_text(value: Any) -> str:
    """Write a slot's value for a person."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _clicked(data: Mapping[str, Any]) -> bool:
    return str(data.get("text") or "").startswith("/")
