"""Taking in what was said since the last time; one process at a time does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from econtacts_core.text import normalise

from companion.learning.designers_files import DesignersFiles
from companion.pilotage.inbox.grouping import Grouping
from companion.pilotage.inbox.likeness import LikenessReader
from companion.pilotage.inbox.names import GroupNames
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.suspects import suspects
from companion.pilotage.inbox.texts import texts
from companion.storage.claims import Claim, ClaimTaken
from companion.storage.database import Database
from companion.storage.inbox import Decided, InboxRepository
from companion.storage.inbox_tables import InboxArrivals
from companion.storage.models import now

# Older messages say little of how people ask now.
LOOKED_BACK = timedelta(days=90)
# Longer than a block of messages takes on a busy machine.
_CLAIM = timedelta(minutes=10)


@dataclass(frozen=True)
class Arrivals:
    """Takes messages in, and settles those that stand in the designers' files by now."""

    database: Database
    project: Path  # the folder of the designers' files
    present: Present

    def take_in(self, looked_back: timedelta = LOOKED_BACK) -> Iterator[int]:
        """Yield how many messages came, block by block. Raises `ClaimTaken`."""
        arrived = 0
        with self._claimed() as claim:
            self._settle()
            for count in self._blocks(now() - looked_back, claim):
                arrived += count
                yield count
            self._note(claim, arrived)

    def waiting(self) -> bool:
        """Tell whether messages wait to be taken in; that none does is noted as a look.

        Raises `ClaimTaken`.
        """
        if self._any(now() - LOOKED_BACK):
            return True
        with self._claimed() as claim:
            self._note(claim, 0)
        return False

    def last(self) -> InboxArrivals | None:
        """Return when messages were taken in; None before the first time."""
        with self.database.transaction() as session:
            return session.get(InboxArrivals, 1)

    @contextmanager
    def _claimed(self) -> Iterator[Claim]:
        claim = Claim(self.database, InboxArrivals, _CLAIM)
        if not claim.take():
            raise ClaimTaken(texts()["taking_in"])
        try:
            yield claim
        finally:
            claim.release()

    def _blocks(self, since: datetime, claim: Claim) -> Iterator[int]:
        if not self._any(since):
            return  # without loading the model
        model = self.present.model
        names = GroupNames(model.examples)
        grouping = Grouping(self.database, LikenessReader(model).read, names)
        yield from grouping.catch_up(since, claim.hold)

    def _any(self, since: datetime) -> bool:
        return next(suspects(self.database, since, block=1), None) is not None

    def _note(self, claim: Claim, arrived: int) -> None:
        moment = now()
        values = {"arrived_at": moment, "arrived": arrived} if arrived else {}
        with self.database.transaction() as session:
            claim.hold(session, looked_at=moment, **values)

    def _settle(self) -> None:
        inbox, files = InboxRepository(self.database), DesignersFiles(self.project)
        written = {"example": files.taught, "test": files.kept_apart}
        for message in inbox.accepted():
            place = written[message.use or ""].get(normalise(message.wording or message.text))
            if place is not None and place.intent == message.topic:
                merged = Decided(verdict="keep", topic=message.topic, author=place.path)
                inbox.decide([message.event_id], merged)
