"""Putting messages in groups: average linkage, in a way that never moves what is placed.

A new message joins the group to whose members it is most alike on average. What joins none is
compared among itself, and enough of one kind make a group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from econtacts_core.meaning import Matrix
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

# Chosen on our held-out utterances: docs/mesures.md.
LEAST_LIKENESS = 0.45
SMALLEST_GROUP = 3

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Arrangement:
    """Where each new vector goes: the place of a known group, or of one of `born`, or nowhere.

    `joined` has one entry a vector, -1 for none; `born` holds the rows of each new group.
    """

    joined: Places
    born: tuple[Places, ...]


def arrange(vectors: Matrix, totals: Matrix, sizes: Sequence[int]) -> Arrangement:
    """Place new vectors.

    Args:
        vectors: shape (messages, features), whose products are likenesses.
        totals: shape (groups, features): the sum of the vectors of each group.
        sizes: how many messages each group has.
    """
    joined = _joined(vectors, totals, np.asarray(sizes, np.float32))
    left = np.flatnonzero(joined < 0)
    return Arrangement(joined, tuple(left[rows] for rows in _born(vectors[left])))


def _joined(vectors: Matrix, totals: Matrix, sizes: Matrix) -> Places:
    if not len(sizes):
        return np.full(len(vectors), -1)
    # the product with a sum over a size is the mean likeness to the members
    likeness = vectors @ totals.T / sizes
    best = likeness.argmax(axis=1)
    near = likeness[np.arange(len(vectors)), best] >= LEAST_LIKENESS
    return np.where(near, best, -1)


def _born(vectors: Matrix) -> list[Places]:
    if len(vectors) < SMALLEST_GROUP:
        return []
    distances = 1 - vectors @ vectors.T
    np.fill_diagonal(distances, 0)
    clustering = AgglomerativeClustering(
        n_clusters=None,
        metric="precomputed",
        linkage="average",
        distance_threshold=1 - LEAST_LIKENESS,
    )
    labels = clustering.fit_predict(np.maximum(distances, 0))
    kinds = (np.flatnonzero(labels == label) for label in range(labels.max() + 1))
    return [rows for rows in kinds if len(rows) >= SMALLEST_GROUP]
