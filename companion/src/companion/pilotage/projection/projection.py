"""The projection: from a watermark, in batches, each of them in one transaction."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from companion.pilotage.projection import gaps
from companion.pilotage.projection.beside import Beside, read_beside
from companion.pilotage.projection.conversation import project
from companion.pilotage.projection.gaps import Gap
from companion.pilotage.projection.progress import Progress
from companion.pilotage.projection.reference import Reference
from companion.pilotage.projection.rows import Rows
from companion.pilotage.projection.summaries import days_to_sum, sum_days
from companion.pilotage.projection.watermark import Watermark, is_still_there, last_common
from companion.pilotage.projection.writer import known_senders, remove, write
from companion.storage.analytics import ConversationToProject, RasaSender
from companion.storage.database import Database
from companion.storage.tracker import StoredEvent, TrackerEvents

logger = structlog.get_logger()

BATCH = 20_000  # events
_AT_ONCE = 500  # conversations
_DAYS_AT_ONCE = 30

type Conversations = Mapping[str, Sequence[StoredEvent]]


@dataclass(frozen=True)
class Step:
    """One batch done: how many events it had, and about how many are left."""

    events: int
    left: int


class Projection:
    """Keeps the analytics tables up to date with the tracker store."""

    def __init__(
        self,
        database: Database,
        tracker: TrackerEvents,
        reference: Reference,
        *,
        batch: int = BATCH,
    ) -> None:
        self._database = database
        self._tracker = tracker
        self._reference = reference
        self._batch = batch
        self._progress = Progress(database)

    def run(self, *, rebuild: bool = False) -> Iterator[Step]:
        """Catch up with the tracker store; yield after each batch.

        A rebuild reads everything again and replaces each conversation where it stands, so that
        readers see the old rows until they see the new ones; at the end it takes out what the
        tracker store no longer has.

        Raises `ClaimTaken` when another process is projecting.
        """
        watermark = self._checked(self._progress.claim())
        try:
            if rebuild:
                watermark = self._moved(Watermark())
            self._project_marked()
            self._fill_gaps()
            yield from self._follow(watermark)
            if rebuild:
                self._remove_orphans()
            self._sum()
        finally:
            self._progress.release()

    def _follow(self, watermark: Watermark) -> Iterator[Step]:
        newest = self._tracker.newest()
        while events := self._tracker.after(watermark.id, self._batch):
            missing = gaps.gaps_in(watermark.id, events)
            watermark = Watermark(events[-1].id, events[-1].timestamp)
            with _without_collecting():
                self._project_read(events, watermark, missing)
            yield Step(len(events), max(newest - watermark.id, 0))

    def _project_read(
        self, events: Sequence[StoredEvent], watermark: Watermark, missing: Sequence[Gap]
    ) -> None:
        """Project what was read, and move the watermark."""
        conversations = self._whole(_by_sender(events))
        rows = self._rows(conversations)
        with self._database.transaction() as session:
            self._progress.hold(session, watermark)
            self._replace(session, conversations, rows)
            gaps.note(session, missing)

    def _whole(self, read: Conversations) -> Conversations:
        """Return these conversations whole: those met before began before these events."""
        with self._database.transaction() as session:
            known = known_senders(session, read)
        return {**read, **dict(self._tracker.whole(known))} if known else read

    def _rows(self, conversations: Conversations) -> dict[str, Rows]:
        """Return each conversation's rows; one that cannot be read does not stop the others."""
        with self._database.engine.connect() as connection:
            beside = read_beside(connection, conversations)
        rows: dict[str, Rows] = {}
        for conversation_id, events in conversations.items():
            try:
                known = beside.get(conversation_id) or Beside()
                rows[conversation_id] = project(conversation_id, events, known, self._reference)
            except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
                logger.error(
                    "conversation_not_projected",
                    conversation_id=conversation_id,
                    error=type(error).__name__,
                )
        return rows

    def _replace(
        self, session: Session, conversations: Conversations, rows: Mapping[str, Rows]
    ) -> None:
        """Put new rows in the place of old ones; what was erased meanwhile stays erased."""
        last = {events[-1].id: key for key, events in conversations.items()}
        there = self._tracker.still_there(last)
        remove(session, rows.keys())
        together = Rows()
        for event_id, conversation_id in last.items():
            if event_id in there and conversation_id in rows:
                together.add(rows[conversation_id])
        write(session, together)

    # ---- what changes without a new event at the end

    def _project_marked(self) -> None:
        """Project the conversations of which something else than the events changed."""
        while marks := self._marks():
            conversations = dict(self._tracker.whole(marks))
            rows = self._rows(conversations)
            with self._database.transaction() as session:
                self._progress.hold(session)
                self._replace(session, conversations, rows)
                remove(session, marks.keys() - conversations.keys())
                for conversation_id, marked_at in marks.items():
                    # a mark made meanwhile has another time
                    handled = delete(ConversationToProject).filter_by(marked_at=marked_at)
                    session.execute(handled.filter_by(conversation_id=conversation_id))

    def _marks(self) -> dict[str, datetime]:
        columns = ConversationToProject.conversation_id, ConversationToProject.marked_at
        oldest = select(*columns).order_by(ConversationToProject.marked_at).limit(_AT_ONCE)
        with self._database.transaction() as session:
            return {row.conversation_id: row.marked_at for row in session.execute(oldest)}

    def _fill_gaps(self) -> None:
        """Look again for the events that were missing."""
        with self._database.transaction() as session:
            self._progress.hold(session)
            missing = gaps.open_gaps(session)
        for gap in missing:
            found = self._tracker.between(gap.first, gap.last)
            if found:
                self._project_found(gap, found)

    def _project_found(self, gap: Gap, found: Sequence[StoredEvent]) -> None:
        conversations = dict(self._tracker.whole(_by_sender(found).keys()))
        rows = self._rows(conversations)
        left = gaps.without(gap, [event.id for event in found])
        with self._database.transaction() as session:
            self._progress.hold(session)
            self._replace(session, conversations, rows)
            gaps.note(session, left, instead_of=[gap])

    def _remove_orphans(self) -> None:
        """Take out the conversations that the tracker store no longer has."""
        with self._database.transaction() as session:
            known = list(session.scalars(select(RasaSender.sender_key)))
        for some in batched(known, _AT_ONCE):
            there = {conversation_id for conversation_id, _ in self._tracker.whole(some)}
            with self._database.transaction() as session:
                self._progress.hold(session)
                remove(session, set(some) - there)

    def _sum(self) -> None:
        """Make anew the summaries of the days whose facts changed."""
        with self._database.transaction() as session:
            days = days_to_sum(session)
        for some in batched(days, _DAYS_AT_ONCE):
            with self._database.transaction() as session:
                self._progress.hold(session)
                sum_days(session, some, self._progress.frozen_before(session))

    def _checked(self, watermark: Watermark) -> Watermark:
        """Step back to the last event that is still the one that was read."""
        if is_still_there(watermark, self._tracker):
            return watermark
        return self._moved(last_common(self._database.engine, self._tracker))

    def _moved(self, watermark: Watermark) -> Watermark:
        with self._database.transaction() as session:
            self._progress.hold(session, watermark)
        return watermark


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles: a batch makes many thousands of tuples, and no cycle."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _by_sender(events: Iterable[StoredEvent]) -> dict[str, list[StoredEvent]]:
    found: dict[str, list[StoredEvent]] = {}
    for event in events:
        found.setdefault(event.sender_id, []).append(event)
    return found
