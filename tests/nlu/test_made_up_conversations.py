"""Made-up conversations are written as Rasa itself would have written them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from rasa.shared.core.events import Event

from benchmarks.conversations.population import Plan, Population
from benchmarks.conversations.world import load_world

PLAN = Plan(150, date(2026, 1, 1), days=30)


@pytest.fixture(scope="module")
def written() -> list[dict[str, Any]]:
    return [event for turn in Population(load_world(), PLAN).turns() for event in turn.events]


def test_rasa_reads_every_event_and_would_write_it_back_the_same(written):
    for event in written:
        dated = {**event, "timestamp": 1_790_000_000.5}  # writing a turn dates its events
        read = Event.from_parameters({**dated})
        assert read is not None
        assert read.as_dict() == dated


def test_every_kind_of_event_of_a_real_conversation_is_there(written):
    kinds = {"user", "bot", "action", "slot", "session_started", "active_loop"}
    assert {event["event"] for event in written} == kinds | {"user_featurization"}


def test_the_same_seed_gives_the_same_conversations(written):
    again = [event for turn in Population(load_world(), PLAN).turns() for event in turn.events]
    assert again == written


def test_turns_come_in_the_order_of_time():
    moments = [turn.seconds for turn in Population(load_world(), PLAN).turns()]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > timedelta(days=20).total_seconds()
