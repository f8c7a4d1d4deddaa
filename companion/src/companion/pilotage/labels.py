"""What values are called on the pages: `words.yml`, and the knowledge's own titles."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import yaml
from econtacts_core.collection import load_collections
from econtacts_core.knowledge import Knowledge

from companion.gateway.texts import load_texts

Labels = Mapping[str, Mapping[str, str]]


def load_labels(knowledge: Knowledge, directory: Path) -> Labels:
    """Return, for each kind of value, its values and their labels, in the order of a list.

    `directory` is the knowledge's.
    """
    written = yaml.safe_load((files(__package__) / "words.yml").read_text(encoding="utf-8"))
    collections = load_collections(directory, knowledge).values()
    departments = knowledge.territories.departments.values()
    return {
        **written,
        "collection": {**written["collection"], **{one.id: one.title for one in collections}},
        "topic": {topic.id: topic.title for topic in knowledge.topics.values()},
        "team": {key: team.name for key, team in knowledge.offices.teams.items()},
        "territory": {found.code: f"{found.code} {found.name}" for found in departments},
        "rating_reason": {key.value: said for key, said in load_texts().rating_reasons.items()},
    }
