"""What can be planted in made-up conversations, and where they may be written."""

from datetime import UTC, date, datetime

import pytest

from benchmarks.conversations.__main__ import NotNew, fill
from benchmarks.conversations.dialogue import Turn
from benchmarks.conversations.population import Plan, Population
from benchmarks.conversations.scenarios import Fall
from benchmarks.conversations.world import load_world

DAY = datetime(2026, 2, 1, tzinfo=UTC)
FALL = Fall("changer_adresse", DAY.timestamp(), "incomplete")


@pytest.fixture(scope="module")
def rated() -> list[Turn]:
    plan = Plan(4000, date(2026, 1, 1), days=60, fall=FALL)
    return [turn for turn in Population(load_world(), plan).turns() if turn.rating]


def ups(turns: list[Turn]) -> float:
    return sum(turn.rating[0] == "up" for turn in turns) / len(turns)


def test_satisfaction_falls_for_one_topic_from_a_day_on(rated):
    theirs = [turn for turn in rated if turn.topic == FALL.topic]
    before = [turn for turn in theirs if turn.seconds < FALL.seconds]
    after = [turn for turn in theirs if turn.seconds >= FALL.seconds]
    assert ups(before) > 0.4
    assert ups(after) < 0.25


def test_one_reason_dominates_the_fall(rated):
    after = [turn for turn in rated if turn.topic == FALL.topic and turn.seconds >= FALL.seconds]
    down = [turn.rating[1] for turn in after if turn.rating[0] == "down"]
    assert down.count(FALL.reason) / len(down) > 0.6


def test_other_topics_do_not_fall(rated):
    others = [turn for turn in rated if turn.topic != FALL.topic]
    before = ups([turn for turn in others if turn.seconds < FALL.seconds])
    after = ups([turn for turn in others if turn.seconds >= FALL.seconds])
    assert abs(before - after) < 0.08


def test_made_up_people_never_mix_with_real_ones(tmp_path):
    urls = f"sqlite:///{tmp_path / 'tracker.db'}", f"sqlite:///{tmp_path / 'companion.db'}"
    plan = Plan(3, date(2026, 1, 1), days=2)
    fill(plan, *urls)
    with pytest.raises(NotNew):
        fill(plan, *urls)
