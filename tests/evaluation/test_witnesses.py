"""Who put a proposal first."""

import pytest

from evaluation.score import Line
from evaluation.witnesses import firsts


def lines(*topics: str | None) -> list[Line]:
    """Return a proposal a topic; None stands for an abstention."""
    return [{"topic": topic} for topic in topics]


def test_each_first_proposal_belongs_to_those_who_would_have_put_it_first_alone():
    found = firsts(
        "routes_dev",
        lines("cfe", "cfe", "cfe", "cfe", None),
        lines("cfe", "cfe", "tva", None, None),
        lines("cfe", "tva", "cfe", "tva", "cfe"),
    )
    assert found.proposals == 4
    assert (found.both, found.graph, found.model, found.neither) == (0.25, 0.25, 0.25, 0.25)


def test_nothing_proposed_is_nobodys():
    found = firsts("out_of_scope_dev", lines(None), lines("cfe"), lines(None))
    assert (found.proposals, found.both, found.neither) == (0, 0.0, 0.0)


def test_files_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        firsts("routes_dev", lines("cfe"), lines(), lines("cfe"))
