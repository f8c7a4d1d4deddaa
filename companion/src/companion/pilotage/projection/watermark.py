"""The latest event read, and whether it still is the one that was read.

SQLite gives new events the ids of erased ones, when those were the last: they would stand below the
watermark and never be read.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from companion.pilotage.projection.values import written
from companion.storage.analytics import RasaEvent
from companion.storage.tracker import TrackerEvents

_AT_ONCE = 500  # events


@dataclass(frozen=True)
class Watermark:
    """The latest event read: its id, and its time in seconds since 1970."""

    id: int = 0
    seconds: float | None = None


def is_still_there(watermark: Watermark, tracker: TrackerEvents) -> bool:
    """Tell whether the tracker store still has the event, or nothing was read yet."""
    if watermark.id == 0:
        return True
    found = tracker.between(watermark.id, watermark.id)
    return any(event.timestamp == watermark.seconds for event in found)


def last_common(engine: Engine, tracker: TrackerEvents) -> Watermark:
    """Return the last event that was projected and that the tracker store has."""
    below = select(RasaEvent.sequence_number, RasaEvent.timestamp).order_by(RasaEvent.id.desc())
    with engine.connect() as connection:
        for some in connection.execution_options(yield_per=_AT_ONCE).execute(below).partitions():
            there = {event.id: event for event in tracker.between(some[-1][0], some[0][0])}
            for event_id, moment in some:
                event = there.get(event_id)
                if event and written(event.timestamp or 0.0) == _as_written(moment):
                    return Watermark(event_id, event.timestamp)
    return Watermark()


def _as_written(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")
