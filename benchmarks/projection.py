"""`make bench-projection`: events projected a second and memory, beside a plain way.

Both read the same made-up conversations into new databases. The plain way is what one writes
first: each event parsed by `json`, each row an ORM object, one commit a conversation; it makes
only the documented tables' rows, no facts and no sums, and does so on a sample. Seconds are those
of the processor, so that others on the machine count for less.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from companion.pilotage.projection.commands import engine_to_catch_up
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import reference_of
from companion.storage.analytics import (
    RasaAction,
    RasaBotMessage,
    RasaEvent,
    RasaSender,
    RasaSession,
    RasaSlot,
    RasaUserMessage,
)
from companion.storage.database import Database, migrate, open_engine
from companion.storage.tracker import StoredEvent, TrackerEvents
from econtacts_core.knowledge import load_knowledge
from sqlalchemy.orm import Session
from tqdm import tqdm

from benchmarks.conversations.__main__ import fill
from benchmarks.conversations.population import Plan

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
SAMPLE = 20_000  # events for the plain way


@dataclass
class Taken:
    """What a run took."""

    seconds: float = 0.0  # of the processor
    elapsed: float = 0.0


@contextmanager
def taken() -> Iterator[Taken]:
    """Measure what happens inside."""
    measured, processor, clock = Taken(), time.process_time(), time.perf_counter()
    yield measured
    measured.seconds = time.process_time() - processor
    measured.elapsed = time.perf_counter() - clock


def peak() -> int:
    """Return the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def projected(folder: Path, total: int) -> tuple[int, Taken]:
    """Project everything; return how many events there were, and what it took."""
    database = Database(engine_to_catch_up(f"sqlite:///{folder / 'companion.db'}"))
    tracker = TrackerEvents(open_engine(f"sqlite:///{folder / 'tracker.db'}"))
    projection = Projection(database, tracker, reference_of(load_knowledge(KNOWLEDGE), KNOWLEDGE))
    read = 0
    with (
        taken() as measured,
        tqdm(total=total, unit=" events", unit_scale=True, disable=not sys.stderr.isatty()) as bar,
    ):
        for step in projection.run():
            read += step.events
            bar.update(step.events)
    return read, measured


def plainly(folder: Path) -> tuple[int, Taken]:
    """Write the sample's documented rows one object at a time."""
    url = f"sqlite:///{folder / 'plain.db'}"
    migrate(url)
    database = Database(open_engine(url))
    tracker = TrackerEvents(open_engine(f"sqlite:///{folder / 'tracker.db'}"))
    senders = dict.fromkeys(event.sender_id for event in tracker.after(0, SAMPLE))
    written = 0
    with taken() as measured:
        for sender, events in tracker.whole(senders):
            with database.transaction() as session:
                _add_plainly(session, sender, events)
            written += len(events)
    return written, measured


def _add_plainly(session: Session, sender: str, events: list[StoredEvent]) -> None:
    first, last = (_time(event) for event in (events[0], events[-1]))
    key = f"{events[0].id:010d}"
    session.add(
        RasaSender(id=key, sender_key=sender, channel="chat", first_seen=first, last_seen=last)
    )
    ends = {"start_sequence_number": events[0].id, "end_sequence_number": events[-1].id}
    session.add(RasaSession(id=key, sender_id=key, timestamp=first, **ends))
    for event in events:
        _add_event_plainly(session, key, event)


def _add_event_plainly(session: Session, sender: str, event: StoredEvent) -> None:
    data, number = json.loads(event.data or "{}"), f"{event.id:010d}"
    whose = {"id": number, "sender_id": sender, "session_id": sender, "timestamp": _time(event)}
    session.add(RasaEvent(**whose, event_type=event.type_name, sequence_number=event.id))
    whose |= {"event_id": number, "sequence_number": event.id}
    if event.type_name == "slot":
        path = f"{sender}/{sender}/{data['name']}"
        value = json.dumps(data["value"])
        session.add(RasaSlot(**whose, slot_path=path, name=data["name"], value=value))
    elif event.type_name == "action":
        session.add(RasaAction(**whose, name=data["name"], policy=data["policy"]))
    elif event.type_name == "bot":
        session.add(RasaBotMessage(**whose, text=data["text"]))
    elif event.type_name == "user":
        intent = data["parse_data"]["intent"]["name"]
        session.add(RasaUserMessage(**whose, channel="chat", intent=intent, text=data["text"]))


def _time(event: StoredEvent) -> datetime:
    return datetime.fromtimestamp(event.timestamp or 0.0, UTC).replace(tzinfo=None)


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="bench-projection", description=__doc__)
    parser.add_argument("--count", type=int, default=200_000, help="conversations")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        addresses = [f"sqlite:///{folder / name}.db" for name in ("tracker", "companion")]
        plan = Plan(arguments.count, datetime.now(UTC).date() - timedelta(days=365))
        total = fill(plan, addresses[0], addresses[1])
        sys.stdout.write(
            f"{arguments.count} conversations, {total} events; {peak()} MB before projecting\n"
        )
        _report("projection", *projected(folder, total))
        sys.stdout.write(f"  most memory: {peak()} MB\n")
        _report("row by row through the ORM", *plainly(folder))
    return 0


def _report(name: str, events: int, measured: Taken) -> None:
    by_core, by_clock = events / measured.seconds, events / measured.elapsed
    figures = f"{by_core:.0f} a second of one core, {by_clock:.0f} by the clock"
    sys.stdout.write(f"{name}: {events} events, {figures}\n")


if __name__ == "__main__":
    sys.exit(main())
