"""Taking messages in without being asked, every few minutes.

It runs in a process of its own, below the others in priority: reading and comparing texts takes
seconds, during which the process that answers people would answer nobody.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from companion.pilotage.inbox.arrivals import Arrivals
from companion.storage.models import now

_BEAT = 0.2  # seconds between two looks at the process


class NotTakenIn(RuntimeError):
    """The process that takes messages in did not go to its end."""


@dataclass(frozen=True)
class ByItself:
    """What one companion among others does every `seconds`."""

    arrivals: Arrivals
    seconds: float

    def work(self) -> Iterator[None]:
        """Have messages taken in if some wait and nobody looked lately; yield meanwhile.

        Raises `ClaimTaken`, and `NotTakenIn`.
        """
        if not self._due() or not self.arrivals.waiting():
            return
        process = subprocess.Popen(
            [sys.executable, "-m", "companion.pilotage.inbox"], stdin=subprocess.DEVNULL
        )
        try:
            while process.poll() is None:
                yield
                time.sleep(_BEAT)
        finally:
            process.terminate()
            process.wait()
        if process.returncode:
            raise NotTakenIn

    def _due(self) -> bool:
        last = self.arrivals.last()
        if last is None or last.looked_at is None:
            return True
        # half: other companions look at other moments of the same interval
        return now() - last.looked_at >= timedelta(seconds=self.seconds / 2)
