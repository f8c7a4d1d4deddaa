"""Work that one process at a time does: it holds a row of a table while it works.

It renews its claim as it goes on and lets go at the end. The claim of a process that was killed
ends by itself; one that woke up after that cannot write, if it renews within its transactions.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from companion.storage.database import Database
from companion.storage.models import UtcDateTime, new_id, now


class ClaimTaken(Exception):
    """Another process does this work; the message says which work."""


class ClaimLost(Exception):
    """Another process took over: what this one was about to write is not needed."""


class Claimable:
    """The columns of a table of one row, which says who works until when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Claim:
    """The row of one kind of work, on behalf of one process."""

    def __init__(self, database: Database, table: type[Claimable], lasts: timedelta) -> None:
        self._database = database
        self._table = table
        self._lasts = lasts
        self._name = new_id()

    def take(self) -> bool:
        """Take the work for this process; False while another one has it."""
        self._make_row()
        moment, table = now(), self._table
        free = or_(
            table.claimed_until.is_(None),
            table.claimed_until < moment,
            table.claimed_by == self._name,
        )
        claimed = update(table).where(free).returning(table.id)
        until = moment + self._lasts
        with self._database.transaction() as session:
            taken = session.execute(claimed.values(claimed_by=self._name, claimed_until=until))
            return taken.one_or_none() is not None

    def hold(self, session: Session, **values: Any) -> None:
        """Renew the claim within a transaction, and set other columns of the row with it.

        Raises `ClaimLost`, so that nothing of the transaction is kept.
        """
        mine = update(self._table).where(self._table.claimed_by == self._name)
        held = mine.values(claimed_until=now() + self._lasts, **values)
        if not session.execute(held.returning(self._table.id)).all():
            raise ClaimLost

    def release(self) -> None:
        """Let another process have the work."""
        mine = update(self._table).where(self._table.claimed_by == self._name)
        with self._database.transaction() as session:
            session.execute(mine.values(claimed_by=None, claimed_until=None))

    def _make_row(self) -> None:
        with self._database.transaction() as session:
            if session.get(self._table, 1) is not None:
                return
        try:
            with self._database.transaction() as session:
                row = self._table()
                row.id = 1
                session.add(row)
        except IntegrityError:
            return  # another process made it at the same time
