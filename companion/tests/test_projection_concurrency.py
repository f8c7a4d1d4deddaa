"""The projection beside writers, erasures, other projections and kills."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from companion.__main__ import main
from companion.pilotage.periodic import Periodic
from companion.pilotage.projection import gaps
from companion.pilotage.projection.gaps import Gap
from companion.pilotage.projection.progress import Progress
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.watermark import Watermark
from companion.storage.analytics import (
    DailySessions,
    ProjectionGap,
    ProjectionProgress,
    RasaEvent,
    SessionFact,
)
from companion.storage.claims import ClaimLost, ClaimTaken
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, open_engine
from companion.storage.models import now
from companion.storage.tracker import TrackerEvents
from conftest import ROOT, SECRET_KEY, TOKEN, emptied
from sqlalchemy import Engine, create_engine, func, select, text, update
from test_projection import everything, run
from written_conversations import EVENTS, store_events

from benchmarks.conversations.__main__ import fill
from benchmarks.conversations.population import Plan

MOMENT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def tracker_engine(tmp_path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    store_events(engine, [])
    return engine


@pytest.fixture
def projection(database, tracker_engine, reference) -> Projection:
    return Projection(database, TrackerEvents(tracker_engine), reference)


def event(number: int, sender: str = "c1", *, at: datetime | None = None) -> dict[str, Any]:
    """Return one event of a conversation, of now unless said otherwise."""
    return {
        "id": number,
        "sender_id": sender,
        "type_name": "user",
        "timestamp": (at or now()).timestamp() + number / 1000,
        "data": '{"text": "bonjour", "parse_data": {"intent": {"name": "greet"}}}',
    }


def projected(database: Database) -> list[int]:
    """Return the ids of the events that were projected."""
    with database.transaction() as session:
        return sorted(session.scalars(select(RasaEvent.sequence_number)))


def count(database: Database, table: Any) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# ---- events that come late


@pytest.fixture
def postgresql_tracker(postgresql_database: Database) -> Engine:
    """A tracker store in PostgreSQL, as Rasa makes it: its ids come from a sequence."""
    engine = create_engine(postgresql_database.engine.url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS events"))
        EVENTS.metadata.create_all(connection)
    yield engine
    EVENTS.metadata.drop_all(engine)
    engine.dispose()


def test_a_lower_id_that_commits_later_is_not_lost(
    postgresql_database, postgresql_tracker, reference
):
    database = emptied(postgresql_database)
    projection = Projection(database, TrackerEvents(postgresql_tracker), reference)
    insert = text(
        "INSERT INTO events (sender_id, type_name, timestamp, data)"
        " VALUES (:sender, 'user', :at, '{}') RETURNING id"
    )
    at = now().timestamp()
    with postgresql_tracker.connect() as slow, postgresql_tracker.connect() as quick:
        lower = slow.execute(insert, {"sender": "slow", "at": at}).scalar()
        higher = quick.execute(insert, {"sender": "quick", "at": at}).scalar()
        quick.commit()
        run(projection)
        assert projected(database) == [higher]
        slow.commit()
    assert lower < higher
    run(projection)
    assert projected(database) == [lower, higher]
    assert count(database, ProjectionGap) == 0


def test_an_id_that_was_rolled_back_is_waited_for_and_then_forgotten(
    database, projection, tracker_engine
):
    store_events(tracker_engine, [event(1), event(3)])
    run(projection)
    assert count(database, ProjectionGap) == 1
    with database.transaction() as session:
        session.execute(update(ProjectionGap).values(seen_at=now() - gaps.PATIENCE * 2))
    run(projection)
    assert count(database, ProjectionGap) == 0


def test_holes_of_long_ago_are_not_even_noted(database, projection, tracker_engine):
    old = now() - gaps.PATIENCE * 2
    store_events(tracker_engine, [event(number, at=old) for number in (1, 5, 9)])
    run(projection)
    assert count(database, ProjectionGap) == 0


def test_a_hole_is_filled_bit_by_bit(database, projection, tracker_engine):
    store_events(tracker_engine, [event(1), event(9)])
    run(projection)
    for number in (5, 3):
        store_events(tracker_engine, [event(number)])
        run(projection)
    with database.transaction() as session:
        left = session.execute(select(ProjectionGap.first, ProjectionGap.last)).all()
    assert sorted(map(tuple, left)) == [(2, 2), (4, 4), (6, 8)]
    assert projected(database) == [1, 3, 5, 9]


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ([], [(2, 8)]),
        ([2], [(3, 8)]),
        ([8], [(2, 7)]),
        ([2, 3, 4, 5, 6, 7, 8], []),
        ([4, 5], [(2, 3), (6, 8)]),
    ],
)
def test_what_is_left_of_a_hole(found: list[int], left: list[tuple[int, int]]):
    assert [gap[:2] for gap in gaps.without(Gap(2, 8, MOMENT), found)] == left


def test_ids_of_erased_events_given_to_new_ones_are_read(database, projection, tracker_engine):
    store_events(tracker_engine, [event(number) for number in (1, 2)])
    store_events(tracker_engine, [event(number, "erased") for number in (3, 4)])
    run(projection)
    ConversationRepository(database, TrackerEvents(tracker_engine)).forget("erased")
    later = now() + timedelta(seconds=5)
    store_events(tracker_engine, [event(number, "new", at=later) for number in (3, 4, 5)])
    run(projection)
    assert projected(database) == [1, 2, 3, 4, 5]


# ---- erasing


def test_who_is_erased_between_reading_and_writing_stays_erased(
    database, tracker_engine, reference, monkeypatch
):
    tracker = TrackerEvents(tracker_engine)
    store_events(tracker_engine, [event(1), event(2, "erased")])
    conversations = ConversationRepository(database, tracker)

    class Slow(Projection):
        def _rows(self, conversations_read: Any) -> Any:
            rows = super()._rows(conversations_read)
            conversations.forget("erased")
            return rows

    run(Slow(database, tracker, reference))
    assert projected(database) == [1]


def test_erasing_a_conversation_sums_its_day_again(database, projection, tracker_engine):
    store_events(tracker_engine, [event(1), event(2, "erased")])
    run(projection)
    assert count_of_sessions(database) == 2
    ConversationRepository(database, TrackerEvents(tracker_engine)).forget("erased")
    run(projection)
    assert count_of_sessions(database) == 1


def test_purging_keeps_the_sums_of_days_and_no_row_of_anybody(database, projection, tracker_engine):
    long_ago = now() - timedelta(days=400)
    store_events(tracker_engine, [event(1, at=long_ago), event(2, "recent")])
    run(projection)
    conversations = ConversationRepository(database, TrackerEvents(tracker_engine))
    deque(conversations.forget_before(now() - timedelta(days=365)), maxlen=0)
    for rebuild in (False, True):
        run(projection, rebuild=rebuild)
        assert count_of_sessions(database) == 2
        assert count(database, SessionFact) == 1


def count_of_sessions(database: Database) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.sum(DailySessions.sessions))) or 0


# ---- one at a time


def test_two_processes_do_not_project_at_once(database, projection):
    Progress(database).claim()
    with pytest.raises(ClaimTaken):
        run(projection)


def test_the_claim_of_a_process_that_was_killed_ends(database, projection, tracker_engine):
    Progress(database).claim()
    with database.transaction() as session:
        session.execute(update(ProjectionProgress).values(claimed_until=now()))
    store_events(tracker_engine, [event(1)])
    run(projection)
    assert projected(database) == [1]


def test_a_process_that_lost_its_claim_writes_nothing(database):
    late, other = Progress(database), Progress(database)
    late.claim()
    with database.transaction() as session:
        session.execute(update(ProjectionProgress).values(claimed_until=now()))
    other.claim()
    with pytest.raises(ClaimLost), database.transaction() as session:
        late.hold(session, Watermark(7, 1.0))
    assert other.claim() == Watermark(0, None)


def test_events_are_projected_while_the_service_runs(database, projection, tracker_engine):
    with Periodic("projection", projection.run, 0.05):
        store_events(tracker_engine, [event(1)])
        ends = time.monotonic() + 10
        while not projected(database) and time.monotonic() < ends:
            time.sleep(0.05)
    assert projected(database) == [1]


def test_what_fails_is_logged_without_words_and_tried_again(
    database, projection, tracker_engine, monkeypatch, caplog
):
    store_events(tracker_engine, [event(1)])
    real, calls = projection.run, iter([ValueError("Zyxwvu"), None])

    def fails_once() -> Any:
        error = next(calls, None)
        if error is not None:
            raise error
        return real()

    monkeypatch.setattr(projection, "run", fails_once)
    with Periodic("projection", projection.run, 0.05):
        ends = time.monotonic() + 10
        while not projected(database) and time.monotonic() < ends:
            time.sleep(0.05)
    assert projected(database) == [1]


# ---- killed


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two databases with a hundred made-up conversations of a month."""
    folder = tmp_path_factory.mktemp("made-up")
    plan = Plan(100, MOMENT.date() - timedelta(days=30), days=30)
    fill(plan, f"sqlite:///{folder / 'tracker.db'}", f"sqlite:///{folder / 'companion.db'}")
    return folder


def test_killed_in_the_middle_and_started_again_it_gives_what_a_rebuild_gives(
    filled: Path, reference
):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from companion.pilotage.projection.projection import Projection\n"
        "from companion.pilotage.projection.reference import reference_of\n"
        "from companion.storage.database import Database, open_engine\n"
        "from companion.storage.tracker import TrackerEvents\n"
        "from econtacts_core.knowledge import load_knowledge\n"
        "folder, knowledge = sys.argv[1], Path('knowledge')\n"
        "database = Database(open_engine(f'sqlite:///{folder}/companion.db'))\n"
        "tracker = TrackerEvents(open_engine(f'sqlite:///{folder}/tracker.db'))\n"
        "reference = reference_of(load_knowledge(knowledge), knowledge)\n"
        "for step in Projection(database, tracker, reference, batch=50).run():\n"
        "    print(step.left, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(filled)], cwd=ROOT, stdout=subprocess.PIPE
    )
    for _ in range(20):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    database = Database(open_engine(f"sqlite:///{filled / 'companion.db'}"))
    projection = Projection(
        database, TrackerEvents(open_engine(f"sqlite:///{filled / 'tracker.db'}")), reference
    )
    with open_engine(f"sqlite:///{filled / 'tracker.db'}").connect() as connection:
        said = connection.execute(select(func.count()).select_from(EVENTS)).scalar() or 0
    assert 0 < len(projected(database)) < said
    with database.transaction() as session:  # no need to wait for its claim to end
        session.execute(update(ProjectionProgress).values(claimed_until=now()))
    run(projection)
    after_the_kill = everything(database)
    run(projection, rebuild=True)
    assert everything(database) == after_the_kill


def test_the_command_catches_up_and_says_how_much(filled: Path, monkeypatch, capsys):
    monkeypatch.setenv("COMPANION_DATABASE_URL", f"sqlite:///{filled / 'companion.db'}")
    monkeypatch.setenv("COMPANION_TRACKER_URL", f"sqlite:///{filled / 'tracker.db'}")
    monkeypatch.setenv("COMPANION_KNOWLEDGE", str(ROOT / "knowledge"))
    monkeypatch.setenv("COMPANION_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("COMPANION_CLASSIFIER_TOKEN", TOKEN)
    monkeypatch.setattr("sys.argv", ["companion", "project", "--rebuild"])
    assert main() == 0
    assert capsys.readouterr().out.endswith("events read; the tables are up to date\n")
