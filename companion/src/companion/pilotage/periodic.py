"""Work in the background of a companion process, again and again."""

from collections.abc import Callable, Iterator
from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog

from companion.storage.claims import ClaimLost, ClaimTaken

logger = structlog.get_logger()


class Periodic:
    """Works while it is entered; whatever fails is logged without a word, and tried again."""

    def __init__(self, name: str, work: Callable[[], Iterator[object]], seconds: float) -> None:
        """`work` may be stopped after each thing it yields; `seconds` pass before the next."""
        self._name = name
        self._work = work
        self._seconds = seconds
        self._over = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

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
        """Stop after the step under way."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._once()
            self._over.wait(self._seconds)

    def _once(self) -> None:
        try:
            for _ in self._work():
                if self._over.is_set():
                    return
        except (ClaimTaken, ClaimLost):
            return  # another process does it
        except Exception as error:  # noqa: BLE001, nothing may end the thread
            # The error's type alone: its words may be a citizen's.
            logger.error(f"{self._name}_failed", error=type(error).__name__)
