"""Event ids that are missing below the watermark.

PostgreSQL gives an id when a row is written, and shows the row when its transaction ends: an event
may appear below others that were read already. What is missing is looked for again until it is
found or too old. Most holes are never filled: their transaction failed, or the conversation was
erased. Rasa writes a conversation's new events in one transaction that takes milliseconds, and the
gateway gives it up after seconds: a day is far more than any of them lasts. A hole beside an event
that is older than that is not even noted, so that catching up with years of them costs nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from companion.storage.analytics import ProjectionGap
from companion.storage.models import now
from companion.storage.tracker import StoredEvent

PATIENCE = timedelta(days=1)


class Gap(NamedTuple):
    """Missing ids, both ends included, and when the event after them was written."""

    first: int
    last: int
    seen_at: datetime


def gaps_in(after: int, events: Sequence[StoredEvent]) -> list[Gap]:
    """Return what is missing between `after` and the last of `events`, unless it is too old."""
    oldest = now() - PATIENCE
    found: list[Gap] = []
    for event in events:
        if event.id > after + 1:
            seen_at = datetime.fromtimestamp(event.timestamp or 0.0, UTC)
            if seen_at >= oldest:
                found.append(Gap(after + 1, event.id - 1, seen_at))
        after = event.id
    return found


def without(gap: Gap, ids: Iterable[int]) -> list[Gap]:
    """Return what is left of a gap once the events `ids`, in order, have been found."""
    left, first = [], gap.first
    for found in ids:
        if found > first:
            left.append(gap._replace(first=first, last=found - 1))
        first = found + 1
    return left if first > gap.last else [*left, gap._replace(first=first)]


def open_gaps(session: Session) -> list[Gap]:
    """Forget the gaps that are too old, and return the others."""
    session.execute(delete(ProjectionGap).where(ProjectionGap.seen_at < now() - PATIENCE))
    columns = ProjectionGap.first, ProjectionGap.last, ProjectionGap.seen_at
    return [Gap(*row) for row in session.execute(select(*columns).order_by(ProjectionGap.first))]


def note(session: Session, gaps: Sequence[Gap], *, instead_of: Sequence[Gap] = ()) -> None:
    """Store gaps, in place of others."""
    firsts = [gap.first for gap in (*instead_of, *gaps)]
    if firsts:
        session.execute(delete(ProjectionGap).where(ProjectionGap.first.in_(firsts)))
    if gaps:
        session.execute(insert(ProjectionGap), [gap._asdict() for gap in gaps])
