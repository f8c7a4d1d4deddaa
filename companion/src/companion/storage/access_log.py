"""Who did what with the conversations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from companion.storage.database import Database
from companion.storage.staff import AccessLogEntry


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """Which entries are wanted; empty is all."""

    subject: str = ""
    action: str = ""
    conversation_id: str = ""
    since: datetime | None = None
    until: datetime | None = None  # not included


class AccessLog:
    """Adds entries, reads them back newest first, drops them by age."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        *,
        subject: str,
        name: str,
        action: str,
        conversation_id: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Store one entry. What it tells of must not happen when this raises."""
        entry = AccessLogEntry(
            subject=subject,
            name=name,
            action=action,
            conversation_id=conversation_id,
            detail=detail,
        )
        with self._database.transaction() as session:
            session.add(entry)

    def read(
        self, wanted: LogFilter, *, before: int | None = None, most: int = 50
    ) -> list[AccessLogEntry]:
        """Return at most `most` entries older than entry `before`, newest first."""
        entries = select(AccessLogEntry).order_by(AccessLogEntry.id.desc()).limit(most)
        equal = {
            name: value
            for name in ("subject", "action", "conversation_id")
            if (value := getattr(wanted, name))
        }
        entries = entries.filter_by(**equal)
        if wanted.since is not None:
            entries = entries.where(AccessLogEntry.at >= wanted.since)
        if wanted.until is not None:
            entries = entries.where(AccessLogEntry.at < wanted.until)
        if before is not None:
            entries = entries.where(AccessLogEntry.id < before)
        with self._database.transaction() as session:
            return list(session.scalars(entries))

    def forget_before(self, limit: datetime) -> int:
        """Erase what is older than `limit`; return how many entries."""
        old = delete(AccessLogEntry).where(AccessLogEntry.at < limit)
        with self._database.transaction() as session:
            return session.connection().execute(old).rowcount
