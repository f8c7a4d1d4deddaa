"""The teams and the situations that cannot wait, as the knowledge has them."""

import pytest
from econtacts_core.knowledge import Knowledge
from econtacts_core.offices import LEVELS


def test_situations_come_most_urgent_first(known: Knowledge):
    levels = [LEVELS.index(situation.level) for situation in known.offices.situations]
    assert levels == sorted(levels)


def test_distress_comes_before_every_situation(known: Knowledge):
    assert known.offices.situations[0].id == "detresse"


def test_every_level_has_a_situation(known: Knowledge):
    assert {situation.level for situation in known.offices.situations} == set(LEVELS)


def test_a_team_answers_the_audiences_of_its_topics(known: Knowledge):
    closed = [
        (topic.id, audience)
        for topic in known.topics.values()
        for answer in topic.answers
        for audience in answer.audience
        if audience not in known.offices.teams[topic.office].audience
    ]
    assert closed == []


@pytest.mark.parametrize(("team", "ours"), [("sip", True), ("insee", False), ("urssaf", False)])
def test_a_team_is_ours_or_of_another_administration(
    known: Knowledge,
    team: str,
    ours: bool,  # noqa: FBT001
):
    assert known.offices.teams[team].ours is ours


def test_a_seizure_goes_to_the_recovery_team(known: Knowledge):
    teams = {situation.id: situation.team for situation in known.offices.situations}
    assert teams["saisie"] == "recouvrement"
