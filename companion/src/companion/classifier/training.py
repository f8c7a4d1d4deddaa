"""Train the classifier's model, unless one of the same data and knowledge already stands there."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from econtacts_core.kernel import source_fingerprint
from econtacts_core.knowledge import Knowledge

from companion.classifier import model
from companion.classifier.model import OUT_OF_SCOPE, TopicModel, read_utterances

ENCODINGS = "encodings.npz"


def train(knowledge: Knowledge, utterances: Path, destination: Path) -> bool:
    """Train on the topics' utterances; False when nothing had changed since last time."""
    labels = [*knowledge.topics, OUT_OF_SCOPE]
    texts, truth = zip(*read_utterances(utterances, labels), strict=True)
    mark = destination.with_suffix(".fingerprint")
    fingerprint = _fingerprint(texts, truth)
    if destination.exists() and mark.exists() and mark.read_text() == fingerprint:
        return False
    encodings = destination.with_name(ENCODINGS)
    TopicModel.fit(texts, truth, encodings).save(destination)
    mark.write_text(fingerprint)
    return True


def _fingerprint(texts: Sequence[str], truth: Sequence[str]) -> str:
    """Digest all that the model depends on: the examples, and the code that reads them."""
    digest = hashlib.sha256(source_fingerprint().encode())
    digest.update(Path(model.__file__).read_bytes())
    for line in zip(texts, truth, strict=True):
        digest.update("\0".join(line).encode())
    return digest.hexdigest()
