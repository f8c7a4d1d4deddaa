"""What finds personal data in a text, and what it finds."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Span:
    """A stretch of a text, `start` included and `end` not, and the kind of data it holds."""

    start: int
    end: int
    kind: str


class Recogniser(Protocol):
    """Finds one kind of personal data; stretches may overlap each other's."""

    @property
    def kind(self) -> str:
        """The kind's stable name, as the contracts return it."""

    @property
    def label(self) -> str:
        """What stands in the text instead, in French, with its participle."""

    def find(self, text: str) -> Iterable[Span]:
        """Return where this kind of data stands in `text`, as `read` gives it."""


@dataclass(frozen=True)
class PatternRecogniser:
    """Finds what `pattern` names `it`, or matches whole, when `accepts` agrees."""

    kind: str
    label: str
    pattern: re.Pattern[str]
    accepts: Callable[[str], bool] = bool

    def find(self, text: str) -> Iterator[Span]:
        """Return every accepted match."""
        group = "it" if "it" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            if self.accepts(found.group(group)):
                yield Span(*found.span(group), self.kind)
