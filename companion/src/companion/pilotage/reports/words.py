"""What keys are called: topics, teams, places, months."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from econtacts_core.collection import load_collections
from econtacts_core.knowledge import Knowledge

from companion.gateway.texts import load_texts
from companion.settings import Settings


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


def words_of(knowledge: Knowledge, settings: Settings) -> Words:
    """Return the labels that the knowledge gives, with those that only pages need."""
    texts = load_words()
    collections = load_collections(settings.knowledge, knowledge)
    topics = {topic.id: topic.title for topic in knowledge.topics.values()}
    for collection in collections.values():
        topics.update({question.id: question.question for question in collection.questions})
    return Words(
        {
            "topic": topics,
            "team": {team.id: team.name for team in knowledge.offices.teams.values()},
            "territory": {
                place.code: f"{place.name} ({place.code})"
                for place in knowledge.territories.departments.values()
            },
            "collection": {
                **texts["collection"],
                **{collection.id: collection.title for collection in collections.values()},
            },
            "channel": texts["channel"],
            "audience": texts["audience"],
            "reason": {
                reason.value: label for reason, label in load_texts().rating_reasons.items()
            },
        }
    )
