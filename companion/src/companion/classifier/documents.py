"""Any set of documents, read like the knowledge: by its words and by a model, then both together.

Nothing is learnt from questions: a set answers the minute it is read. Words are matched exactly
(BM25, on stems and pairs of stems), at three sizes: the whole document says what it is about, a
passage answers, a few lines hold the very words. The model compares passages as the classifier
compares utterances.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import bm25s
import numpy as np
from econtacts_core.features import FrenchVectoriser
from econtacts_core.meaning import Matrix, SentenceMeaning
from econtacts_core.text import stems
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

# Words that carry no subject. Rarity alone does not rule them out of questions as long as ours.
_FUNCTION_WORDS = frozenset(
    stems(
        "le la les l un une des de du d à au aux en dans par pour sur avec sans et ou où est sont"
        " être a ai y ce cette ces c qui que qu quoi quel quelle quels quelles dont comment combien"
        " il elle on nous vous ils elles je j tu m t se s mon ma mes son sa ses notre votre vos"
        " leur leurs ne n pas plus"
    )
)


class Scale(NamedTuple):
    """Windows of this many stems, every `step`, with or without pairs of neighbouring stems."""

    size: int
    step: int
    pairs: bool


# Measured with `make bench-retrieval` (docs/mesures.md).
_SCALES = (
    Scale(100_000, 100_000, pairs=True),
    Scale(160, 80, pairs=True),
    Scale(40, 20, pairs=False),
)
_PASSAGE = Scale(80, 40, pairs=False)  # counted in plain words
_TITLE_REPEATED = 2


@dataclass(frozen=True)
class Document:
    """What a set holds: an identifier of its own, a title, a text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class DocumentScores:
    """One row a question, one column a document, higher is nearer; comparable within a row."""

    words: Matrix
    meaning: Matrix

    @property
    def fused(self) -> Matrix:
        """Return both together: each of the words' scales counts as much as the model."""
        fused: Matrix = len(_SCALES) * self.words
        fused += self.meaning
        fused /= len(_SCALES) + 1
        return fused


class DocumentIndex:
    """Two ways to find documents for a question. Raises `ValueError` on an empty set."""

    def __init__(self, documents: Sequence[Document]) -> None:
        if not documents:
            raise ValueError("a set of documents needs one document or more")
        self._words = [_WordIndex(documents, scale) for scale in _SCALES]
        self._passages = _PassageIndex(documents)

    def scores(self, questions: Sequence[str]) -> DocumentScores:
        """Score every document for every question; each row has mean 0 and deviation 1, or is 0."""
        found = [_standard(index.scores(questions)) for index in self._words]
        words = np.mean(found, axis=0, dtype=np.float32)
        return DocumentScores(words, _standard(self._passages.scores(questions)))


class _WordIndex:
    """BM25 over windows of stems; a document is worth its best window."""

    def __init__(self, documents: Sequence[Document], scale: Scale) -> None:
        self._scale = scale
        windows, self._owners = _cut([_subject(document.text) for document in documents], scale)
        titles = [_subject(document.title) * _TITLE_REPEATED for document in documents]
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._index.index(
            [
                self._tokens(titles[owner] + window)
                for owner, window in zip(self._owners, windows, strict=True)
            ],
            show_progress=False,
        )

    def scores(self, questions: Iterable[str]) -> Matrix:
        return _best_of(np.stack([self._score(question) for question in questions]), self._owners)

    def _score(self, question: str) -> Matrix:
        known = [token for token in self._tokens(_subject(question)) if token in self._vocabulary]
        if not known:
            return np.zeros(len(self._owners), np.float32)
        scores: Matrix = self._index.get_scores(known)
        return scores

    @property
    def _vocabulary(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self._index.vocab_dict
        return vocabulary

    def _tokens(self, subject: list[str]) -> list[str]:
        if not self._scale.pairs:
            return subject
        return subject + [" ".join(pair) for pair in pairwise(subject)]


class _PassageIndex:
    """Passages under our vectors: how they are written, what their words and sentences mean."""

    def __init__(self, documents: Sequence[Document]) -> None:
        cut, self._owners = _cut([document.text.split() for document in documents], _PASSAGE)
        passages = [
            f"{documents[owner].title}. {' '.join(words)}"
            for owner, words in zip(self._owners, cut, strict=True)
        ]
        self._vectoriser = FrenchVectoriser.fit(passages)
        self._sentences = SentenceMeaning.fit(passages)
        self._written, self._meant = self._read(passages)

    def scores(self, questions: Sequence[str]) -> Matrix:
        written, meant = self._read(questions)
        near = (written @ self._written.T).toarray() + meant @ self._meant.T
        return _best_of(near, self._owners)

    def _read(self, texts: Sequence[str]) -> tuple[csr_matrix, Matrix]:
        written, words = self._vectoriser.transform(texts)
        # one half each: what a text means counts as much as one of its two ways of being written
        meant = np.hstack([words, self._sentences.transform(texts)]) * np.float32(np.sqrt(0.5))
        return written, meant


def _subject(text: str) -> list[str]:
    return [stem for stem in stems(text) if stem not in _FUNCTION_WORDS]


def _cut(texts: Iterable[list[str]], scale: Scale) -> tuple[list[list[str]], NDArray[np.intp]]:
    """Cut each text in windows; return them, and which text each comes from."""
    windows, owners = [], []
    for owner, words in enumerate(texts):
        last = max(1, len(words) - scale.size + scale.step)
        for start in range(0, last, scale.step):
            windows.append(words[start : start + scale.size])
            owners.append(owner)
    return windows, np.array(owners)


def _best_of(scores: Matrix, owners: NDArray[np.intp]) -> Matrix:
    """Return for each row the best score of each owner; owners come in order, none without any."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    best: Matrix = np.maximum.reduceat(scores, starts, axis=1)
    return best


def _standard(scores: Matrix) -> Matrix:
    """Bring each row to mean 0 and deviation 1, so that scores of different kinds add up."""
    spread = scores.std(axis=1, keepdims=True)
    centred = scores - scores.mean(axis=1, keepdims=True)
    return (centred / np.where(spread > 0, spread, 1)).astype(np.float32)
