"""A trial: a patch applied to a copy, a candidate trained there, and both models read.

Nothing of the project is touched: the copy and the candidate stand in a folder of their own.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from econtacts_core.knowledge import Knowledge, load_knowledge
from econtacts_core.text import normalise

from companion.classifier.model import OUT_OF_SCOPE, TopicModel, read_utterances
from companion.classifier.orchestrator import Orchestrator
from companion.classifier.training import ENCODINGS, LABELS, is_up_to_date, train
from companion.learning.comparison import Asked, Comparison, compare
from companion.learning.designers_files import HELD_OUT, UTTERANCES, DesignersFiles

_COPIED = (UTTERANCES, "data/rules", "knowledge", HELD_OUT)
_LONE_FILES = ("domain.yml",)
_GIT_SECONDS = 30

Tell = Callable[[str], object]


class PatchRefused(ValueError):
    """The patch does not apply to the files as they stand; the message is git's."""


@dataclass(frozen=True)
class Candidate:
    """What a trial leaves in its folder: a model, and the knowledge that it goes with."""

    folder: Path

    @property
    def model(self) -> Path:
        """Return the trained model's file."""
        return self.folder / "models" / "classifier.npz"

    @property
    def knowledge(self) -> Path:
        """Return the folder of the copied knowledge."""
        return self.folder / "knowledge"

    def orchestrator(self) -> Orchestrator:
        """Return the judge of the candidate. Raises `FileNotFoundError` before it is trained."""
        return Orchestrator(load_knowledge(self.knowledge), TopicModel.load(self.model))


def run_trial(patch: str, root: Path, model: Path, candidate: Candidate, tell: Tell) -> Comparison:
    """Try a patch, and return what it changes.

    Args:
        patch: a unified diff of files below `root`.
        root: the project's folder.
        model: the model in service.
        candidate: where the copy and the new model go; emptied first.
        tell: hears each step as it begins.

    Raises:
        PatchRefused: the patch does not apply.
        KnowledgeError: the patched knowledge cannot be read, for example a topic not filled in.
        FileNotFoundError: the project's folder or the model is not here.
    """
    tell("copying")
    _copy(root, model, candidate)
    tell("applying")
    _apply(patch, candidate.folder)
    tell("training")
    knowledge = load_knowledge(candidate.knowledge)
    train(knowledge, candidate.folder / UTTERANCES, candidate.model)
    tell("reading")
    present = load_knowledge(root / "knowledge")
    return compare(
        _unseen(root, candidate, knowledge),
        Orchestrator(present, TopicModel.load(model)),
        candidate.orchestrator(),
        knowledge.topics,
        stale=not is_up_to_date(present, root / UTTERANCES, model),
    )


def _copy(root: Path, model: Path, candidate: Candidate) -> None:
    shutil.rmtree(candidate.folder, ignore_errors=True)
    for name in _COPIED:
        shutil.copytree(root / name, candidate.folder / name)
    for name in _LONE_FILES:
        shutil.copy(root / name, candidate.folder / name)
    candidate.model.parent.mkdir()
    # what was learnt from people, and the vectors of what did not change: most of the time
    for name in (LABELS, ENCODINGS):
        known = model.with_name(name)
        if known.exists():
            shutil.copy(known, candidate.model.parent)


def _apply(patch: str, folder: Path) -> None:
    # the copy is no repository, whatever stands above it
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.resolve().parent)}
    try:
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            input=patch.encode(),
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
            timeout=_GIT_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        raise PatchRefused(error.stderr.decode(errors="replace").strip()) from error


def _unseen(root: Path, candidate: Candidate, knowledge: Knowledge) -> list[Asked]:
    """Return the patched sentences kept apart that neither model learnt."""
    labels = [*knowledge.topics, OUT_OF_SCOPE]
    learnt = {
        normalise(text)
        for folder in (root, candidate.folder)
        for text, _ in read_utterances(folder / UTTERANCES, labels)
    }
    kept = DesignersFiles(candidate.folder).kept_apart
    return [Asked(place.text, place.intent) for key, place in kept.items() if key not in learnt]
