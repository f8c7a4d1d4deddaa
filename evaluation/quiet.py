"""Rasa's libraries warn of their own age while they are imported: none of it helps the reader."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Keep warnings, shown or logged, from the terminal; errors still come through."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        # recorded rather than ignored: the libraries set filters of their own
        with warnings.catch_warnings(record=True):
            yield
    finally:
        logging.disable(before)
