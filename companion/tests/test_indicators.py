"""Each indicator against conversations counted by hand, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date

import pytest
from companion.pilotage.indicators.catalogue import (
    BadIndicator,
    Indicator,
    load_indicators,
    parse_indicator,
)
from companion.pilotage.indicators.measure import Measure, clearly_differ
from companion.pilotage.indicators.reading import IndicatorReader, NoSuchDimension
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.projection.summaries import sum_days
from companion.storage.analytics import SessionFact
from companion.storage.database import Database
from conftest import emptied
from hand_counted import ADDRESS, CENSUS, PAYMENT, WEEK, fill
from scipy.stats import binomtest
from sqlalchemy import Date, bindparam, text, update

ALL_WEEK = Scope(*WEEK)
# Counted by hand in `hand_counted.TALKS`, by the numbers that stand there.
EXPECTED: dict[str, tuple[float, float | None]] = {
    "opened": (20, None),  # 22 less the trial (21) and the week before (22)
    "conversations": (18, None),  # less 11 and 12
    "resolved": (8, 18),  # 1 3 7 13 14 15 16 20
    "dissatisfied": (3, 18),  # 2 4 18
    "not_understood": (2, 18),  # 5 17
    "handed_over": (2, 18),  # 6 19
    "abandoned": (1, 18),  # 8
    "sent": (1, 18),  # 9
    "redirected": (1, 18),  # 10
    "handoff": (2, 18),  # 6 19
    "out_of_hours": (3, 18),  # 7 8 18
    "repeat_contact": (2, 18),  # 16 18
    "pretreated": (8, 16),  # 1 3 9 13 14 15 16 20, of 18 less 7 and 19, who only clicked
    "requests_sent": (1, None),  # 9
    "requests_avoided": (8, None),  # the resolved ones
    # 2+4+10+3 (1-4), 2 (6), 1 (7), 2 (9), 5+8+6+2 (13-16), 3 (18), 2 (19), 2 (20)
    "first_answer": (52, 14),
    # 19 typed messages: one in each of 1-5, 8-10, 13, 14, 16-18, 20; two in 6; three in 15
    "comprehension_typed": (15, 19),  # not the "Vouliez-vous dire" of 3, nor 5, 14, 17
    "comprehension_clicked": (6, 6),  # 3, 7, 9, 14, both of 19
    "step_answer": (11, 19),  # 1 2 4 6 9 13 15 15 16 18 20
    "step_clarify": (1, 19),  # 3
    "step_suggest": (1, 19),  # 14
    "step_precision": (1, 19),  # 8
    "step_request": (0, 19),  # 9 clicked
    "step_contact": (1, 19),  # 6; 19 clicked
    "step_out_of_scope": (1, 19),  # 10
    "step_other_form": (1, 19),  # 5
    "step_talk": (1, 19),  # 15
    "step_unanswered": (1, 19),  # 17
    "satisfaction": (5, 9),  # up 1 3 13 15 20, down 2 4 15 18
    "session_satisfaction": (5, 9),
    "response_rate": (9, 15),  # answers: the 11 typed, and the clicks of 3 7 14 19
    "right_form": (6, 7),  # right 1 3 13 14 15 20, wrong 4
    "led_by_graph": (3, 14),  # 2 14 16
    "led_by_model": (5, 14),  # 3 4 8 13 18
    "led_by_both": (6, 14),  # 1 6 9 15 15 20
    "dissatisfaction_reasons": (4, None),  # 2 4 15 18
    "theme_messages": (2, None),  # 5 14
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    filled = emptied(request.getfixturevalue(kind))
    fill(filled)
    return filled


@pytest.fixture(scope="module")
def reader(database: Database) -> IndicatorReader:
    return IndicatorReader(database)


def counted(measure: Measure) -> tuple[float, float | None]:
    return measure.numerator, measure.denominator


every_indicator = pytest.mark.parametrize("name", sorted(load_indicators()))


def test_every_indicator_is_counted_by_hand_and_the_reverse():
    assert set(EXPECTED) == set(load_indicators())


@every_indicator
def test_an_indicator_says_what_was_counted_by_hand(reader: IndicatorReader, name: str):
    assert counted(reader.totals([name], ALL_WEEK)[name]) == EXPECTED[name]


@every_indicator
def test_a_query_run_as_it_stands_says_the_same(database: Database, name: str):
    query = text(load_indicators()[name].sql).bindparams(
        bindparam("start", type_=Date()), bindparam("end", type_=Date())
    )
    values = {"start": WEEK[0], "end": WEEK[1], **ALL_WEEK.values()}
    with database.transaction() as session:
        row = session.execute(query, values).one()
    assert tuple(row) == tuple(value for value in EXPECTED[name] if value is not None)


def test_indicators_read_together_say_the_same(reader: IndicatorReader):
    found = reader.totals(list(EXPECTED), ALL_WEEK)
    assert {name: counted(measure) for name, measure in found.items()} == EXPECTED


@pytest.mark.parametrize("dimension", ["day", "channel", "collection", "audience", "team", "topic"])
def test_what_is_cut_along_a_dimension_adds_up(reader: IndicatorReader, dimension: str):
    parts = reader.by(dimension, list(EXPECTED), ALL_WEEK)
    for name, (numerator, denominator) in EXPECTED.items():
        measures = [figures[name] for figures in parts.values()]
        assert sum(measure.numerator for measure in measures) == numerator
        assert sum(measure.denominator or 0 for measure in measures) == (denominator or 0)


def test_satisfaction_belongs_to_the_topic_of_the_answer(reader: IndicatorReader):
    by_topic = reader.by("topic", ["satisfaction"], ALL_WEEK)
    found = {topic: counted(figures["satisfaction"]) for topic, figures in by_topic.items()}
    # up 1 20, down 2 18; up 3 15, down 4 15; up 13; nothing rated in 5, 6 (contact), 10, 15, 17
    assert found == {ADDRESS: (2, 4), PAYMENT: (2, 4), CENSUS: (1, 1), "": (0, 0)}


def test_reasons_are_counted_without_the_trials_of_our_own_people(reader: IndicatorReader):
    by_reason = reader.by("reason", ["dissatisfaction_reasons"], ALL_WEEK)
    found = {
        key: figures["dissatisfaction_reasons"].numerator for key, figures in by_reason.items()
    }
    assert found == {"incomplete": 2, "pas_mon_cas": 1, "": 1}  # 2 15, 4, 18; not 21


def test_places_are_counted_from_the_sessions(reader: IndicatorReader):
    names = ["conversations", "session_satisfaction", "resolved", "first_answer", "pretreated"]
    nantes = reader.by("territory", names, ALL_WEEK)["44"]
    assert counted(nantes["conversations"]) == (4, None)  # 1 2 6 9
    assert counted(nantes["session_satisfaction"]) == (1, 2)  # up 1, down 2
    assert counted(nantes["resolved"]) == (1, 4)  # 1
    assert counted(nantes["first_answer"]) == (10, 4)  # 2 4 2 2
    assert counted(nantes["pretreated"]) == (2, 4)  # 1 9


def test_places_add_up_to_what_the_sums_say(reader: IndicatorReader):
    names = [name for name, one in load_indicators().items() if one.table == "summed_sessions"]
    places = reader.by("territory", names, ALL_WEEK).values()
    for name in names:
        total = sum(figures[name].numerator for figures in places)
        assert (name, total) == (name, EXPECTED[name][0])


@pytest.mark.parametrize(
    ("filters", "conversations", "resolved"),
    [
        ({"channel": "phone"}, 2, 1),  # 16 17
        ({"audience": "professionnel"}, 4, 2),  # 3 8 15 19
        ({"audience": ""}, 3, 1),  # 5 10 20
        ({"collection": "recensement"}, 2, 2),  # 13 14
        ({"team": "sip"}, 7, 3),  # 1 2 6 7 9 18 20
        ({"topic": PAYMENT}, 6, 3),  # 3 4 8 15 16 19
        ({"topic": ""}, 3, 0),  # 5 10 17
        ({"topic": PAYMENT, "audience": "professionnel", "channel": "chat"}, 4, 2),
        ({"topic": PAYMENT, "channel": "phone", "team": "recouvrement"}, 1, 1),  # 16
        ({"channel": "fax"}, 0, 0),
    ],
)
def test_filters_leave_out_the_rest(reader, filters, conversations, resolved):
    found = reader.totals(["conversations", "resolved"], replace(ALL_WEEK, **filters))
    assert counted(found["conversations"]) == (conversations, None)
    assert counted(found["resolved"]) == (resolved, conversations)


def test_the_period_before_is_the_week_before(reader: IndicatorReader):
    before = ALL_WEEK.before()
    assert (before.start, before.end) == (date(2026, 2, 23), date(2026, 3, 1))
    assert counted(reader.totals(["satisfaction"], before)["satisfaction"]) == (1, 1)  # 22


def test_a_day_without_conversations_says_nothing(reader: IndicatorReader):
    empty = Scope(date(2026, 1, 1), date(2026, 1, 1))
    assert reader.totals(["satisfaction"], empty)["satisfaction"].value is None
    assert reader.by("topic", ["satisfaction"], empty) == {}


def test_an_indicator_is_cut_only_along_what_its_table_knows(reader: IndicatorReader):
    with pytest.raises(NoSuchDimension, match="satisfaction is not cut along territory"):
        reader.by("territory", ["satisfaction"], ALL_WEEK)


def test_a_day_summed_again_replaces_what_was_summed(database: Database, reader: IndicatorReader):
    change = update(SessionFact).where(SessionFact.session_id == "session-10")
    day = date(2026, 3, 5)
    try:
        with database.transaction() as session:
            session.execute(change.values(outcome="abandoned"))
            sum_days(session, [day], None)
        assert counted(reader.totals(["abandoned"], ALL_WEEK)["abandoned"]) == (2, 19)
    finally:
        with database.transaction() as session:
            session.execute(change.values(outcome="empty"))
            sum_days(session, [day], None)
    assert counted(reader.totals(["abandoned"], ALL_WEEK)["abandoned"]) == (1, 18)


# ---- what a figure rests on


@pytest.mark.parametrize(("ups", "rated"), [(0, 5), (5, 9), (30, 30), (1, 1), (620, 1000)])
def test_the_interval_is_wilsons(ups: int, rated: int):
    wanted = binomtest(ups, rated).proportion_ci(method="wilson")
    assert Measure(ups, rated).interval() == pytest.approx((wanted.low, wanted.high))


def test_few_cases_are_told():
    assert Measure(5, 29).few
    assert not Measure(5, 30).few
    assert not Measure(5).few


def test_shares_clearly_differ_when_their_intervals_do_not_meet():
    assert clearly_differ(Measure(60, 100), Measure(30, 100))
    assert not clearly_differ(Measure(6, 10), Measure(3, 10))
    assert not clearly_differ(Measure(0, 0), Measure(30, 100))


# ---- files that are checked when they are loaded

GOOD = """/*
title: Un titre
definition: Une définition.
unit: share
direction: up
opens: {}
numerator: ceci
denominator: cela
*/
SELECT
  SUM(facts.ups) AS numerator,
  SUM(facts.answers) AS denominator
FROM summed_sessions AS facts
WHERE facts.day BETWEEN :start AND :end
  AND facts.channel = :channel AND facts.audience = :audience AND facts.topic = :topic
  AND :collection IN ('*', facts.collection) AND :team IN ('*', facts.team);
"""


def test_a_well_formed_file_is_an_indicator():
    indicator = parse_indicator("one", GOOD)
    assert isinstance(indicator, Indicator)
    assert (indicator.title, indicator.table, indicator.own) == (
        "Un titre",
        "summed_sessions",
        None,
    )


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("/*", "", "a definition between"),
        ("title: Un titre\n", "", "title"),
        ("unit: share", "unit: euros", "unit"),
        ("denominator: cela\n", "", "denominator"),
        ("unit: share", "colour: red\nunit: share", "colour"),
        (" AND :team IN ('*', facts.team)", "", "period and the filters"),
        ("FROM summed_sessions", "FROM requests", "one table"),
        ("SUM(facts.ups) AS numerator", "SUM(facts.ups) AS ups", "one table"),
        (",\n  SUM(facts.answers) AS denominator", "", "disagree"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_named(good: str, bad: str, told: str):
    assert good in GOOD
    with pytest.raises(BadIndicator, match=rf"(?s)^one: .*{told}"):
        parse_indicator("one", GOOD.replace(good, bad))


@every_indicator
def test_a_definition_is_a_sentence_in_french(name: str):
    told = load_indicators()[name].definition
    assert told.definition.endswith(".")
    assert " " in told.numerator or told.unit == "count"
    assert told.title[0] in "«" or told.title[0].isupper()
