"""What keeps a sentence out of the patch, with the reason told to the designer."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from econtacts_core.text import normalise

from companion.classifier.masking import mask
from companion.learning.designers_files import DesignersFiles, Place
from companion.pilotage.inbox.neighbours import Neighbour, Neighbourhood

# Up to so many words people type the same: the rule of `make validate`.
COMMON_PLACE = 4
# On our own sentences, `make duplicates` finds pairs that differ by a word from 0.7 on; here only
# what teaches nothing is refused.
NEAR = 0.75
_MARK = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class Sentence:
    """A sentence that a designer wrote for a topic, as an `example` or a `test`."""

    event_id: int
    text: str
    topic: str
    use: str


@dataclass(frozen=True)
class Refusal:
    """Why a sentence stays out; `code` names the reason, the others what it names."""

    sentence: Sentence
    code: str
    place: Place | None = None
    near: Neighbour | None = None


@dataclass
class Gate:
    """Lets sentences through one after the other; what went through counts against the next.

    `said` are the normalised messages of people, whose words are not published (ADR 27).
    """

    files: DesignersFiles
    topics: Collection[str]
    taught: Neighbourhood
    kept_apart: Neighbourhood
    said: Collection[str]
    _passed: dict[str, Sentence] = field(default_factory=dict)

    def sort(self, sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Refusal]]:
        """Return the sentences that go in, and the refusals of the others."""
        taken, refused = [], []
        for sentence in sentences:
            refusal = next(self._reasons(sentence), None)
            if refusal is None:
                self._passed[_plain(sentence)] = sentence
                taken.append(sentence)
            else:
                refused.append(refusal)
        return taken, refused

    def _reasons(self, sentence: Sentence) -> Iterator[Refusal]:
        if sentence.topic not in self.topics:
            yield Refusal(sentence, "unknown_topic")
        yield from _form(sentence)
        if _plain(sentence) in self.said:
            yield Refusal(sentence, "verbatim")
        yield from self._repetition(sentence)
        yield from self._nearness(sentence)

    def _repetition(self, sentence: Sentence) -> Iterator[Refusal]:
        plain = _plain(sentence)
        if plain in self._passed:
            yield Refusal(sentence, "twice")
        known = self.files.taught.get(plain)
        if known is not None:
            same = known.intent == sentence.topic
            yield Refusal(sentence, "known_here" if same else "known_elsewhere", place=known)
        kept = self.files.kept_apart.get(plain)
        if kept is not None and (sentence.use == "test" or len(plain.split()) > COMMON_PLACE):
            yield Refusal(sentence, "held_out", place=kept)

    def _nearness(self, sentence: Sentence) -> Iterator[Refusal]:
        if len(_plain(sentence).split()) <= COMMON_PLACE:
            return
        known = self.taught.nearest(sentence.text)
        if known is not None and known.likeness >= NEAR:
            yield Refusal(sentence, "near_taught", near=known)
        kept = self.kept_apart.nearest(sentence.text)
        if kept is not None and kept.likeness >= NEAR:
            yield Refusal(sentence, "near_held_out", near=kept)


def _form(sentence: Sentence) -> Iterator[Refusal]:
    if not normalise(sentence.text):
        yield Refusal(sentence, "empty")
    if _MARK.search(sentence.text) or mask(sentence.text).kinds:
        yield Refusal(sentence, "personal")
    if not sentence.text.isprintable() or sentence.text.startswith(("/", "- ")):
        yield Refusal(sentence, "unwritable")


def _plain(sentence: Sentence) -> str:
    return normalise(sentence.text) or sentence.text
