"""Trials of patches: one runs at a time, whichever process asked for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from companion.storage.database import Database
from companion.storage.inbox_tables import Trial
from companion.storage.models import now

# A trial that has said nothing for so long has lost its process. On a busy machine one step of the
# training, during which nothing else of the process runs, takes minutes.
_SILENCE = timedelta(minutes=10)


# The problem of a trial whose process died without a word.
LOST = "lost"


class TrialRunning(RuntimeError):
    """Another trial runs already."""


class TrialRepository:
    """Keeps trials, and hands the only slot to one of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, patch: str, author: str) -> str:
        """Take the slot and return the trial's id. Raises `TrialRunning`."""
        self._bury()
        trial = Trial(slot=1, patch=patch, author=author)
        try:
            with self._database.transaction() as session:
                session.add(trial)
        except IntegrityError as error:
            raise TrialRunning from error
        return trial.id

    def find(self, trial_id: str) -> Trial | None:
        """Return a trial, None when there is no such one."""
        with self._database.transaction() as session:
            return session.get(Trial, trial_id)

    def latest(self) -> Trial | None:
        """Return the trial asked for last."""
        newest = select(Trial).order_by(Trial.created_at.desc()).limit(1)
        with self._database.transaction() as session:
            found = session.scalars(newest).first()
        # read again and again while it runs: written to only when it must be
        if found is None or found.state != "running" or found.alive_at >= now() - _SILENCE:
            return found
        self._bury()
        return self.find(found.id)

    def latest_done(self) -> Trial | None:
        """Return the last trial that went to its end."""
        done = select(Trial).filter_by(state="done").order_by(Trial.ended_at.desc()).limit(1)
        with self._database.transaction() as session:
            return session.scalars(done).first()

    def beat(self, trial_id: str) -> bool:
        """Say that the trial's process is alive; False when it must stop."""
        return self._update(trial_id, alive_at=now())

    def step(self, trial_id: str, step: str) -> bool:
        """Say what the trial is at; False when it must stop."""
        return self._update(trial_id, step=step, alive_at=now())

    def done(self, trial_id: str, comparison: Mapping[str, Any]) -> bool:
        """Store what a trial found; False when it was cancelled before."""
        return self._end(trial_id, "done", comparison=dict(comparison))

    def failed(self, trial_id: str, problem: str) -> bool:
        """Store why a trial stopped."""
        return self._end(trial_id, "failed", problem=problem)

    def cancel(self, trial_id: str) -> bool:
        """Have a trial stop; False when it had ended."""
        return self._end(trial_id, "cancelled")

    def _end(self, trial_id: str, state: str, **values: Any) -> bool:
        return self._update(trial_id, state=state, slot=None, ended_at=now(), **values)

    def _update(self, trial_id: str, **values: Any) -> bool:
        wanted = update(Trial).filter_by(id=trial_id, state="running").values(**values)
        with self._database.transaction() as session:
            return bool(session.execute(wanted.returning(Trial.id)).scalar())

    def _bury(self) -> None:
        """End the trial whose process died without a word."""
        silent = (
            update(Trial)
            .where(Trial.state == "running", Trial.alive_at < now() - _SILENCE)
            .values(state="failed", problem=LOST, slot=None, ended_at=now())
        )
        with self._database.transaction() as session:
            session.execute(silent)
