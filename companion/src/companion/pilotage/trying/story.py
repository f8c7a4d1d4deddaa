"""A dialogue written as a story test of Rasa, as `tests/stories` holds them."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

Event = Mapping[str, Any]
Step = dict[str, Any]

# What Rasa notes for itself: no step of a story.
_UNSPOKEN = frozenset({"action_listen", "action_session_start", "action_extract_slots"})
_RASAS_SLOTS = frozenset({"requested_slot", "session_started_metadata"})


class _Text(str):
    """A text written as a block."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        """Indent lists, as the project's files do."""
        return super().increase_indent(flow, indentless=False)


_Dumper.add_representer(
    _Text,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|"),
)


def story_test(name: str, events: Iterable[Event]) -> str:
    """Return the YAML of one story test.

    Args:
        name: a French sentence about the person.
        events: a conversation's, as Rasa wrote them, in order; texts are masked.
    """
    steps = [step for event in events for step in _steps(event)]
    stories = {"version": _Quoted("3.1"), "stories": [{"story": name, "steps": steps}]}
    written: str = yaml.dump(
        stories, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000
    )
    return written


class _Quoted(str):
    """A text between quotes: 3.1 would be a number."""

    __slots__ = ()


_Dumper.add_representer(
    _Quoted,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"'),
)


def _steps(event: Event) -> Iterable[Step]:
    match event["event"]:
        case "user":
            parsed = event.get("parse_data") or {}
            intent = (parsed.get("intent") or {}).get("name")
            yield {"user": _Text(_annotated(event, parsed)), "intent": intent}
        case "action" if event.get("name") not in {None, *_UNSPOKEN}:
            yield {"action": event["name"]}
        case "active_loop":
            yield {"active_loop": event.get("name")}
        case "slot" if event["name"] not in _RASAS_SLOTS and _is_plain(event.get("value")):
            yield {"slot_was_set": [{event["name"]: event["value"]}]}


def _annotated(event: Event, parsed: Event) -> str:
    """Return the text with its entities marked, as the training data marks them."""
    text: str = event.get("text") or ""
    if text.startswith("/"):
        return text
    marked, end = text, len(text) + 1
    for entity in sorted(parsed.get("entities") or [], key=lambda found: -found.get("start", -1)):
        start, stop = entity.get("start"), entity.get("end")
        if start is None or stop is None or stop > end:
            continue
        value = f'{{"entity": "{entity["entity"]}", "value": "{entity["value"]}"}}'
        marked = f"{marked[:start]}[{text[start:stop]}]{value}{marked[stop:]}"
        end = start
    return marked


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)
