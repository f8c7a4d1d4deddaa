"""What keys are called: topics, teams, places, months."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from econtacts_core.collection import load_collections
from econtacts_core.knowledge import Knowledge

from companion.pilotage.labels import load_labels


@cache
def load_words() -> Mapping[str, Any]:
    """Return what `texts.yml` says."""
    text = (files(__package__) / "texts.yml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


def heading(column: str) -> str:
    """Return what a column that is no indicator is called."""
    return str(load_words()["columns"][column])


@dataclass(frozen=True)
class Words:
    """The labels of each dimension's values, by dimension."""

    labels: Mapping[str, Mapping[str, str]]

    def knows(self, dimension: str, key: str) -> bool:
        """Tell whether a value exists now; what was counted may have been given up since."""
        return key in self.labels[dimension]

    def label(self, dimension: str, key: str) -> str:
        """Return what a value is called; one that is known no more keeps its id."""
        if not key:
            return str(load_words()["unknown"][dimension])
        return self.labels.get(dimension, {}).get(key, key)


def words_of(knowledge: Knowledge, directory: Path) -> Words:
    """Return the labels of the pages, with the questions of the collections, topics too.

    `directory` is the knowledge's.
    """
    labels = load_labels(knowledge, directory)
    questions = {
        question.id: question.question
        for collection in load_collections(directory, knowledge).values()
        for question in collection.questions
    }
    topics = {**labels["topic"], **questions}
    return Words({**labels, "topic": topics, "reason": labels["rating_reason"]})
