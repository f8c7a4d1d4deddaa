"""The designers' utterances, as they stand in the project's folder: taught, or kept apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from econtacts_core.text import normalise

from companion.learning.utterance_files import sentences_of

UTTERANCES = "data/nlu"
HELD_OUT = "tests/nlu"
# Where sentences written after messages go; the others are written for the examination.
KEPT_TESTS = f"{HELD_OUT}/held_out_messages.yml"


class NoFiles(FileNotFoundError):
    """The project's folder is not on this machine: nothing can be written from here."""


@dataclass(frozen=True)
class Place:
    """Where a sentence stands."""

    intent: str
    path: str
    line: int
    text: str


@dataclass(frozen=True)
class DesignersFiles:
    """Every utterance file below `root`, read once."""

    root: Path

    @cached_property
    def utterances(self) -> dict[str, str]:
        """The training files by path. Raises `NoFiles`."""
        found = dict(self._read(UTTERANCES, "*.yml"))
        if not found:
            raise NoFiles(f"{self.root / UTTERANCES} holds no utterance")
        return found

    @cached_property
    def held_out(self) -> dict[str, str]:
        """The files of the sentences kept for tests, by path."""
        return dict(self._read(HELD_OUT, "held_out_*.yml"))

    @cached_property
    def taught(self) -> dict[str, Place]:
        """Where each training sentence stands, by its normalised text."""
        return _places(self.utterances)

    @cached_property
    def kept_apart(self) -> dict[str, Place]:
        """Where each sentence kept for tests stands, by its normalised text."""
        return _places(self.held_out)

    @cached_property
    def file_of(self) -> dict[str, str]:
        """The training file of each intent."""
        return {place.intent: place.path for place in self.taught.values()}

    def read(self, path: str) -> str | None:
        """Return the text of a file, None when there is none."""
        try:
            # bytes first: line ends are kept as they are
            return (self.root / path).read_bytes().decode("utf-8")
        except FileNotFoundError:
            return None

    def _read(self, folder: str, pattern: str) -> Iterator[tuple[str, str]]:
        for path in sorted((self.root / folder).glob(pattern)):
            yield f"{folder}/{path.name}", path.read_bytes().decode("utf-8")


def _places(files: dict[str, str]) -> dict[str, Place]:
    return {key: place for path, text in files.items() for key, place in _places_in(path, text)}


# Pages read the same files again and again while a patch is being written.
@lru_cache(maxsize=64)
def _places_in(path: str, text: str) -> tuple[tuple[str, Place], ...]:
    return tuple(
        (normalise(sentence) or sentence, Place(intent, path, line, sentence))
        for intent, sentence, line in sentences_of(text)
    )
