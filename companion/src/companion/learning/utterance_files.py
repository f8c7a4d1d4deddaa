"""Adding lines to Rasa's NLU files without touching any other: comments and style stay.

Places are found by the YAML parser, lines are inserted in the text, and the result is read again: a
file whose new content is not the old one plus the new sentences is refused.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
EMPTY = 'version: "3.1"\n\nnlu:\n'

Sentences = Mapping[str, Sequence[str]]


class UnfitFile(ValueError):
    """A file that lines cannot be added to: it is not written as Rasa's NLU files are here."""


def lines_of(text: str) -> list[str]:
    """Cut a text after each line feed, and nowhere else."""
    return _LINE.findall(text)


def intents_of(text: str) -> set[str]:
    """Return the intents that have sentences in a file. Raises `UnfitFile`."""
    return {intent for intent, _ in _blocks(text)}


def with_sentences(text: str, added: Sentences) -> str:
    """Return `text` with sentences added at the end of their intents' blocks.

    An intent without a block gets one at the end of the file.

    Raises:
        UnfitFile: the file does not allow it.
    """
    lines = lines_of(text)
    blocks = dict(_blocks(text))
    for intent in sorted(blocks.keys() & added.keys(), key=lambda name: -blocks[name]):
        last = blocks[intent]
        indent = lines[last][: len(lines[last]) - len(lines[last].lstrip(" "))]
        lines[last] = _ended(lines[last])
        lines[last + 1 : last + 1] = [f"{indent}- {sentence}\n" for sentence in added[intent]]
    for intent in added.keys() - blocks.keys():
        if lines:
            lines[-1] = _ended(lines[-1])
        lines += [f"  - intent: {intent}\n", "    examples: |\n"]
        lines += [f"      - {sentence}\n" for sentence in added[intent]]
    written = "".join(lines)
    if _content(written) != _wanted(_content(text), added):
        raise UnfitFile("the lines would not be read as they are written")
    return written


def sentences_of(text: str) -> list[tuple[str, str, int]]:
    """Return (intent, sentence without marks, line from 1) of every example. Raises `UnfitFile`."""
    found = []
    lines = lines_of(text)
    for intent, first, last in _spans(text):
        for place in range(first, last + 1):
            written = lines[place].strip()
            if written.startswith("- "):
                sentence = _ENTITY.sub(r"\1", written.removeprefix("- ").strip())
                found.append((intent, sentence, place + 1))
    return found


def _blocks(text: str) -> list[tuple[str, int]]:
    """Return for each intent the line, from 0, of its last sentence."""
    return [(intent, last) for intent, _, last in _spans(text)]


def _spans(text: str) -> list[tuple[str, int, int]]:
    """Return for each intent the lines, from 0, of its first and last sentences."""
    try:
        page = yaml.compose(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise UnfitFile("the file is no YAML") from error
    lines = lines_of(text)
    found = []
    for entry in _entries(page):
        fields = {key.value: value for key, value in entry.value}
        if "intent" not in fields:
            continue
        examples = fields.get("examples")
        if not isinstance(examples, yaml.ScalarNode) or examples.style != "|":
            raise UnfitFile(f"the examples of {fields['intent'].value} are no block of lines")
        first, last = examples.start_mark.line + 1, examples.end_mark.line
        places = [
            place
            for place in range(first, min(last + 1, len(lines)))
            if lines[place].startswith(" " * (entry.start_mark.column + 2))
            and lines[place].strip().startswith("- ")
        ]
        if not places:
            raise UnfitFile(f"{fields['intent'].value} has no sentence to follow")
        found.append((fields["intent"].value, places[0], places[-1]))
    return found


def _entries(page: yaml.Node | None) -> list[Any]:
    if not isinstance(page, yaml.MappingNode):
        raise UnfitFile("the file has no nlu")
    listed = next((value for key, value in page.value if key.value == "nlu"), None)
    if listed is None:
        raise UnfitFile("the file has no nlu")
    return list(listed.value) if isinstance(listed, yaml.SequenceNode) else []


def _content(text: str) -> dict[str, Any]:
    """Return the sentences by intent, and whatever else the file holds under its own key."""
    try:
        page = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise UnfitFile("the file would be no YAML any more") from error
    entries = page.pop("nlu", None) or []
    spoken = {
        entry["intent"]: entry["examples"].splitlines() for entry in entries if "intent" in entry
    }
    return {"sentences": spoken, "rest": [e for e in entries if "intent" not in e], "page": page}


def _wanted(before: dict[str, Any], added: Sentences) -> dict[str, Any]:
    spoken = dict(before["sentences"])
    for intent, sentences in added.items():
        spoken[intent] = [*spoken.get(intent, []), *(f"- {sentence}" for sentence in sentences)]
    return {**before, "sentences": spoken}


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n"
