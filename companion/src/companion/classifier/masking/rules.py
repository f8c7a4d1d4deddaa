"""The masking itself: every recogniser reads the text, what they found is replaced once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from companion.classifier.masking.announced import ANNOUNCED
from companion.classifier.masking.dates import DATES
from companion.classifier.masking.identifiers import IDENTIFIERS, LONG_NUMBERS
from companion.classifier.masking.people import Names
from companion.classifier.masking.places import Addresses
from companion.classifier.masking.reading import read
from companion.classifier.masking.recogniser import Recogniser, Span

# The most certain first: of two that found the same stretch, the first gives its name.
RECOGNISERS: tuple[Recogniser, ...] = (
    *IDENTIFIERS,
    *ANNOUNCED,
    *DATES,
    Addresses(),
    Names(),
    *LONG_NUMBERS,
)
_LABELS = {recogniser.kind: f"[{recogniser.label}]" for recogniser in RECOGNISERS}
_RANKS = {kind: rank for rank, kind in enumerate(_LABELS)}
_PLACEHOLDER = re.compile("|".join(map(re.escape, _LABELS.values())))
# Most messages hold no number worth reading; these rules look for one of five digits or more.
_NUMBER = re.compile(r"(?:\d\D{0,3}){5}")
_OF_NUMBERS = {rule.kind for rule in (*IDENTIFIERS, *ANNOUNCED, *LONG_NUMBERS)} - {"email", "plate"}
_WITHOUT_NUMBERS = tuple(rule for rule in RECOGNISERS if rule.kind not in _OF_NUMBERS)
# What is masked may set free what stood too near to be seen: once more, but not for ever.
_ROUNDS = 8


@dataclass(frozen=True)
class Masked:
    """A text without personal data, and the kinds of those found, in the order of the rules."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str, *, keep: Collection[str] = ()) -> Masked:
    """Replace all personal data by what it was, but for the kinds to `keep`.

    >>> mask("mon numéro fiscal est 3023217600053, tel 06 12 34 56 78").text
    'mon numéro fiscal est [numéro fiscal masqué], tel [numéro de téléphone masqué]'
    """
    kinds: set[str] = set()
    for _ in range(_ROUNDS):
        spans = [span for span in find(text) if span.kind not in keep]
        if not spans:
            break
        kinds.update(span.kind for span in spans)
        text = _replace(text, spans)
    return Masked(text, tuple(sorted(kinds, key=_RANKS.__getitem__)))


def find(text: str) -> list[Span]:
    """Return where personal data stands in `text`, in order and apart from each other.

    >>> find("tel 06 12 34 56 78")
    [Span(start=4, end=18, kind='phone')]
    """
    # What was masked before is out of every rule's sight, and the rest keeps its place.
    readable = read(_PLACEHOLDER.sub(lambda found: "\0" * len(found.group()), text))
    recognisers = RECOGNISERS if _NUMBER.search(readable) else _WITHOUT_NUMBERS
    return _apart(span for recogniser in recognisers for span in recogniser.find(readable))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Join the stretches that overlap: all of it goes, under the longest one's name."""
    joined: list[tuple[Span, Span]] = []  # which names it, and the whole
    for span in sorted(spans, key=lambda span: span.start):
        if joined and span.start < joined[-1][1].end:
            naming, whole = joined[-1]
            whole = replace(whole, end=max(whole.end, span.end))
            joined[-1] = (min(naming, span, key=_doubt), whole)
        else:
            joined.append((span, span))
    return [replace(whole, kind=naming.kind) for naming, whole in joined]


def _doubt(span: Span) -> tuple[int, int]:
    return span.start - span.end, _RANKS[span.kind]


def _replace(text: str, spans: Iterable[Span]) -> str:
    pieces, last = [], 0
    for span in spans:
        pieces += [text[last : span.start], _LABELS[span.kind]]
        last = span.end
    return "".join(pieces) + text[last:]
