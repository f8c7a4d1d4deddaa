"""What does not reach the terminal while libraries are imported."""

import logging
import warnings

import pytest

from evaluation.quiet import quiet


def test_warnings_stay_away_even_from_libraries_that_insist(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    with quiet():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        logging.warning("older")
        logging.error("broken")
    assert capsys.readouterr().err == ""
    assert caplog.messages == ["broken"]


def test_logs_come_back_afterwards(caplog: pytest.LogCaptureFixture):
    with quiet():
        pass
    logging.warning("heard")
    assert caplog.messages == ["heard"]
