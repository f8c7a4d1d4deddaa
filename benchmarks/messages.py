"""`make bench-messages`: labels of long messages, several to one, learnt and scored.

With two files, the first is learnt from and the second scored; with one, every fifth of it is
scored by what was learnt from the others, for several shuffles. Beside ours stands the stock
alternative: TF-IDF of words and logistic regression, as scikit-learn sets them. Nothing is kept.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from companion.classifier.labels import Knowing, LabelModel
from companion.classifier.model import TopicModel
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import knowledge_directory, load_knowledge
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer
from tqdm import tqdm

_FOLDS = 5
_SHUFFLES = 2

Labelled = tuple[str, frozenset[str]]
# Learns from the first, returns the labels of the second.
Way = Callable[[Sequence[Labelled], Sequence[str]], list[frozenset[str]]]


class BadFile(ValueError):
    """A file that cannot be used; the message says which line."""


@dataclass(frozen=True)
class Measure:
    """Over all labels, and over whole messages."""

    micro_f1: float
    exact: float
    seconds: float


def main() -> None:
    """Score both ways, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path, help='one {"text": …, "labels": […]} a line')
    parser.add_argument("test", type=Path, nargs="?", help="the same; cross-validation without it")
    arguments = parser.parse_args()
    try:
        train = read_messages(arguments.train)
        test = read_messages(arguments.test) if arguments.test else None
    except (OSError, BadFile) as error:
        parser.exit(2, f"bench-messages: {error}\n")
    rounds = [(train, test)] if test else list(_folds(train))
    sys.stdout.write(_heading(train, test) + f"\n{'':<32}{'micro-F1':>10}{'exact':>8}{'s':>8}\n")
    ways: dict[str, Way] = {"TF-IDF + logistic (stock)": _stock, "ours": _Ours()}
    for name, way in ways.items():
        found = measure(way, tqdm(rounds, desc=name, disable=not sys.stderr.isatty()))
        sys.stdout.write(
            f"{name:<32}{found.micro_f1:>10.3f}{found.exact:>8.3f}{found.seconds:>8.1f}\n"
        )


def read_messages(path: Path) -> list[Labelled]:
    """Read messages and their labels. Raises `BadFile` naming the line that cannot be read."""
    with path.open(encoding="utf-8") as lines:
        found = [_labelled(path, number, line) for number, line in enumerate(lines, start=1)]
    if not found:
        raise BadFile(f"{path}: no line")
    return found


def _labelled(path: Path, number: int, line: str) -> Labelled:
    try:
        content = json.loads(line)
        text, labels = content["text"], content["labels"]
    except (ValueError, TypeError, KeyError) as error:
        raise BadFile(f"{path}, line {number}: text and labels were expected") from error
    if not isinstance(text, str) or not isinstance(labels, list) or not labels:
        raise BadFile(f"{path}, line {number}: a text and one label or more were expected")
    return text, frozenset(map(str, labels))


def measure(way: Way, rounds: Iterable[tuple[Sequence[Labelled], Sequence[Labelled]]]) -> Measure:
    """Learn and score each round; scores are the rounds' messages taken together."""
    started = time.perf_counter()
    truth, found = [], []
    for train, test in rounds:
        found += way(train, [text for text, _ in test])
        truth += [labels for _, labels in test]
    binary = MultiLabelBinarizer().fit([*truth, *found])
    return Measure(
        micro_f1=float(f1_score(binary.transform(truth), binary.transform(found), average="micro")),
        exact=float(np.mean([one == other for one, other in zip(truth, found, strict=True)])),
        seconds=time.perf_counter() - started,
    )


def _folds(messages: Sequence[Labelled]) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    for shuffle in range(_SHUFFLES):
        for learnt, scored in KFold(_FOLDS, shuffle=True, random_state=shuffle).split(messages):
            yield [messages[place] for place in learnt], [messages[place] for place in scored]


def _heading(train: Sequence[Labelled], test: Sequence[Labelled] | None) -> str:
    scored = f"{len(test)} to score" if test else f"{_FOLDS} folds, {_SHUFFLES} shuffles"
    return f"{len(train)} messages, {scored}"


class _Ours:
    """The classifier's label model, with the knowledge and the topics' model as they stand."""

    def __init__(self) -> None:
        graph = KeywordGraph(load_knowledge(knowledge_directory()))
        # each fold reads the same messages, and this takes the longest
        self._know = cache(Knowing(graph, TopicModel.load(Path("models/classifier.npz"))).read)

    def __call__(self, train: Sequence[Labelled], texts: Sequence[str]) -> list[frozenset[str]]:
        learnt, labels = zip(*train, strict=True)
        model = LabelModel(learnt, labels, self._know)
        return [frozenset(found) for found in model.predict(texts)]


def _stock(train: Sequence[Labelled], texts: Sequence[str]) -> list[frozenset[str]]:
    binary = MultiLabelBinarizer()
    truth = binary.fit_transform([labels for _, labels in train])
    model = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LogisticRegression()))
    model.fit([text for text, _ in train], truth)
    return [frozenset(found) for found in binary.inverse_transform(model.predict(texts))]


if __name__ == "__main__":
    main()
