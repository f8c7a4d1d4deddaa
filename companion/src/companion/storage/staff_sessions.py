"""Who is signed in to the steering pages."""

from datetime import timedelta

from sqlalchemy import delete, select

from companion.storage.database import Database
from companion.storage.models import now
from companion.storage.staff import StaffSession


class StaffSessionRepository:
    """Keeps each sign-in under the digest of its token, until it ends."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(
        self, digest: str, *, subject: str, name: str, roles: list[str], lifetime: timedelta
    ) -> StaffSession:
        """Store a sign-in, and drop those that are over."""
        began = now()
        opened = StaffSession(
            digest=digest, subject=subject, name=name, roles=roles, expires_at=began + lifetime
        )
        with self._database.transaction() as session:
            session.execute(delete(StaffSession).where(StaffSession.expires_at <= began))
            session.add(opened)
        return opened

    def find(self, digest: str) -> StaffSession | None:
        """Return the sign-in of a token, None when it is over."""
        wanted = select(StaffSession).filter_by(digest=digest)
        with self._database.transaction() as session:
            return session.scalars(wanted.where(StaffSession.expires_at > now())).one_or_none()

    def close(self, session_id: str) -> None:
        """End a sign-in."""
        with self._database.transaction() as session:
            session.execute(delete(StaffSession).filter_by(id=session_id))
