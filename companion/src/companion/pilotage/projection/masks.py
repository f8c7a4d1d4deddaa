"""What analysts do not see: the fields of forms, which the gateway leaves as they were typed.

The gateway masks all that people type, but an address that a form asks for: masked, it would be no
address. Rasa stores it, as text, as slot and in the sentence that reads the request again. None of
these goes further than here, nor does anything typed while such a field is asked for, since it may
be an address that the form did not recognise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml

from companion.pilotage.projection.events import Event

_MASKS = Path(__file__).with_name("masks.yml")
# What Rasa itself notes beside a message of the assistant; anything else filled its template.
_RASAS_OWN = frozenset({"utter_action", "template", "model_id", "assistant_id"})


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

    def typed(self, text: str | None, asked: str | None) -> str | None:
        """Return what somebody typed while the field `asked` was asked for, if any."""
        return self.of(asked) if asked is not None and self.hides(asked) else _clean(text)

    def said(self, bot: Event, slots: Mapping[str, str]) -> str | None:
        """Return what the assistant said, without the fields that it read again.

        Args:
            slots: the values of the slots of the conversation so far that are hidden.
        """
        text = _clean(bot.data.get("text"))
        filled = {name: value for name, value in bot.metadata.items() if name not in _RASAS_OWN}
        for name, value in (*filled.items(), *slots.items()):
            if text and value and self.hides(name):
                text = text.replace(str(value), self.of(name))
        return text

    def clicked(self, text: str, title: str | None) -> str:
        """Return the title of what was clicked, else its name without what goes with it."""
        return title or text.partition("{")[0]

    def slot(self, name: str, value: Any) -> str | None:
        """Return the value of a slot as JSON, None when it is empty."""
        if value is None:
            return None
        return orjson.dumps(self.of(name) if self.hides(name) else value).decode()


@cache
def load_masks() -> Masks:
    """Read the file beside this module."""
    read = yaml.safe_load(_MASKS.read_text(encoding="utf-8"))
    return Masks(frozenset(read["shown"]), read["masks"], read["other"])


def _clean(text: str | None) -> str | None:
    """Return a text that PostgreSQL accepts: it has no place for a NUL."""
    return text.replace("\0", "") if text else text
