"""From what designers wrote of the messages they accepted to the patch that they review."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from econtacts_core.text import normalise

from companion.classifier.model import OUT_OF_SCOPE
from companion.learning.designers_files import DesignersFiles, NoFiles
from companion.pilotage.inbox.neighbours import Neighbourhood
from companion.pilotage.inbox.patch import Patch, changes
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.refusals import Gate, Sentence
from companion.storage.inbox import InboxRepository
from companion.storage.inbox_tables import InboxMessage


@dataclass
class PatchWriter:
    """Writes the patch of what is accepted, on the files as they stand now; changes none."""

    root: Path
    inbox: InboxRepository
    present: Present
    topics: Collection[str]
    encodings: Path | None = None  # where the vectors of the sentences kept apart are kept
    # Encoding the sentences kept apart takes seconds: once for each content of their files.
    _kept_apart: tuple[frozenset[str], Neighbourhood] | None = field(default=None, init=False)
    _taught: Neighbourhood | None = field(default=None, init=False)

    def write(self, *, without_new_topics: bool = False) -> Patch:
        """Return the patch.

        Args:
            without_new_topics: leave out the topics that have no entry yet: nothing can be
                trained on them before their answers are written.

        Raises:
            NoFiles: the project's folder is not here.
            UnfitFile: a file that lines cannot be added to.
        """
        files = DesignersFiles(self.root)
        if not files.taught:
            raise NoFiles(self.root)
        new = {} if without_new_topics else self.inbox.new_topics()
        pending = {name: topic for name, topic in new.items() if name not in self.topics}
        accepted = self.inbox.accepted()
        written = list(_sentences(accepted))
        if without_new_topics:
            written = [found for found in written if found.topic in self._known]
        unwritten = sum(message.wording is None for message in accepted)
        if not written:
            return Patch((), (), (), unwritten)
        gate = Gate(
            files,
            {*self._known, *pending},
            self._of_model(),
            self._apart(files),
            {normalise(text) for text in self.inbox.texts()},
        )
        taken, refused = gate.sort(written)
        return Patch(taken, refused, changes(files, taken, pending), unwritten)

    @property
    def _known(self) -> set[str]:
        return {*self.topics, OUT_OF_SCOPE}

    def _of_model(self) -> Neighbourhood:
        if self._taught is None:
            self._taught = Neighbourhood.taught(self.present.model)
        return self._taught

    def _apart(self, files: DesignersFiles) -> Neighbourhood:
        labelled = [(place.text, place.intent) for place in files.kept_apart.values()]
        texts = frozenset(text for text, _ in labelled)
        if self._kept_apart is None or self._kept_apart[0] != texts:
            self._kept_apart = texts, Neighbourhood.of(self.present.model, labelled, self.encodings)
        return self._kept_apart[1]


def _sentences(messages: Iterable[InboxMessage]) -> Iterator[Sentence]:
    for message in messages:
        if message.wording is not None:
            yield Sentence(
                event_id=message.event_id,
                text=" ".join(message.wording.split()),
                topic=message.topic or "",
                use=message.use or "",
            )
