"""What is counted on our held-out utterances."""

import math

import pytest

from evaluation.measures import macro_f1, measure, measure_several
from tests.evaluation.made_up import TOPICS, read


def test_the_right_topic_counts_first_or_among_three_and_the_fourth_does_not():
    second = read("payer_cfe", ("payer_impot", 0.5), ("payer_cfe", 0.4))
    fourth = read(
        "payer_cfe", ("payer_impot", 0.4), ("greet", 0.2), ("thank", 0.2), ("payer_cfe", 0.1)
    )
    found = measure([read("payer_cfe", ("payer_cfe", 0.9)), second, fourth], TOPICS)
    assert (found.first, found.three) == pytest.approx((1 / 3, 2 / 3))


def test_a_topic_beaten_by_out_of_scope_is_not_first():
    assert (
        measure([read("payer_cfe", ("out_of_scope", 0.5), ("payer_cfe", 0.4))], TOPICS).first == 0
    )


def test_what_is_answered_and_what_is_offered_are_told_apart():
    clarify = {"decision": "clarify", "offered": ("payer_impot", "payer_cfe")}
    found = measure(
        [
            read("payer_cfe", ("payer_cfe", 0.9)),
            read("payer_cfe", ("payer_impot", 0.9)),
            read("payer_cfe", ("payer_impot", 0.4), **clarify),
            read("payer_cfe", ("payer_cfe", 0.2), decision="other_form", offered=()),
        ],
        TOPICS,
    )
    assert (found.answered_right, found.answered_wrong) == (0.25, 0.25)
    assert (found.offered_right, found.refused) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("decision", "refused"),
    [("out_of_scope", 1), ("other_form", 1), ("suggest", 0), ("clarify", 0), ("talk", 0)],
)
def test_a_foreign_text_is_refused_when_it_is_sent_away_or_left_to_the_general_form(
    decision: str, refused: int
):
    found = measure([read("out_of_scope", ("out_of_scope", 0.9), decision=decision)], TOPICS)
    assert (found.foreign, found.foreign_refused, found.foreign_answered) == (1, refused, 0)


def test_a_talk_act_is_right_when_it_stands_after_the_ladder():
    unsure = read("greet", ("greet", 0.2), intent="nlu_fallback", decision="other_form")
    assert measure([read("greet", ("greet", 0.9)), unsure], TOPICS).talk_right == 0.5


def test_calibration_counts_every_message_whatever_its_kind():
    always_sure = [read("greet", ("greet", 1.0)), read("payer_cfe", ("payer_impot", 1.0))]
    assert measure(always_sure, TOPICS).calibration_error == 0.5


def test_a_foreign_text_read_as_a_topic_counts_against_the_f1_of_that_topic():
    right = read("payer_cfe", ("payer_cfe", 0.9))
    foreign = read("out_of_scope", ("payer_cfe", 0.9))
    assert macro_f1([right], TOPICS) == 1.0
    assert macro_f1([right, foreign], TOPICS) == pytest.approx(2 / 3)


def test_a_rare_topic_weighs_as_much_as_a_common_one():
    common = [read("payer_cfe", ("payer_cfe", 0.9))] * 9
    assert macro_f1([*common, read("payer_impot", ("greet", 0.9))], TOPICS) == 0.5


def test_several_requests_are_exact_when_all_are_there_and_nothing_else():
    both = ("payer_cfe", "changer_rib")
    first = ("payer_cfe", 0.9)
    messages = [
        read(both, first, requests=("changer_rib", "payer_cfe")),
        read(both, first, requests=("payer_cfe", "payer_impot")),
        read(both, first, requests=("payer_cfe",)),
        read("payer_cfe", first),
        read("payer_cfe", first, requests=both),
    ]
    found = measure_several(messages)
    assert (found.several, found.single, found.split) == (3, 2, 0.5)
    assert (found.detected, found.exact) == pytest.approx((2 / 3, 1 / 3))


def test_nothing_to_count_is_no_figure():
    assert math.isnan(measure_several([]).detected)
