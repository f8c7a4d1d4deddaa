"""The shape of our linear text models; each environment trains and stores its own.

Character n-grams forgive typing faults, words and pairs of words carry meaning: on short French
messages their sum with a logistic regression does as well as far heavier models.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import sklearn
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion

from econtacts_core import text

_FOLDS = 4


def french_vectoriser() -> FeatureUnion:
    """Return an unfitted vectoriser; feed it the output of `prepare`.

    Each of its two parts has unit length: shape (texts, characters + words), sparse.
    """
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    terms = TfidfVectorizer(
        analyzer="word",
        token_pattern=r"[^ ]+",
        ngram_range=(1, 2),
        sublinear_tf=True,
    )
    return FeatureUnion([("characters", characters), ("terms", terms)])


def fit_linear_classifier(
    vectors: csr_matrix, labels: Sequence[str], *, regularisation: float = 10.0
) -> LogisticRegression:
    """Fit a classifier whose probabilities mean what they say.

    A regularised regression over many classes is far too modest. The sharpness (the inverse of a
    softmax temperature) that makes unseen examples likeliest is found by cross-validation and
    multiplied into the weights, so that the result stays a plain logistic regression.

    Args:
        vectors: shape (texts, features).
        labels: one class per text; every class needs at least as many texts as there are folds.
    """
    untrained = LogisticRegression(
        C=regularisation, class_weight="balanced", max_iter=1000, random_state=0
    )
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    scores = cross_val_predict(
        untrained, vectors, labels, cv=folds, n_jobs=-1, method="decision_function"
    )
    if scores.ndim == 1:  # of two classes, only the second has a score
        scores = np.stack([np.zeros_like(scores), scores], axis=1)
    classifier = untrained.fit(vectors, labels)
    sharpness = _likeliest_sharpness(scores, np.searchsorted(classifier.classes_, labels))
    classifier.coef_ *= sharpness
    classifier.intercept_ *= sharpness
    return classifier


def _likeliest_sharpness(scores: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    rows = np.arange(len(truth))

    def loss(sharpness: float) -> float:
        return -float(log_softmax(scores * sharpness, axis=1)[rows, truth].mean())

    return float(minimize_scalar(loss, bounds=(0.1, 20.0), method="bounded").x)


def source_fingerprint() -> str:
    """Digest the code that text goes through: a model made by other code must be made anew."""
    digest = hashlib.sha256(sklearn.__version__.encode())
    for module_file in (__file__, text.__file__):
        digest.update(Path(module_file).read_bytes())
    return digest.hexdigest()


def prepare(texts: Iterable[str]) -> list[str]:
    """Bring raw texts to the form that the vectoriser reads.

    >>> prepare(["J'ai déménagé !"])
    ['j ai demenag']
    """
    return [" ".join(text.stems(written)) for written in texts]
