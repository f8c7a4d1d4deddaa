"""The linear model over the features of French texts; each environment trains and stores its own.

On short messages a ridge regression does as well as far heavier models, and it is solved in
closed form, in seconds.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax

from econtacts_core import features, meaning, text
from econtacts_core.meaning import Matrix

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class LinearClassifier:
    """Fitted weights, each of the shape (features, classes), of the two kinds of features."""

    classes: tuple[str, ...]
    sparse_weights: Matrix
    dense_weights: Matrix

    def probabilities(self, sparse: csr_matrix, dense: Matrix) -> Scores:
        """Return the probability of each class: shape (texts, classes); rows add up to one.

        A text without any known feature gets the same probability for every class.
        """
        scores = sparse @ self.sparse_weights + dense @ self.dense_weights
        return np.asarray(softmax(scores, axis=1), np.float64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all that was learnt as plain arrays, for `from_arrays`."""
        return {
            "classes": np.array(self.classes),
            "sparse_weights": self.sparse_weights,
            "dense_weights": self.dense_weights,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "LinearClassifier":
        """Return the classifier whose `arrays` these are."""
        classes = tuple(arrays["classes"].tolist())
        return cls(classes, arrays["sparse_weights"], arrays["dense_weights"])


def fit_linear_classifier(
    sparse: csr_matrix, dense: Matrix, labels: Sequence[str], *, regularisation: float = 1.0
) -> LinearClassifier:
    """Fit a classifier whose probabilities mean what they say.

    Regularised least squares, solved on the texts' similarities; the score that each text would
    have got, had it been left out, comes with the solution (Rifkin and Lippert, "Notes on
    Regularized Least Squares", MIT, 2007). The sharpness (the inverse of a softmax temperature)
    that makes those scores likeliest is multiplied into the weights.

    Args:
        sparse: shape (texts, sparse features).
        dense: shape (texts, dense features), none of them allowed.
        labels: one class per text, two classes or more.
    """
    classes, truth = np.unique(list(labels), return_inverse=True)
    if len(classes) < 2:
        raise ValueError("two classes or more are needed")
    targets = np.eye(len(classes), dtype=np.float32)[truth]
    # Multiplied apart: sparse products of dense columns take minutes.
    similarities = (sparse @ sparse.T).toarray().astype(np.float32) + dense @ dense.T
    similarities[np.diag_indices_from(similarities)] += regularisation
    factor, _ = lapack.spotrf(similarities, lower=1, overwrite_a=1)
    dual, _ = lapack.spotrs(factor, targets, lower=1)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    left_out = targets - dual / inverse.diagonal()[:, None]
    dual *= _likeliest_sharpness(left_out, truth)
    return LinearClassifier(tuple(map(str, classes)), sparse.T @ dual, dense.T @ dual)


def _likeliest_sharpness(scores: Scores, truth: NDArray[np.intp]) -> float:
    rows = np.arange(len(truth))

    def loss(sharpness: float) -> float:
        return -float(log_softmax(scores * sharpness, axis=1)[rows, truth].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 60.0), method="bounded").x)


def source_fingerprint() -> str:
    """Digest the code that text goes through: a model made by other code must be made anew."""
    digest = hashlib.sha256(sklearn.__version__.encode())
    for module_file in (__file__, features.__file__, text.__file__, meaning.__file__):
        digest.update(Path(module_file).read_bytes())
    return digest.hexdigest()
