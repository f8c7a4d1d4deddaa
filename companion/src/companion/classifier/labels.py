"""Labels that a team gave to whole messages, several to one, learnt from a few hundred.

Topics are ours and have utterances; a team's own labels come with mails alone. Three witnesses read
them, since each errs elsewhere: how the mail is written, what it means, and what the knowledge
already sees in it (concepts of the graph, topics of the model). Their log-odds are added; the bar
that a label must reach is learnt on mails left out.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from econtacts_core.features import FrenchVectoriser
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.meaning import Matrix, SentenceMeaning
from econtacts_core.text import parts
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d
from scipy.sparse import csr_matrix
from scipy.special import logit
from sklearn.base import ClassifierMixin
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier

from companion.classifier.model import TopicModel

Labels = NDArray[np.bool_]

_FOLDS = 5
_SEED = 0
# No witness is ever certain: odds stay within about four thousand to one.
_CERTAIN = 0.99975
_BARS = np.arange(-2.0, 2.05, 0.1)
_PLATEAU = 5  # neighbouring bars


@dataclass(frozen=True)
class Reading:
    """Messages as each witness sees them, one row a message."""

    written: csr_matrix
    meant: Matrix
    known: Matrix

    def rows(self, places: NDArray[np.intp]) -> "Reading":
        """Return the reading of some of the messages."""
        return Reading(self.written[places], self.meant[places], self.known[places])


class Known(NamedTuple):
    """What the knowledge sees in one message: concepts (0 or 1), probabilities of topics."""

    concepts: Matrix
    topics: Matrix


class Knowing:
    """Reads messages with the knowledge: the graph's concepts, the topics of the model."""

    def __init__(self, graph: KeywordGraph, topics: TopicModel) -> None:
        self._graph, self._topics = graph, topics

    def read(self, text: str) -> Known:
        """Read one message; a topic is as likely as in the part that speaks most of it."""
        found = self._graph.concepts(text)
        readings = self._topics.read(parts(text))
        likely = np.array([list(reading.scores.values()) for reading in readings], np.float32)
        concepts = [float(concept in found) for concept in self._graph.names]
        return Known(np.array(concepts, np.float32), likely.max(axis=0))


class _Reader:
    """Reads messages for the three witnesses."""

    def __init__(self, texts: Sequence[str], know: Callable[[str], Known]) -> None:
        self._vectoriser = FrenchVectoriser.fit(texts)
        self._sentences = SentenceMeaning.fit(texts)
        self._know = know

    def read(self, texts: Sequence[str]) -> Reading:
        written, words = self._vectoriser.transform(texts)
        known = [self._know(text) for text in texts]
        topics = np.stack([one.topics for one in known])
        concepts = np.stack([one.concepts for one in known])
        # the root brings small probabilities nearer to large ones, as lengths of vectors want
        meant = np.hstack([self._sentences.transform(texts), words, np.sqrt(topics)])
        return Reading(written, meant, np.hstack([concepts, topics]))


class _Witnesses:
    """The three classifiers, one for each way of reading; each gives a probability per label."""

    def __init__(self, reading: Reading, truth: Labels) -> None:
        self._written = _one_per_label(
            LogisticRegression(C=4, max_iter=500), reading.written, truth
        )
        self._meant = _one_per_label(LogisticRegression(C=4, max_iter=2000), reading.meant, truth)
        trees = ExtraTreesClassifier(300, min_samples_leaf=3, random_state=_SEED)
        self._known = _one_per_label(trees, reading.known, truth)

    def odds(self, reading: Reading) -> Matrix:
        """Return the mean log-odds of each label, shape (messages, labels)."""
        found = [
            self._written.predict_proba(reading.written),
            self._meant.predict_proba(reading.meant),
            self._known.predict_proba(reading.known),
        ]
        odds: Matrix = np.mean(
            [logit(np.clip(one, 1 - _CERTAIN, _CERTAIN)) for one in found], axis=0
        )
        return odds


class LabelModel:
    """A fitted model of labels."""

    def __init__(
        self,
        texts: Sequence[str],
        labels: Sequence[Collection[str]],
        know: Callable[[str], Known],
    ) -> None:
        """Fit on `texts` with their `labels`; `know` is how the knowledge reads (`Knowing.read`).

        Raises:
            ValueError: with fewer than two labels.
        """
        self.names = tuple(sorted({label for found in labels for label in found}))
        if len(self.names) < 2:
            raise ValueError("two labels or more are needed")
        truth = np.array([[name in found for name in self.names] for found in labels])
        self._reader = _Reader(texts, know)
        reading = self._reader.read(texts)
        self._bar = _best_bar(_left_out_odds(reading, truth), truth)
        self._witnesses = _Witnesses(reading, truth)

    def predict(self, texts: Sequence[str]) -> list[set[str]]:
        """Return the labels of each text: the likeliest one, and every other above the bar."""
        chosen = _chosen(self._witnesses.odds(self._reader.read(texts)), self._bar)
        return [
            {name for name, kept in zip(self.names, row, strict=True) if kept} for row in chosen
        ]


def _one_per_label(
    kind: ClassifierMixin, rows: csr_matrix | Matrix, truth: Labels
) -> OneVsRestClassifier:
    return OneVsRestClassifier(kind).fit(rows, truth)


def _left_out_odds(reading: Reading, truth: Labels) -> Matrix:
    odds = np.zeros(truth.shape, np.float32)
    for learnt, left_out in KFold(_FOLDS, shuffle=True, random_state=_SEED).split(truth):
        odds[left_out] = _Witnesses(reading.rows(learnt), truth[learnt]).odds(
            reading.rows(left_out)
        )
    return odds


def _best_bar(odds: Matrix, truth: Labels) -> float:
    """Return the bar around which most labels, and most messages as a whole, are right."""

    def right(bar: float) -> float:
        chosen = _chosen(odds, bar)
        shared = 2 * (chosen & truth).sum() / (chosen.sum() + truth.sum())
        return float(shared + (chosen == truth).all(axis=1).mean())

    # a few hundred messages make a rugged curve: its highest plateau, not its highest peak
    plateau = uniform_filter1d([right(bar) for bar in _BARS], size=_PLATEAU, mode="nearest")
    return float(_BARS[plateau.argmax()])


def _chosen(odds: Matrix, bar: float) -> Labels:
    chosen: Labels = odds > bar
    chosen[np.arange(len(odds)), odds.argmax(axis=1)] = True
    return chosen
