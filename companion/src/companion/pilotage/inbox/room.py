"""What the inbox's pages are made of: messages, groups, the model, the files, the trials."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from econtacts_core.text import normalise

from companion.classifier.model import OUT_OF_SCOPE
from companion.learning.designers_files import DesignersFiles
from companion.pilotage.inbox.grouping import Grouping
from companion.pilotage.inbox.likeness import LikenessReader
from companion.pilotage.inbox.names import GroupNames
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.texts import texts
from companion.pilotage.inbox.themes import Theme, themes
from companion.pilotage.inbox.writing import PatchWriter
from companion.pilotage.steering import Steering
from companion.pilotage.trials.runner import TrialRunner
from companion.storage.inbox import Decided, InboxRepository
from companion.storage.models import now
from companion.storage.trials import TrialRepository

# Older messages say little of how people ask now.
_LOOKED_BACK = timedelta(days=90)
_THEME_PERIOD = timedelta(days=7)
_PROPOSED = 3
# Of a large group, so many messages are enough to see what it is about.
_JUDGED = 20


@dataclass
class InboxRoom:
    """The means of the inbox, made when first needed."""

    steering: Steering
    present: Present

    @cached_property
    def inbox(self) -> InboxRepository:
        """The messages, groups and decisions."""
        return InboxRepository(self.steering.database)

    @cached_property
    def trials(self) -> TrialRepository:
        """What was tried."""
        return TrialRepository(self.steering.database)

    @cached_property
    def runner(self) -> TrialRunner:
        """What starts a trial."""
        return TrialRunner(self.trials, self.steering.settings.candidates)

    @cached_property
    def writer(self) -> PatchWriter:
        """What writes the patch."""
        settings, knowledge = self.steering.settings, self.steering.knowledge
        return PatchWriter(
            settings.project,
            self.inbox,
            self.present,
            knowledge.topics,
            settings.candidates.with_name("held_out_encodings.npz"),
        )

    def files(self) -> DesignersFiles:
        """Return the designers' files as they stand."""
        return DesignersFiles(self.steering.settings.project)

    def catch_up(self) -> int:
        """Take in what was said since the last time; return how many messages.

        What stands in the designers' files by now is settled.
        """
        self._settle()
        return sum(self._grouping.catch_up(now() - _LOOKED_BACK))

    def _settle(self) -> None:
        files = self.files()
        written = {"example": files.taught, "test": files.kept_apart}
        for message in self.inbox.accepted():
            place = written[message.use or ""].get(normalise(message.wording or message.text))
            if place is not None and place.intent == message.topic:
                merged = Decided(verdict="keep", topic=message.topic, author=place.path)
                self.inbox.decide([message.event_id], merged)

    def themes(self) -> list[Theme]:
        """Return what people wrote about this week more than the week before."""
        middle = now() - _THEME_PERIOD
        return themes(self.inbox.compared(middle, middle - _THEME_PERIOD))

    def proposals(self, texts: list[str]) -> list[str]:
        """Return the topics to propose first for a group."""
        return self.present.proposals(texts[:_JUDGED], _PROPOSED)

    def titles(self) -> dict[str, str]:
        """Return the title of every topic that can be assigned, the wanted ones included."""
        return dict(self._titles())

    @cached_property
    def _grouping(self) -> Grouping:
        model = self.present.model
        return Grouping(
            self.steering.database, LikenessReader(model).read, GroupNames(model.examples)
        )

    def _titles(self) -> Iterator[tuple[str, str]]:
        known = self.steering.knowledge.topics
        for topic in known.values():
            yield topic.id, topic.title
        for new in self.inbox.new_topics().values():
            if new.id not in known:
                yield new.id, new.title
        yield OUT_OF_SCOPE, texts()["out_of_scope"]
