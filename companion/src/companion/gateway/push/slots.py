"""How many pages may follow at once: one conversation's, one address's, one process's."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from companion.errors import ApiError

logger = structlog.get_logger()

_RETRY_AFTER = 60  # seconds: places come free when people leave, not by the second


@dataclass(frozen=True)
class Slots:
    """Counts the streams that this process holds open; each costs memory and a connection."""

    session: int
    address: int
    process: int
    _taken: Counter[str] = field(default_factory=Counter)

    @property
    def open(self) -> int:
        """How many streams are open."""
        return self._taken["process"]

    @contextmanager
    def taken(self, conversation_id: str, address: str) -> Iterator[None]:
        """Hold a place while the block lasts. Raises a 429 error when none is free."""
        limits = {
            f"session {conversation_id}": self.session,
            f"address {address}": self.address,
            "process": self.process,
        }
        full = next((name for name, most in limits.items() if self._taken[name] >= most), None)
        if full is not None:
            logger.warning("streams_full", limit=full.partition(" ")[0])
            raise ApiError(429, "too_many_streams", retry_after=_RETRY_AFTER)
        self._taken.update(limits.keys())
        try:
            yield
        finally:
            self._taken.subtract(limits.keys())
            # What is not held any more leaves no trace of who held it.
            for name in limits:
                if not self._taken[name]:
                    del self._taken[name]
