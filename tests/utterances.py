"""Reading Rasa's NLU files without Rasa."""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Utterance(NamedTuple):
    """One example of an intent, entity marks taken off."""

    intent: str
    text: str


def without_marks(text: str) -> str:
    """Return an annotated text as it was typed."""
    return _ENTITY.sub(r"\1", text)


def read_utterances(directory: Path, pattern: str) -> list[Utterance]:
    """Read the intents' examples of every file of `directory` that matches `pattern`."""
    return [
        Utterance(entry["intent"], without_marks(line.removeprefix("- ").strip()))
        for path in sorted(directory.glob(pattern))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in entry
        for line in entry["examples"].splitlines()
        if line.strip()
    ]
