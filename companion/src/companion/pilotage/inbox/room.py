"""What the inbox's pages are made of: messages, groups, the model, the files, the trials."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from companion.classifier.model import OUT_OF_SCOPE
from companion.learning.designers_files import DesignersFiles
from companion.pilotage.dates import today
from companion.pilotage.inbox.arrivals import Arrivals
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.texts import texts
from companion.pilotage.inbox.writing import PatchWriter
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.indicators.themes import Theme, themes
from companion.pilotage.steering import Steering
from companion.pilotage.trials.runner import TrialRunner
from companion.storage.inbox import InboxRepository
from companion.storage.trials import TrialRepository

_THEME_DAYS = 7
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
    def arrivals(self) -> Arrivals:
        """What takes messages in."""
        return Arrivals(self.steering.database, self.steering.settings.project, self.present)

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

    def themes(self) -> list[Theme]:
        """Return what people wrote about this week more than the week before."""
        end = today()
        week = Scope(end - timedelta(days=_THEME_DAYS - 1), end)
        return themes(IndicatorReader(self.steering.database), week)

    def proposals(self, texts: list[str]) -> list[str]:
        """Return the topics to propose first for a group."""
        return self.present.proposals(texts[:_JUDGED], _PROPOSED)

    def titles(self) -> dict[str, str]:
        """Return the title of every topic that can be assigned, the wanted ones included."""
        return dict(self._titles())

    def _titles(self) -> Iterator[tuple[str, str]]:
        known = self.steering.knowledge.topics
        for topic in known.values():
            yield topic.id, topic.title
        for new in self.inbox.new_topics().values():
            if new.id not in known:
                yield new.id, new.title
        yield OUT_OF_SCOPE, texts()["out_of_scope"]
