"""The queries that Rasa Pro documents run unchanged on our tables, and say what is true.

They stand, word for word, on https://legacy-docs-oss.rasa.com/docs/rasa/monitoring/analytics/
example-queries (its newest version, and for channels the one before too), read on 2026-11-21.
"""

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from companion.pilotage.projection.projection import Projection
from companion.storage.database import Database, open_engine
from companion.storage.tracker import TrackerEvents
from conftest import emptied
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from written_conversations import rows_of, store_beside, store_events, written_conversations

QUERIES = yaml.safe_load(Path(__file__).with_name("documented_queries.yml").read_text("utf-8"))
MARCH, MAY = datetime(2026, 3, 1), datetime(2026, 5, 1)


@pytest.fixture(scope="module")
def analytics(
    postgresql_database: Database, knowledge, reference, tmp_path_factory
) -> Iterator[Database]:
    """The conversations counted by hand, in PostgreSQL."""
    database = emptied(postgresql_database)
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('queries') / 'tracker.db'}")
    conversations = written_conversations(knowledge)
    rows = rows_of(conversations)
    store_events(engine, rows)
    store_beside(database, conversations, rows)
    deque(Projection(database, TrackerEvents(engine), reference).run(), maxlen=0)
    yield database
    emptied(database)


def answered(analytics: Database, name: str) -> list[tuple[object, ...]]:
    with analytics.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(QUERIES[name]))]


def test_sessions_per_month(analytics):
    assert answered(analytics, "sessions_per_month") == [(MARCH, 19), (MAY, 1)]


def test_senders_per_channel(analytics):
    found = answered(analytics, "senders_per_channel")
    assert {channel for channel, _, _ in found} == {"chat"}
    assert sum(count for _, _, count in found) == 18


def test_sessions_per_channel_as_documented_before(analytics):
    found = answered(analytics, "sessions_per_channel_before")
    assert {channel for channel, _, _ in found} == {"chat"}
    assert sum(count for _, _, count in found) == 49  # one a message: it groups by the moment


def test_top_intents(analytics):
    assert answered(analytics, "top_intents") == [
        ("start", 18),
        ("nlu_fallback", 5),
        ("choose_topic", 4),
        ("obtenir_avis_impot", 3),
        ("payer_cfe", 3),
    ]


def test_intents_over_time(analytics):
    found = answered(analytics, "intents_over_time")
    assert ("nlu_fallback", MARCH, 4) in found
    assert ("nlu_fallback", MAY, 1) in found


def test_escalation_rate(analytics):
    # As it is documented, PostgreSQL refuses it whatever the tables are: GROUP BY takes no order.
    with pytest.raises(ProgrammingError, match='at or near "ASC"'):
        answered(analytics, "escalation_rate")
    handed_over = _with_our_names(QUERIES["escalation_rate"]).replace("BY 1 ASC", "BY 1", 1)
    with analytics.engine.connect() as connection:
        rates = {month: float(rate) for month, rate in connection.execute(text(handed_over))}
    assert rates == {MARCH: pytest.approx(1 / 19), MAY: 0.0}


def test_abandonment_rate(analytics):
    assert answered(analytics, "abandonment_rate") == [(MARCH, 0.0), (MAY, 0.0)]


def test_abandonment_rate_with_our_names(analytics):
    # Of the 17 sessions of March in which something was answered, one ends with our question.
    with analytics.engine.connect() as connection:
        rates = dict(connection.execute(text(_with_our_names(QUERIES["abandonment_rate"]))).all())
    assert rates == {MARCH: pytest.approx(1 / 17), MAY: 0.0}


def _with_our_names(query: str) -> str:
    """Put our intent and our question where the documentation makes up names."""
    asked = query.replace("'utter_ask_name'", "'utter_ask_audience'")
    return asked.replace("'handoff_to_support'", "'human_handoff'")
