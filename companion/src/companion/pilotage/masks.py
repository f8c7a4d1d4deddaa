"""What nobody sees of a conversation: the fields of forms.

The gateway masks all that people type, but an address that a form asks for: masked, it would be no
address. Rasa stores it, as text, as slot and in the sentence that reads the request again. None of
these reaches the analytics tables or a page, nor does anything typed while such a field is asked
for, since it may be an address that the form did not recognise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

_MASKS = Path(__file__).with_name("masks.yml")
# What Rasa itself notes beside a message of the assistant; anything else filled its template.
_RASAS_OWN = frozenset({"utter_action", "template", "model_id", "assistant_id"})


class Lived(Protocol):
    """One event of a conversation, wherever it was read."""

    @property
    def kind(self) -> str:
        """What it is: user, bot, action, slot and others."""

    @property
    def data(self) -> Mapping[str, Any]:
        """Rasa's event as it wrote it."""


@dataclass(frozen=True)
class Masks:
    """Which fields may be shown, and what stands in place of the others."""

    shown: frozenset[str]
    masks: Mapping[str, str]
    other: str

    def hides(self, name: str | None) -> bool:
        """Tell whether a field is hidden; no field at all hides nothing."""
        return name is not None and name not in self.shown

    def of(self, name: str) -> str:
        """Return what stands in place of a hidden field."""
        return self.masks.get(name, self.other)


@cache
def load_masks() -> Masks:
    """Read the file beside this module."""
    read = yaml.safe_load(_MASKS.read_text(encoding="utf-8"))
    return Masks(frozenset(read["shown"]), read["masks"], read["other"])


class Veil:
    """Lets through what may be seen of one conversation, whose slots pass in their order."""

    def __init__(self, masks: Masks, events: Iterable[Lived]) -> None:
        self._masks = masks
        self._asked: str | None = None  # the field that a form is asking for
        hidden = {
            str(value): masks.of(name)
            for event in events
            for name, value in _hidden_fields(masks, event)
            if value and isinstance(value, str | int | float)
        }
        self._instead = {value.lower(): mask for value, mask in hidden.items()}
        self._values = _any_of(hidden) if hidden else None

    def slot(self, event: Lived) -> Any:
        """Return what may be seen of the value of a slot."""
        name, value = event.data.get("name"), event.data.get("value")
        if name == "requested_slot":
            self._asked = value
        if value is None or name is None or not self._masks.hides(name):
            return value
        return self._masks.of(name)

    def typed(self, text: str) -> str:
        """Return what somebody typed, all of it hidden while a hidden field is asked for."""
        if self._asked is not None and self._masks.hides(self._asked):
            return self._masks.of(self._asked)
        return self.said(text)

    def said(self, text: str) -> str:
        """Return a text without the hidden values, whenever in the conversation they were given."""
        if self._values is None:
            return text
        return self._values.sub(self._mask_of, text)

    def _mask_of(self, found: re.Match[str]) -> str:
        # "ſ" is found as an "s", which it is not when it is looked up
        return self._instead.get(found.group().lower(), self._masks.other)


def _hidden_fields(masks: Masks, event: Lived) -> Iterable[tuple[str, Any]]:
    """Return the hidden fields that an event tells: a slot, or what filled a reply's template."""
    data = event.data
    if event.kind == "slot" and masks.hides(data.get("name")):
        return ((data["name"], data.get("value")),)
    if event.kind == "bot" and (noted := data.get("metadata")):
        return ((name, noted[name]) for name in noted.keys() - _RASAS_OWN if masks.hides(name))
    return ()


def _any_of(values: Iterable[str]) -> re.Pattern[str]:
    """Match any of these, the longest first; as whole words, since a value may have two letters."""
    longest = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)", re.IGNORECASE)
