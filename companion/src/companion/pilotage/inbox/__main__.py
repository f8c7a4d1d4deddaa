"""The process that takes messages in by itself: `python -m companion.pilotage.inbox`."""

import os
import signal
import sys
from contextlib import suppress

import structlog
from econtacts_core.knowledge import load_knowledge

from companion.logging import configure_logging
from companion.pilotage.inbox.arrivals import Arrivals
from companion.pilotage.inbox.present import Present
from companion.settings import Settings
from companion.storage.claims import ClaimLost, ClaimTaken
from companion.storage.database import Database, open_engine

# How much it steps back before whatever answers citizens (see nice(1)).
_NICE = 10


def take_in() -> None:
    """Take in what waits; another process may do it already."""
    settings = Settings()
    present = Present.stored(load_knowledge(settings.knowledge), settings.model)
    database = Database(open_engine(settings.database_url))
    with suppress(ClaimTaken, ClaimLost):
        sum(Arrivals(database, settings.project, present).take_in())


if __name__ == "__main__":
    os.nice(_NICE)
    configure_logging()
    # Told to stop, it lets go of its claim.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    try:
        take_in()
    except Exception as error:  # noqa: BLE001, the words of any error may be a citizen's
        structlog.get_logger().error("inbox_failed", error=type(error).__name__)
        sys.exit(1)
