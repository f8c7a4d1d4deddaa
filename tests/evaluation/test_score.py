"""What `make evaluate` counts."""

from typing import Any

import pytest

from evaluation.score import score

REFS = {"taxe": ["L01"], "cfe": ["B03", "B04"]}


def routed(*refs: str, decision: str = "answer") -> dict[str, Any]:
    """Return a routed line whose topics cover one ref each, best first."""
    topics = [{"refs": [ref]} for ref in refs] or [{"refs": []}]
    return {"decision": decision, **topics[0], "alternatives": topics[1:]}


def test_a_topic_that_covers_one_of_the_labels_refs_is_right():
    assert score([{"topic": "cfe"}], [routed("B04")], REFS).first == 1.0


def test_the_third_topic_counts_among_three_and_the_fourth_does_not():
    messages = [{"topic": "taxe"}, {"topic": "taxe"}]
    lines = [routed("B03", "B04", "L01"), routed("B03", "B04", "P01", "L01")]
    found = score(messages, lines, REFS)
    assert (found.first, found.three) == (0.0, 0.5)
    assert found.missed == {"taxe": 2}


@pytest.mark.parametrize(
    ("decision", "share"),
    [("out_of_scope", 1.0), ("other_form", 1.0), ("talk", 0.0), ("clarify", 0.0), ("answer", 0.0)],
)
def test_a_message_is_refused_when_it_is_sent_away_or_left_to_the_general_form(
    decision: str, share: float
):
    assert score([{"topic": "taxe"}], [routed(decision=decision)], REFS).refused == share


def test_foreign_matters_have_no_right_topic():
    found = score([{"topic": "oos_mairie"}], [routed(decision="out_of_scope")], REFS)
    assert (found.first, found.three, found.refused) == (None, None, 1.0)


def test_files_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        score([{"topic": "taxe"}], [], REFS)


@pytest.mark.parametrize(
    ("decisions", "answered", "precision"),
    [
        (("answer", "answer"), 1.0, 0.5),
        (("answer", "suggest"), 0.5, 1.0),
        (("suggest", "answer"), 0.5, 0.0),
        (("suggest", "other_form"), 0.0, None),
    ],
)
def test_answers_given_at_once_have_a_precision(
    decisions: tuple[str, str], answered: float, precision: float | None
):
    lines = [routed("L01", decision=decisions[0]), routed("Z9", decision=decisions[1])]
    found = score([{"topic": "taxe"}] * 2, lines, REFS)
    assert (found.answered, found.precision) == (answered, precision)
