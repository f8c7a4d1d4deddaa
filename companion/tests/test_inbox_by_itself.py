"""Taking in by itself, in processes of its own, beside others, stopped and failing."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from companion.pilotage.inbox.arrivals import Arrivals
from companion.pilotage.inbox.by_itself import ByItself, NotTakenIn
from companion.pilotage.inbox.present import Present
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.inbox import InboxRepository
from companion.storage.inbox_tables import InboxArrivals
from companion.storage.models import now
from conftest import ROOT, set_environment
from inbox_facts import people_say
from sqlalchemy import update

TAKE_IN = [sys.executable, "-m", "companion.pilotage.inbox"]
DOGS = ("où promener mon chien", "mon chien peut-il se promener ici", "promener son chien en ville")


@pytest.fixture
def arrivals(
    pilotage_database: Database, pilotage_settings: Settings, knowledge, monkeypatch
) -> Arrivals:
    set_environment(monkeypatch, pilotage_settings)
    return Arrivals(pilotage_database, ROOT, Present.stored(knowledge, pilotage_settings.model))


@pytest.fixture
def inbox(pilotage_database: Database) -> InboxRepository:
    return InboxRepository(pilotage_database)


def looked(arrivals: Arrivals, ago: timedelta) -> None:
    """Have somebody look so long ago."""
    arrivals.waiting()
    moved = update(InboxArrivals).values(looked_at=now() - ago)
    with arrivals.database.transaction() as session:
        session.execute(moved)


def done(arrivals: Arrivals) -> None:
    """Have messages taken in by itself, to the end."""
    for _ in ByItself(arrivals, 600).work():
        pass


def test_several_processes_at_once_take_each_message_in_once(arrivals, pilotage_database, inbox):
    people_say(pilotage_database, *DOGS, *DOGS)
    together = [subprocess.Popen(TAKE_IN, cwd=ROOT) for _ in range(2)]
    assert [process.wait(timeout=60) for process in together] == [0, 0]
    assert inbox.counts() == {"to_check": 6}
    assert [group.count for group in inbox.groups("to_check")] == [6]


def test_messages_come_in_by_themselves_in_groups(arrivals, pilotage_database, inbox):
    people_say(pilotage_database, *DOGS)
    done(arrivals)
    assert [group.count for group in inbox.groups("to_check")] == [3]
    last = arrivals.last()
    assert (last.arrived, last.claimed_until) == (3, None)
    assert last.looked_at == last.arrived_at


def test_what_another_companion_looked_at_lately_is_left_to_it(arrivals, pilotage_database, inbox):
    looked(arrivals, timedelta(minutes=2))
    people_say(pilotage_database, *DOGS)
    done(arrivals)
    assert inbox.counts() == {}
    looked_long_ago = timedelta(minutes=6)
    with pilotage_database.transaction() as session:
        session.execute(update(InboxArrivals).values(looked_at=now() - looked_long_ago))
    done(arrivals)
    assert inbox.counts() == {"to_check": 3}


def test_a_companion_that_stops_does_not_wait_for_the_messages(arrivals, pilotage_database):
    people_say(pilotage_database, *DOGS)
    work = ByItself(arrivals, 600).work()
    next(work)
    began = time.monotonic()
    work.close()
    assert time.monotonic() - began < 10
    assert sum(arrivals.take_in()) == 3  # it held nothing any more


def test_a_process_that_is_stopped_lets_go(arrivals, pilotage_database):
    people_say(pilotage_database, *DOGS)
    process = subprocess.Popen(TAKE_IN, cwd=ROOT)
    end = time.monotonic() + 30
    while (last := arrivals.last()) is None or last.claimed_by is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(timeout=30) == 1
    assert arrivals.last().claimed_by is None


def test_a_process_that_fails_is_told_without_a_word(
    arrivals, pilotage_database, monkeypatch, capfd
):
    people_say(pilotage_database, "zyxwvu")
    monkeypatch.setenv("COMPANION_MODEL", "no model")
    with pytest.raises(NotTakenIn):
        done(arrivals)
    told = capfd.readouterr().err
    assert '"error": "FileNotFoundError", "event": "inbox_failed"' in told
    assert "zyxwvu" not in told
