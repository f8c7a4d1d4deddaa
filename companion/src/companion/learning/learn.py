"""Learn what people said, in a copy; take the copy into service only if it is no worse."""

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.knowledge import Knowledge

from companion.classifier.model import OUT_OF_SCOPE, TopicModel, read_utterances
from companion.classifier.orchestrator import Orchestrator
from companion.classifier.training import ENCODINGS, LABELS, train
from companion.learning.comparison import Asked, Comparison, compare
from companion.learning.dataset import Dataset, Label, build_dataset
from companion.storage.learning import LearningRepository

# What chance alone does to a share of a thousand sentences.
_TOLERATED = 0.005
_CANDIDATE = "candidate"


class NothingToLearn(ValueError):
    """Nobody named a topic yet, or nothing of it is worth learning."""


@dataclass(frozen=True)
class Lesson:
    """A candidate trained and measured: on the sentences kept apart, and on labels kept apart."""

    model_id: str
    candidate: Path
    dataset: Dataset
    sentences: Comparison
    labels: Comparison

    @property
    def is_no_worse(self) -> bool:
        """Tell whether the candidate may take the place of the model in service."""
        before, after = self.sentences.before, self.sentences.after
        return (
            _share(after.first) >= _share(before.first) - _TOLERATED
            and _share(after.foreign_answered) <= _share(before.foreign_answered) + _TOLERATED
            and _share(self.labels.after.first) >= _share(self.labels.before.first)
        )


def learn(
    knowledge: Knowledge,
    utterances: Path,
    kept_apart: Sequence[Asked],
    learning: LearningRepository,
    model: Path,
) -> Lesson:
    """Train a candidate on the designers' sentences and on people's labels, and measure it.

    Args:
        knowledge: the topics.
        utterances: the folder of Rasa's NLU files.
        kept_apart: sentences that no training sees.
        learning: where labels come from, and where the candidate is noted.
        model: the model in service; the candidate goes to a folder beside it.

    Raises:
        NothingToLearn: there is no label worth learning.
        FileNotFoundError: there is no model in service yet.
    """
    written = list(read_utterances(utterances, [*knowledge.topics, OUT_OF_SCOPE]))
    known = [*(text for text, _ in written), *(asked.text for asked in kept_apart)]
    dataset = build_dataset(learning.labels(MAIN_COLLECTION), knowledge.topics, known)
    if not dataset.learnt:
        raise NothingToLearn
    candidate = _train(knowledge, utterances, dataset.learnt, model)
    before = Orchestrator(knowledge, TopicModel.load(model))
    after = Orchestrator(knowledge, TopicModel.load(candidate))
    apart = [Asked(label.text, label.topic) for label in dataset.kept_apart]
    sentences = compare(kept_apart, before, after, knowledge.topics, stale=False)
    labels = compare(apart, before, after, knowledge.topics, stale=False)
    dataset_id = learning.add_dataset(dataset, MAIN_COLLECTION, len(written))
    figures = {
        name: {"before": asdict(found.before), "after": asdict(found.after)}
        for name, found in (("sentences", sentences), ("labels", labels))
    }
    model_id = learning.add_model(dataset_id, _digest(candidate), figures)
    return Lesson(model_id, candidate, dataset, sentences, labels)


def promote(lesson: Lesson, learning: LearningRepository, model: Path) -> None:
    """Put the candidate in service: running companions take it when they start again."""
    # the labels first: should the machine stop in between, the next training learns them
    for name in (LABELS, model.with_suffix(".fingerprint").name, model.name):
        (lesson.candidate.parent / name).replace(model.with_name(name))
    learning.promote(lesson.model_id)


def _train(knowledge: Knowledge, utterances: Path, labels: Iterable[Label], model: Path) -> Path:
    folder = model.parent / _CANDIDATE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    known = model.with_name(ENCODINGS)
    if known.exists():  # most of the training's time
        shutil.copy(known, folder)
    lines = (json.dumps({"text": label.text, "topic": label.topic}) for label in labels)
    (folder / LABELS).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    train(knowledge, utterances, folder / model.name)
    return folder / model.name


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _share(share: float | None) -> float:
    return 0.0 if share is None else share
