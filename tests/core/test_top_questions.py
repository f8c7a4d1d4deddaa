"""What is offered before anybody has asked changes with the season and the audience."""

from datetime import date
from pathlib import Path

import pytest
from econtacts_core.documents import KnowledgeError
from econtacts_core.knowledge import Knowledge
from econtacts_core.top_questions import Season, TopQuestion, TopQuestions, load_top_questions

ASKED = [TopQuestion(topic, topic.upper()) for topic in ("a", "b", "c", "d")]
SPRING = Season((4, 1), (6, 10), (ASKED[3], ASKED[1]))
OFFERED = TopQuestions(most=3, all_year=tuple(ASKED[:3]), seasons=(SPRING,))


def topics_on(day: str, *, without: str = "") -> str:
    found = OFFERED.on(date.fromisoformat(day), lambda topic: topic != without)
    return "".join(question.topic for question in found)


def test_outside_any_season_the_questions_of_all_year_are_offered():
    assert topics_on("2027-01-15") == "abc"


@pytest.mark.parametrize("day", ["2027-04-01", "2027-05-02", "2027-06-10"])
def test_a_season_puts_its_own_first_and_nothing_twice(day: str):
    assert topics_on(day) == "dba"


@pytest.mark.parametrize("day", ["2027-03-31", "2027-06-11"])
def test_a_season_ends(day: str):
    assert topics_on(day) == "abc"


def test_what_does_not_fit_leaves_its_place_to_the_next():
    assert topics_on("2027-04-01", without="d") == "bac"


def test_a_season_may_pass_the_new_year():
    winter = Season((12, 15), (1, 31), ())
    days = ("12-14", "12-15", "12-31", "01-31", "02-01")
    inside = [winter.includes(date.fromisoformat(f"2027-{day}")) for day in days]
    assert inside == [False, True, True, True, False]


def test_every_topic_that_is_named_is_known_to_the_checks():
    assert sorted(OFFERED.named()) == ["a", "b", "b", "c", "d"]


@pytest.mark.parametrize("day", ["02-30", "04-31"])
def test_a_day_that_no_year_has_is_refused_with_its_file(tmp_path: Path, day: str):
    written = tmp_path / "top_questions.yml"
    asked = "[{topic: a, title: A}]"
    written.write_text(
        f"collections: {{x: {{most: 1, all_year: {asked}, seasons: "
        f"[{{begins: '{day}', ends: '06-10', questions: {asked}}}]}}}}"
    )
    with pytest.raises(KnowledgeError, match=rf"top_questions\.yml : « {day} »"):
        load_top_questions(written)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2027-04-20", "declarer_revenus"),
        ("2027-08-10", "comprendre_solde_impot"),
        ("2027-10-10", "comprendre_taxe_fonciere"),
        ("2027-11-20", "comprendre_taxe_habitation"),
        ("2027-01-10", "recevoir_avance_credit_impot"),
        ("2027-03-01", "moduler_prelevement"),
    ],
)
def test_the_real_questions_follow_the_year_of_taxes(known: Knowledge, day: str, first: str):
    offered = known.top_questions["impots"].on(date.fromisoformat(day), lambda topic: True)
    assert offered[0].topic == first
    assert len(offered) == 6


@pytest.mark.parametrize("audience", ["particulier", "professionnel"])
@pytest.mark.parametrize("month", range(1, 13))
def test_each_audience_has_questions_of_its_own_all_year(
    known: Knowledge, month: int, audience: str
):
    def fits(topic: str) -> bool:
        return any(audience in answer.audience for answer in known.topics[topic].answers)

    assert len(known.top_questions["impots"].on(date(2027, month, 15), fits)) == 6
