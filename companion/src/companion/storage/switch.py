"""What the operator says to every gateway process: whether the assistant is on, and a notice."""

from dataclasses import dataclass

from companion.storage.database import Database
from companion.storage.models import AssistantSwitch


@dataclass(frozen=True)
class SwitchState:
    """Whether the assistant is off, and what citizens are told; no notice when None."""

    off: bool = False
    notice: str | None = None


class SwitchRepository:
    """Reads and writes the one row; on and without a notice as long as there is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> SwitchState:
        """Return the present state: never an old one, so that every process obeys at once."""
        with self._database.transaction() as session:
            row = session.get(AssistantSwitch, 1)
            return SwitchState(row.assistant_off, row.notice) if row else SwitchState()

    def set(self, state: SwitchState) -> None:
        """Replace the state."""
        with self._database.transaction() as session:
            session.merge(AssistantSwitch(id=1, assistant_off=state.off, notice=state.notice))
