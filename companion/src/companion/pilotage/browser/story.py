"""A conversation as a Rasa story test, in the form of `tests/stories/`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from companion.pilotage.browser.shown import HIDDEN
from companion.storage.tracker import TrackerEvent

# Those that the dialogue's rules and stories look at; the others are the actions' own notes.
_SLOTS = ("audience", "confirmation", "event", "notice", "request", "tax", "topic", "year")
_NOT_ACTED = ("action_listen", "action_session_start")
_MARK = re.compile(r"\](?=[({])")  # a mask before a bracket would be read as an entity
Step = dict[str, Any]


class _Typed(str):
    """A text to be written as a block, as people read it."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, PyYAML's own
        """Indent lists below their key, as the project does."""
        super().increase_indent(flow=flow, indentless=False)


_Dumper.add_representer(
    _Typed, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)


def story_name(conversation_id: str) -> str:
    """Return what a story is called until its designer says it in a sentence."""
    return f"Conversation {conversation_id[:8]}"


def story_of(name: str, events: Sequence[TrackerEvent]) -> str:
    """Return a file of one story test; `events` are those that may be shown.

    What a form asked for stands by its intent alone: its words are not there to be read again. What
    was masked at the door was read masked, and is so again.
    """
    story = {"story": name, "steps": list(_steps(events))}
    written = yaml.dump(
        {"stories": [story]}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return f'version: "3.1"\n\n{written}'


def _steps(events: Sequence[TrackerEvent]) -> Iterator[Step]:
    for event in events:
        data = event.data
        if event.kind == "user":
            yield _said(data)
        elif event.kind == "action" and data.get("name") not in (*_NOT_ACTED, None):
            yield {"action": data["name"]}
        elif event.kind == "active_loop":
            yield {"active_loop": data.get("name")}
        elif event.kind == "slot" and data.get("name") in _SLOTS:
            yield {"slot_was_set": [{data["name"]: data.get("value")}]}


def _said(data: Mapping[str, Any]) -> Step:
    parsed = data.get("parse_data") or {}
    intent = (parsed.get("intent") or {}).get("name")
    entities = parsed.get("entities") or []
    if data.get(HIDDEN):
        return {"intent": intent}
    if any("start" not in entity for entity in entities) and not _clicked(data):
        # What has no place in the text can only be written beside the intent.
        return {
            "intent": intent,
            "entities": [{entity["entity"]: entity["value"]} for entity in entities],
        }
    return {"user": _Typed(_annotated(str(data.get("text") or ""), entities)), "intent": intent}


def _annotated(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    """Write entities where they stand; a click writes its own."""
    if text.startswith("/"):
        return text
    end, parts = 0, []
    for entity in sorted(entities, key=lambda found: found["start"]):
        if entity["start"] < end:
            continue  # two extractors that read the same words
        parts += [_plain(text[end : entity["start"]]), _entity(text, entity)]
        end = entity["end"]
    return "".join([*parts, _plain(text[end:])])


def _entity(text: str, entity: Mapping[str, Any]) -> str:
    words, name, value = text[entity["start"] : entity["end"]], entity["entity"], entity["value"]
    if words == value:
        return f"[{words}]({name})"
    return f'[{words}]{{"entity": "{name}", "value": "{value}"}}'


def _plain(text: str) -> str:
    return _MARK.sub("] ", text)


def _clicked(data: Mapping[str, Any]) -> bool:
    return str(data.get("text") or "").startswith("/")
