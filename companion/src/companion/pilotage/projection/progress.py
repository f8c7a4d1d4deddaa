"""How far the projection has read, and which process may move it.

One process at a time: it claims the one row of `projection_progress`, renews its claim with every
batch and lets go at the end. The claim of a process that was killed ends by itself; one that woke
up after that cannot write, since every batch checks the claim in its own transaction.
"""

from datetime import date, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from companion.pilotage.projection.watermark import Watermark
from companion.storage.analytics import ProjectionProgress
from companion.storage.database import Database
from companion.storage.models import new_id, now

# Longer than any batch takes, and short enough to wait for after a kill.
CLAIM = timedelta(seconds=60)


class ClaimTaken(Exception):
    """Another process is projecting."""

    def __init__(self) -> None:
        super().__init__("another process is projecting; try again in a minute")


class ClaimLost(Exception):
    """Another process took over: what this one was about to write is not needed."""


class Progress:
    """The one row of `projection_progress`, on behalf of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._name = new_id()

    def claim(self) -> Watermark:
        """Take the projection for this process and return where it stands.

        Raises `ClaimTaken`.
        """
        self._make_row()
        moment = now()
        free = or_(
            ProjectionProgress.claimed_until.is_(None),
            ProjectionProgress.claimed_until < moment,
            ProjectionProgress.claimed_by == self._name,
        )
        claimed = (
            update(ProjectionProgress)
            .where(free)
            .values(claimed_by=self._name, claimed_until=moment + CLAIM)
            .returning(ProjectionProgress.watermark, ProjectionProgress.watermark_seconds)
        )
        with self._database.transaction() as session:
            row = session.execute(claimed).one_or_none()
        if row is None:
            raise ClaimTaken
        return Watermark(*row)

    def release(self) -> None:
        """Let another process have the projection."""
        mine = update(ProjectionProgress).filter_by(claimed_by=self._name)
        with self._database.transaction() as session:
            session.execute(mine.values(claimed_by=None, claimed_until=None))

    def hold(self, session: Session, watermark: Watermark | None = None) -> None:
        """Renew the claim within a transaction, and move the watermark with it.

        Raises `ClaimLost`, so that nothing of the transaction is kept.
        """
        values: dict[str, object] = {"claimed_until": now() + CLAIM}
        if watermark is not None:
            values |= {"watermark": watermark.id, "watermark_seconds": watermark.seconds}
        mine = update(ProjectionProgress).filter_by(claimed_by=self._name).values(values)
        if not session.execute(mine.returning(ProjectionProgress.id)).all():
            raise ClaimLost

    def frozen_before(self, session: Session) -> date | None:
        """Return the first day that may still be summed, None when all may."""
        return session.scalar(select(ProjectionProgress.frozen_before))

    def _make_row(self) -> None:
        with self._database.transaction() as session:
            if session.get(ProjectionProgress, 1) is not None:
                return
        try:
            with self._database.transaction() as session:
                session.add(ProjectionProgress(id=1, watermark=0))
        except IntegrityError:
            return  # another process made it at the same time
