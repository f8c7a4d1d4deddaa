"""`make bench-masking`: what the masking finds of the labelled set, kind by kind, and how fast.

Recall counts a labelled stretch as found when all its letters and digits are masked, under any
name. A masked stretch that touches no labelled one is masked wrongly. The set has two halves: one
that the rules were looked at against, one that was kept apart.
"""

import argparse
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from companion.classifier.masking import Span, find, mask

SET = Path(__file__).parents[1] / "companion" / "tests" / "masking_set.yml"
HALVES = ("tune", "check")
LONG_MESSAGE = 600  # characters
ROUNDS = 200
Finder = Callable[[str], Sequence[Span]]


@dataclass(frozen=True)
class Message:
    """A text and what must be masked in it."""

    text: str
    expected: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Tally:
    """Counts by kind: `wanted` and `found` of labelled stretches, `masked` and `wrong` of ours."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def recall(self, *kinds: str) -> float:
        """Return the share of what is labelled with these kinds that is masked."""
        return _share(self.found, self.wanted, kinds)

    def precision(self, *kinds: str) -> float:
        """Return the share of what is masked under these kinds that touches a label."""
        return 1 - _share(self.wrong, self.masked, kinds) if self._masks(kinds) else 1.0

    def _masks(self, kinds: Sequence[str]) -> int:
        return sum(self.masked[kind] for kind in kinds or self.masked)


def _share(part: Counter[str], whole: Counter[str], kinds: Sequence[str]) -> float:
    total = sum(whole[kind] for kind in kinds or whole)
    return sum(part[kind] for kind in kinds or part) / total if total else 1.0


def messages(half: str | None = None, path: Path = SET) -> list[Message]:
    """Return the labelled messages of one half, or all: even places are `tune`."""
    whole = yaml.safe_load(path.read_text("utf-8"))
    personal = [Message(one["text"], _expected(one)) for one in whole["personal"]]
    harmless = [Message(text) for text in whole["harmless"]]
    step = slice(None) if half is None else slice(HALVES.index(half), None, 2)
    return personal[step] + harmless[step]


def _expected(labelled: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple(
        Span(start, start + len(string), kind)
        for kind, strings in labelled["masked"].items()
        for string in strings
        for start in _places(labelled["text"], string)
    )


def _places(text: str, string: str) -> Iterator[int]:
    """Return where `string` begins in `text`. Raises a ValueError when it is nowhere."""
    start = text.index(string)
    while start >= 0:
        yield start
        start = text.find(string, start + len(string))


def tally(labelled: Iterable[Message], finder: Finder = find) -> Tally:
    """Compare what `finder` finds with what is labelled."""
    counts = Tally()
    for message in labelled:
        masked = finder(message.text)
        for wanted in message.expected:
            _count_wanted(message.text, wanted, masked, counts)
        for span in masked:
            counts.masked[span.kind] += 1
            counts.wrong[span.kind] += not any(_touch(span, wanted) for wanted in message.expected)
    return counts


def _count_wanted(text: str, wanted: Span, masked: Sequence[Span], counts: Tally) -> None:
    hidden = {place for span in masked for place in range(span.start, span.end)}
    signs = {place for place in range(wanted.start, wanted.end) if text[place].isalnum()}
    counts.wanted[wanted.kind] += 1
    counts.found[wanted.kind] += signs <= hidden
    counts.named[wanted.kind] += any(
        _touch(span, wanted) and span.kind == wanted.kind for span in masked
    )


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def milliseconds(masker: Callable[[str], object] = mask) -> float:
    """Return the median time for a message of six hundred characters full of personal data."""
    personal = " ".join(message.text for message in messages() if message.expected)
    texts = [personal[start : start + LONG_MESSAGE] for start in range(0, 12_000, LONG_MESSAGE)]
    times = []
    for place in range(ROUNDS):
        started = time.perf_counter()
        masker(texts[place % len(texts)])
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def with_entities() -> Finder:
    """Return the rules together with the persons that spaCy's French entities find."""
    import spacy

    unused = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
    read = spacy.load("fr_core_news_md", exclude=unused)

    def finder(text: str) -> list[Span]:
        persons = (one for one in read(text).ents if one.label_ == "PER")
        return find(text) + [Span(one.start_char, one.end_char, "name") for one in persons]

    return finder


def table(counts: Tally) -> str:
    """Return the counts by kind, for people to read."""
    head = ("", "attendus", "rappel", "bien nommés", "masqués", "à tort", "précision")
    rows = [head, *(_row(kind, counts, kind) for kind in sorted(counts.wanted | counts.masked))]
    rows.append(_row("ensemble", counts))
    return "\n".join(f"{row[0]:<18}" + "".join(f"{cell:>13}" for cell in row[1:]) for row in rows)


def _row(title: str, counts: Tally, *kinds: str) -> tuple[str, ...]:
    every = kinds or tuple(counts.wanted | counts.masked)
    totals = [
        sum(of[kind] for kind in every) for of in (counts.wanted, counts.masked, counts.wrong)
    ]
    named = _share(counts.named, counts.wanted, kinds)
    shares = (counts.recall(*kinds), named, counts.precision(*kinds))
    wanted, masked, wrong = map(str, totals)
    recall, name, precision = (f"{share:.3f}" for share in shares)
    return title, wanted, recall, name, masked, wrong, precision


def main() -> None:
    """Print a table for each half, then the time and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", action="store_true", help="add spaCy's persons to the rules")
    entities = parser.parse_args().entities
    finder = with_entities() if entities else find
    for half in HALVES:
        sys.stdout.write(f"Moitié « {half} »\n{table(tally(messages(half), finder))}\n\n")
    took = milliseconds(finder if entities else mask)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{took:.1f} ms pour {LONG_MESSAGE} caractères (médiane), {peak:.0f} Mo au plus\n"
    )


if __name__ == "__main__":
    main()
