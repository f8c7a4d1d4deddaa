"""Train the classifier's models, unless one of the same data and code already stands there."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from econtacts_core.collection import Collection, load_collections
from econtacts_core.kernel import source_fingerprint
from econtacts_core.knowledge import Knowledge, load_knowledge

from companion.classifier import model
from companion.classifier.model import OUT_OF_SCOPE, TopicModel, read_utterances

# Beside the models: sentence vectors kept from one training to the next.
ENCODINGS = "encodings.npz"
# Beside the main model: messages that people gave a topic, one JSON object a line.
LABELS = "labels.jsonl"


def collection_model(main_model: Path, collection: str) -> Path:
    """Return where the model of a collection stands, beside the main one."""
    return main_model.parent / "collections" / f"{collection}.npz"


def train_all(directory: Path, utterances: Path, main_model: Path) -> Iterator[tuple[Path, bool]]:
    """Train the main model and one for each collection.

    Args:
        directory: where the knowledge lies.
        utterances: the folder of Rasa's NLU files.
        main_model: the file to write; those of the collections go beside it.

    Yields each model's file once it is up to date, and whether it was trained anew.
    """
    knowledge = load_knowledge(directory)
    yield main_model, train(knowledge, utterances, main_model)
    for key, collection in load_collections(directory, knowledge).items():
        trained = train_collection(collection, knowledge, utterances, main_model)
        yield collection_model(main_model, key), trained


def train(knowledge: Knowledge, utterances: Path, destination: Path) -> bool:
    """Train on the topics' utterances; False when nothing had changed since last time."""
    examples = _examples(knowledge, utterances, destination)
    return _fit(examples, destination, destination.with_name(ENCODINGS))


def is_up_to_date(knowledge: Knowledge, utterances: Path, model_file: Path) -> bool:
    """Tell whether the model stands there and learnt these very utterances."""
    return _is_made(model_file, _fingerprint(_examples(knowledge, utterances, model_file)))


def _examples(knowledge: Knowledge, utterances: Path, model_file: Path) -> list[tuple[str, str]]:
    """Return what designers wrote, then what was learnt from people (see `companion.learning`)."""
    written = read_utterances(utterances, [*knowledge.topics, OUT_OF_SCOPE])
    return [*written, *_labels(model_file.with_name(LABELS), knowledge)]


def _labels(file: Path, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            # a topic may have gone since
            if label["topic"] in knowledge.topics:
                yield label["text"], label["topic"]


def train_collection(
    collection: Collection, knowledge: Knowledge, utterances: Path, main_model: Path
) -> bool:
    """Train on the questions of a collection; False when nothing had changed since last time."""
    others = [topic for topic in knowledge.topics if topic not in collection.details]
    foreign = [text for text, _ in read_utterances(utterances, [*others, OUT_OF_SCOPE])]
    own = collection.examples()
    # as much of the rest as of its own: more would drown its questions
    step = 1 + len(foreign) // len(own)
    examples = [*own, *((text, OUT_OF_SCOPE) for text in foreign[::step])]
    destination = collection_model(main_model, collection.id)
    return _fit(examples, destination, main_model.with_name(ENCODINGS))


def _fit(examples: Sequence[tuple[str, str]], destination: Path, encodings: Path) -> bool:
    fingerprint = _fingerprint(examples)
    if _is_made(destination, fingerprint):
        return False
    texts, truth = zip(*examples, strict=True)
    TopicModel.fit(texts, truth, encodings).save(destination)
    _mark(destination).write_text(fingerprint)
    return True


def _is_made(destination: Path, fingerprint: str) -> bool:
    mark = _mark(destination)
    return destination.exists() and mark.exists() and mark.read_text() == fingerprint


def _mark(destination: Path) -> Path:
    return destination.with_suffix(".fingerprint")


def _fingerprint(examples: Sequence[tuple[str, str]]) -> str:
    """Digest all that the model depends on: the examples, and the code that reads them."""
    digest = hashlib.sha256(source_fingerprint().encode())
    digest.update(Path(model.__file__).read_bytes())
    for line in examples:
        digest.update("\0".join(line).encode())
    return digest.hexdigest()
