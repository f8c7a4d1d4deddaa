"""The collections that can be asked: the topics of the taxes, and the lists of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from econtacts_core.collection import MAIN_COLLECTION, load_collections
from econtacts_core.knowledge import Knowledge

from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Orchestrator
from companion.classifier.training import collection_model

_MAIN_TITLE = "Les impôts"


@dataclass(frozen=True)
class Shelf:
    """One collection: its title, what it answers, and who finds the answer to a message."""

    title: str
    knowledge: Knowledge
    orchestrator: Orchestrator


Library = Mapping[str, Shelf]


def load_library(main: Knowledge, directory: Path, model: Path) -> Library:
    """Return every collection by its id, the main one first.

    Args:
        main: the knowledge read from `directory`.
        directory: where the knowledge lies.
        model: the main model's file; those of the collections stand beside it.

    Raises:
        KnowledgeError: for a collection that cannot be read.
        FileNotFoundError: for a collection whose model was never trained.
    """
    library = {MAIN_COLLECTION: _shelf(_MAIN_TITLE, main, model)}
    for key, collection in load_collections(directory, main).items():
        trained = collection_model(model, key)
        library[key] = _shelf(collection.title, collection.as_knowledge(main), trained)
    return library


def _shelf(title: str, knowledge: Knowledge, model: Path) -> Shelf:
    return Shelf(title, knowledge, Orchestrator(knowledge, TopicModel.load(model)))
