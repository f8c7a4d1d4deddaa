"""From what people said of proposals to examples worth learning: what is kept, what is not and why.

Knows no database and no file, so that the rules can be read and tried on their own.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from econtacts_core.text import normalise

Reason = Literal[
    "unknown_topic",  # the topic is no longer one of ours
    "too_long",  # a mail that says too much to teach one thing
    "empty",  # nothing is left once masked
    "known",  # designers wrote the same sentence
    "contradictory",  # as many say one topic as another
    "plenty",  # the topic has as many newer ones as it may have
]

LONGEST = 1_500  # characters
# Training costs the square of the number of examples, and a topic that many write about must not
# drown the others.
MOST_PER_TOPIC = 60
MOST = 2_000
# One label in five is never learnt: it tells whether learning the others helps.
_KEPT_APART = 5


@dataclass(frozen=True)
class Label:
    """A masked message, and the topic that somebody who read it said it is about."""

    text: str
    topic: str


@dataclass(frozen=True)
class Dataset:
    """Labels to learn, labels to measure with, and how many were left out for which reason."""

    learnt: tuple[Label, ...]
    kept_apart: tuple[Label, ...]
    dropped: dict[Reason, int]

    @property
    def digest(self) -> str:
        """Tell this dataset from any other."""
        lines = (f"{label.topic}\0{label.text}" for label in (*self.learnt, *self.kept_apart))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def build_dataset(
    labels: Sequence[Label], topics: Collection[str], known: Iterable[str]
) -> Dataset:
    """Choose among `labels`, the newest first.

    Args:
        labels: one per message, the newest first.
        topics: those that can be learnt.
        known: sentences that need no learning: the designers' and those kept apart from training.
    """
    dropped: Counter[Reason] = Counter()
    seen = {normalise(text) for text in known}
    votes: defaultdict[str, list[Label]] = defaultdict(list)
    for label in labels:
        reason = _unfit(label, topics, seen)
        if reason:
            dropped[reason] += 1
        else:
            votes[normalise(label.text)].append(label)
    agreed = [found for same in votes.values() for found in _agreed(same, dropped)]
    kept = _some_of_each(agreed, dropped)
    return Dataset(
        tuple(label for label in kept if not _is_kept_apart(label)),
        tuple(label for label in kept if _is_kept_apart(label)),
        dict(dropped),
    )


def _unfit(label: Label, topics: Collection[str], seen: Collection[str]) -> Reason | None:
    plain = normalise(label.text)
    if label.topic not in topics:
        return "unknown_topic"
    if not plain:
        return "empty"
    if len(label.text) > LONGEST:
        return "too_long"
    return "known" if plain in seen else None


def _agreed(same: Sequence[Label], dropped: Counter[Reason]) -> list[Label]:
    """Return the one label of messages that say the same, if most readers agree."""
    (topic, most), *others = Counter(label.topic for label in same).most_common(2)
    if others and others[0][1] == most:
        dropped["contradictory"] += len(same)
        return []
    return [next(label for label in same if label.topic == topic)]


def _some_of_each(labels: Sequence[Label], dropped: Counter[Reason]) -> list[Label]:
    count: Counter[str] = Counter()
    kept: list[Label] = []
    for label in labels:
        if count[label.topic] < MOST_PER_TOPIC and len(kept) < MOST:
            count[label.topic] += 1
            kept.append(label)
        else:
            dropped["plenty"] += 1
    return kept


def _is_kept_apart(label: Label) -> bool:
    """Choose by the text alone: the same message stays on the same side for ever."""
    digest = hashlib.sha256(normalise(label.text).encode()).digest()
    return digest[0] % _KEPT_APART == 0
