"""How far the projection has read; one process at a time moves it (see `storage.claims`)."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.pilotage.projection.watermark import Watermark
from companion.storage.analytics import ProjectionProgress
from companion.storage.claims import Claim, ClaimTaken
from companion.storage.database import Database

# Longer than any batch takes, and short enough to wait for after a kill.
CLAIM = timedelta(seconds=60)


class Progress:
    """The one row of `projection_progress`, on behalf of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claim = Claim(database, ProjectionProgress, CLAIM)

    def claim(self) -> Watermark:
        """Take the projection for this process and return where it stands.

        Raises `ClaimTaken`.
        """
        if not self._claim.take():
            raise ClaimTaken("another process is projecting; try again in a minute")
        columns = ProjectionProgress.watermark, ProjectionProgress.watermark_seconds
        with self._database.transaction() as session:
            return Watermark(*session.execute(select(*columns)).one())

    def release(self) -> None:
        """Let another process have the projection."""
        self._claim.release()

    def hold(self, session: Session, watermark: Watermark | None = None) -> None:
        """Renew the claim within a transaction, and move the watermark with it.

        Raises `ClaimLost`, so that nothing of the transaction is kept.
        """
        if watermark is None:
            self._claim.hold(session)
        else:
            self._claim.hold(session, watermark=watermark.id, watermark_seconds=watermark.seconds)

    def frozen_before(self, session: Session) -> date | None:
        """Return the first day that may still be summed, None when all may."""
        return session.scalar(select(ProjectionProgress.frozen_before))
