"""`make duplicates`: sentences of different topics that say nearly the same, and topics too close.

Sentences are compared as the assistant's model sees them: how they are written and what they mean
count alike. Topics are compared by the mistakes of a classifier that has not seen the sentences
it is asked about.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from econtacts_core.features import FrenchVectoriser
from econtacts_core.kernel import Scores, fit_kernel_classifier
from econtacts_core.meaning import Matrix, SentenceMeaning
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from tqdm import tqdm

from validation.project import Project, Utterance

# Mean of both cosines. On our first 3 700 sentences: from here on, most pairs differ by a word.
NEAR = 0.7
SHOWN = 40  # pairs of sentences
PAIRS = 15  # pairs of topics
EXAMPLES = 3  # mistakes shown for each pair of topics
_BLOCK = 512  # rows compared at once: memory stays small
_FOLDS = 5
OUT_OF_SCOPE = "out_of_scope"

Item = TypeVar("Item")
Rows = NDArray[np.intp]
Labels = NDArray[np.str_]


@dataclass(frozen=True)
class Vectors:
    """How sentences are written and what they mean; each has two parts of length one."""

    writing: csr_matrix
    words: Matrix
    sentences: Matrix

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vectors":
        """Read `texts`. Raises `MeaningUnavailable` when the encoder is not installed."""
        vectoriser, meaning = FrenchVectoriser.fit(texts), SentenceMeaning.fit(texts)
        blocks = [texts[start : start + _BLOCK] for start in range(0, len(texts), _BLOCK)]
        read = [meaning.transform(block) for block in _progress(blocks, "lecture des phrases")]
        return cls(*vectoriser.transform(texts), np.concatenate(read))

    def similarities(self, start: int, stop: int) -> Matrix:
        """Compare some rows to all: shape (stop - start, texts), at most 1."""
        words = self.words[start:stop] @ self.words.T
        sentences = self.sentences[start:stop] @ self.sentences.T
        writing = (self.writing[start:stop] @ self.writing.T).toarray()  # characters and terms
        mean: Matrix = (words + sentences + writing) / 4
        return mean

    def __getitem__(self, rows: Rows) -> "Vectors":
        """Return the vectors of some sentences."""
        return Vectors(self.writing[rows], self.words[rows], self.sentences[rows])


@dataclass(frozen=True)
class Near:
    """Two sentences of different topics, and how alike they are."""

    similarity: float
    first: Utterance
    second: Utterance


@dataclass(frozen=True)
class Confused:
    """Two topics, what of one is taken for the other, surest first, and its share of both."""

    topics: tuple[str, str]
    share: float
    taken: tuple[Utterance, ...]


def neighbours(project: Project) -> str:
    """Compare the sentences of all topics, and write what is too close."""
    told = {*project.topics, OUT_OF_SCOPE}
    utterances = [found for found in project.utterances if found.intent in told]
    vectors = Vectors.of([found.text for found in utterances])
    near = near_duplicates(utterances, vectors)
    confused = confusions(utterances, vectors)
    return "\n".join([*_near_report(near), "", *_confused_report(confused)])


def near_duplicates(
    utterances: Sequence[Utterance], vectors: Vectors, *, least: float = NEAR
) -> list[Near]:
    """Return the pairs of different intents that are at least so much alike, closest first."""
    intents = np.array([found.intent for found in utterances])
    found: list[Near] = []
    for start in range(0, len(utterances), _BLOCK):
        alike = vectors.similarities(start, start + _BLOCK)
        for row, column in zip(*np.nonzero(alike >= least), strict=True):
            # each pair once
            if start + row < column and intents[start + row] != intents[column]:
                pair = utterances[start + row], utterances[column]
                found.append(Near(float(alike[row, column]), *pair))
    return sorted(found, key=lambda pair: -pair.similarity)


def confusions(utterances: Sequence[Utterance], vectors: Vectors) -> list[Confused]:
    """Return the pairs of topics that a classifier mistakes most, worst first.

    Args:
        utterances: the sentences; each intent has at least as many as there are folds.
        vectors: those of `utterances`.
    """
    labels = np.array([found.intent for found in utterances])
    guesses, sureness = _guesses(vectors, labels)
    taken: dict[tuple[str, str], list[int]] = defaultdict(list)
    # the surest mistakes first: they are worth reading
    for place in sorted(np.nonzero(guesses != labels)[0], key=lambda place: -sureness[place]):
        first, second = sorted((str(labels[place]), str(guesses[place])))
        taken[first, second].append(int(place))
    counts = Counter(labels.tolist())
    found = [
        Confused(
            topics,
            len(places) / sum(counts[topic] for topic in topics),
            tuple(utterances[place] for place in places),
        )
        for topics, places in taken.items()
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.topics))


def _guesses(vectors: Vectors, labels: Labels) -> tuple[Labels, Scores]:
    """Return what a classifier takes each row for, and how sure it is, not having learned it."""
    guesses, sureness = np.empty_like(labels), np.empty(len(labels))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(labels, labels)
    for learned, asked in _progress(list(folds), "sujets voisins"):
        known, new = vectors[learned], vectors[asked]
        classifier = fit_kernel_classifier(
            known.writing, known.words, known.sentences, labels[learned].tolist()
        )
        probabilities = classifier.probabilities(new.writing, new.words, new.sentences.__getitem__)
        guesses[asked] = np.array(classifier.classes)[probabilities.argmax(axis=1)]
        sureness[asked] = probabilities.max(axis=1)
    return guesses, sureness


def _progress(items: list[Item], what: str) -> Iterable[Item]:
    bar: Iterable[Item] = tqdm(items, desc=what, disable=not sys.stderr.isatty(), leave=False)
    return bar


def _near_report(near: Sequence[Near]) -> Iterator[str]:
    yield f"Phrases presque pareilles dans deux sujets : {len(near)}"
    for pair in near[:SHOWN]:
        yield f"\n  {pair.similarity:.2f}  {_line(pair.first)}\n        {_line(pair.second)}"
    if len(near) > SHOWN:
        yield f"\n  … et {len(near) - SHOWN} autres, moins proches"


def _confused_report(confused: Sequence[Confused]) -> Iterator[str]:
    yield "Sujets les plus difficiles à distinguer (part des phrases prises pour l'autre sujet)"
    for pair in confused[:PAIRS]:
        yield f"\n  {pair.share:.0%}  {' / '.join(pair.topics)} : {len(pair.taken)} phrases"
        yield from (f"        {_line(utterance)}" for utterance in pair.taken[:EXAMPLES])


def _line(utterance: Utterance) -> str:
    place = f"{utterance.place.path}:{utterance.place.line}"
    return f"{place}  {utterance.intent}  « {utterance.text} »"
