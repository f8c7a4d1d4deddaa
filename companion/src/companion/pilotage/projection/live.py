"""The projection in the background of a companion process, every few seconds."""

from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog

from companion.pilotage.projection.progress import ClaimLost, ClaimTaken
from companion.pilotage.projection.projection import Projection

logger = structlog.get_logger()


class LiveProjection:
    """Projects while it is entered; whatever fails is logged without a word, and tried again."""

    def __init__(self, projection: Projection, seconds: float) -> None:
        self._projection = projection
        self._seconds = seconds
        self._over = Event()
        self._thread = Thread(target=self._run, name="projection", daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop after the batch under way."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._look()
            self._over.wait(self._seconds)

    def _look(self) -> None:
        try:
            for _ in self._projection.run():
                if self._over.is_set():
                    return
        except (ClaimTaken, ClaimLost):
            return  # another process does it
        except Exception as error:  # noqa: BLE001, nothing may end the thread
            # The error's type alone: its words may be a citizen's.
            logger.error("projection_failed", error=type(error).__name__)
