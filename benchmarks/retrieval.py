"""`make bench-retrieval`: which document answers which question, on any set of documents.

Nothing is learnt from the questions. Beside our two ways of reading and their fusion stands the
stock alternative: BM25 on whole documents, with its library's French stop words.
"""

import argparse
import csv
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import bm25s
import numpy as np
from companion.classifier.documents import Document, DocumentIndex
from econtacts_core.meaning import Matrix

_LONGEST_FIELD = 10_000_000  # characters; the reader's own limit is too short for a long sheet


class BadFile(ValueError):
    """A file that cannot be used; the message says which, and what is missing."""


@dataclass(frozen=True)
class Measure:
    """How often the right document came first, among three, and the mean of 1 / its rank."""

    hit_at_1: float
    hit_at_3: float
    mrr: float


def main() -> None:
    """Read both files, rank, and print one line for each way of ranking."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, help="CSV: identifier, title, text")
    parser.add_argument("questions", type=Path, help="CSV: question, identifier of its document")
    arguments = parser.parse_args()
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        documents = read_documents(arguments.documents)
        questions, expected = read_questions(arguments.questions, documents)
    except (OSError, BadFile) as error:
        parser.exit(2, f"bench-retrieval: {error}\n")
    sys.stdout.write(f"{len(documents)} documents, {len(questions)} questions\n")
    _compare(documents, questions, expected, sys.stdout)


def read_documents(path: Path) -> list[Document]:
    """Read the first column as identifier, and the columns Titre or title, Texte or text.

    Raises:
        BadFile: when a column is missing, or there is no document.
    """
    rows = _rows(path)
    columns = list(rows[0])
    title, text = _column(path, columns, "titre", "title"), _column(path, columns, "texte", "text")
    return [Document(row[columns[0]], row[title], row[text]) for row in rows]


def read_questions(path: Path, documents: Sequence[Document]) -> tuple[list[str], list[int]]:
    """Read the column question, and the last one as the identifier of its document.

    Raises:
        BadFile: when a column is missing, or a question names no document.
    """
    rows = _rows(path)
    columns = list(rows[0])
    question, answer = _column(path, columns, "question"), columns[-1]
    places = {document.id: place for place, document in enumerate(documents)}
    unknown = {row[answer] for row in rows} - places.keys()
    if unknown:
        raise BadFile(f"{path}: no document {sorted(unknown)[0]!r}")
    return [row[question] for row in rows], [places[row[answer]] for row in rows]


def measure(scores: Matrix, expected: Sequence[int]) -> Measure:
    """Rank by score; of equal scores the first document stands first.

    >>> measure(np.array([[0.1, 0.9], [0.2, 0.1]], np.float32), [1, 1])
    Measure(hit_at_1=0.5, hit_at_3=1.0, mrr=0.75)
    """
    ranking = np.argsort(-scores, axis=1, kind="stable")
    ranks = (ranking == np.array(expected)[:, None]).argmax(axis=1)
    return Measure(
        float((ranks < 1).mean()), float((ranks < 3).mean()), float((1 / (ranks + 1)).mean())
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows:
        raise BadFile(f"{path}: no line")
    return rows


def _column(path: Path, columns: Sequence[str], *names: str) -> str:
    for column in columns:
        if column.strip().lower() in names:
            return column
    raise BadFile(f"{path}: no column {' or '.join(names)}")


def _compare(
    documents: Sequence[Document],
    questions: Sequence[str],
    expected: Sequence[int],
    out: TextIO,
) -> None:
    stock, stock_times = _timed(_StockIndex, documents, questions)
    ours, our_times = _timed(DocumentIndex, documents, questions)
    ways = {
        "BM25, whole documents (stock)": stock,
        "words (graph)": ours.words,
        "meaning (model)": ours.meaning,
        "fusion": ours.fused,
    }
    out.write(f"{'':<32}{'hit@1':>8}{'hit@3':>8}{'MRR':>8}\n")
    for name, scores in ways.items():
        found = measure(scores, expected)
        out.write(f"{name:<32}{found.hit_at_1:>8.3f}{found.hit_at_3:>8.3f}{found.mrr:>8.3f}\n")
    for name, (built, read) in {"stock": stock_times, "ours": our_times}.items():
        each = 1000 * read / len(questions)
        out.write(f"{name}: index {built:.1f} s, {each:.1f} ms a question\n")


def _timed(
    kind: Callable[[Sequence[Document]], Any],
    documents: Sequence[Document],
    questions: Sequence[str],
) -> tuple[Any, tuple[float, float]]:
    started = time.perf_counter()
    index = kind(documents)
    built = time.perf_counter()
    scores = index.scores(questions)
    return scores, (built - started, time.perf_counter() - built)


class _StockIndex:
    """BM25 as its library reads French out of the box."""

    def __init__(self, documents: Sequence[Document]) -> None:
        texts = [f"{document.title} {document.text}" for document in documents]
        self._index = bm25s.BM25()
        self._index.index(
            bm25s.tokenize(texts, stopwords="fr", show_progress=False), show_progress=False
        )

    def scores(self, questions: Sequence[str]) -> Matrix:
        read = bm25s.tokenize(
            list(questions), stopwords="fr", return_ids=False, show_progress=False
        )
        return np.stack([self._index.get_scores(tokens) for tokens in read])


if __name__ == "__main__":
    main()
