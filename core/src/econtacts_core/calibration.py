"""Whether a confidence means what it says."""

from collections.abc import Sequence

import numpy as np

_BINS = 10


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Return the mean distance between confidence and accuracy, over ten equal bins.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning", AAAI 2015.

    >>> expected_calibration_error([0.9, 0.9, 0.9, 0.9], [True, True, True, False])
    0.15
    """
    stated, happened = np.asarray(confidences, float), np.asarray(right, float)
    bins = np.minimum((stated * _BINS).astype(int), _BINS - 1)
    gaps = (
        (bins == place).mean() * abs(stated[bins == place].mean() - happened[bins == place].mean())
        for place in np.unique(bins)
    )
    return round(float(sum(gaps)), 6)
