"""What is counted on our held-out utterances: shares in [0, 1], nan where there is nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from econtacts_core.calibration import expected_calibration_error

from evaluation.held_out import OUT_OF_SCOPE, Reading

_SHOWN = 3  # choices that are shown at once


@dataclass(frozen=True)
class Measures:
    """Utterances of one intent each.

    `first`, `three` and `macro_f1` are the classifier's, before the ladder, talk acts and
    out_of_scope competing with the topics; the others are what the author of a message would get.
    """

    messages: int
    topics: int
    first: float
    three: float
    macro_f1: float
    calibration_error: float
    answered_right: float
    answered_wrong: float
    offered_right: float  # not answered at once: the right topic is among the choices
    refused: float
    split: float  # taken for several requests
    foreign: int
    foreign_refused: float
    foreign_answered: float
    talk: int
    talk_right: float


@dataclass(frozen=True)
class SeveralMeasures:
    """Messages with several requests, and long ones with one."""

    several: int
    detected: float
    exact: float  # all the requests and nothing else, in whatever order
    single: int
    split: float


def measure(readings: Sequence[Reading], topics: Collection[str]) -> Measures:
    """Count over `readings`, of one intent each; `topics` are the intents that have an answer."""
    ours = [found for found in readings if found.meant[0] in topics]
    foreign = [found for found in readings if found.meant[0] == OUT_OF_SCOPE]
    talk = [found for found in readings if found.meant[0] not in (*topics, OUT_OF_SCOPE)]
    answered = [found.offered[0] if found.decision == "answer" else None for found in ours]
    return Measures(
        messages=len(readings),
        topics=len(ours),
        first=share(is_right(found) for found in ours),
        three=share(found.meant[0] in _names(found)[:_SHOWN] for found in ours),
        macro_f1=macro_f1(readings, topics),
        calibration_error=expected_calibration_error(
            [found.confidence for found in readings], [is_right(found) for found in readings]
        ),
        answered_right=share(
            topic == found.meant[0] for topic, found in zip(answered, ours, strict=True)
        ),
        answered_wrong=share(
            topic not in (None, found.meant[0]) for topic, found in zip(answered, ours, strict=True)
        ),
        offered_right=share(
            topic is None and found.meant[0] in found.offered[:_SHOWN]
            for topic, found in zip(answered, ours, strict=True)
        ),
        refused=share(found.refused for found in ours),
        split=share(len(found.requests) > 1 for found in ours),
        foreign=len(foreign),
        foreign_refused=share(found.refused for found in foreign),
        foreign_answered=share(found.decision == "answer" for found in foreign),
        talk=len(talk),
        talk_right=share(found.intent == found.meant[0] for found in talk),
    )


def measure_several(readings: Sequence[Reading]) -> SeveralMeasures:
    """Count over messages that ask for one topic or more."""
    several = [found for found in readings if len(found.meant) > 1]
    single = [found for found in readings if len(found.meant) == 1]
    return SeveralMeasures(
        several=len(several),
        detected=share(len(found.requests) > 1 for found in several),
        exact=share(set(found.requests) == set(found.meant) for found in several),
        single=len(single),
        split=share(len(found.requests) > 1 for found in single),
    )


def macro_f1(readings: Sequence[Reading], topics: Collection[str]) -> float:
    """Return the mean over the `topics` that were meant of the F1 of each.

    A foreign text or a talk act that is read as a topic counts against that topic.
    """
    meant = Counter(found.meant[0] for found in readings)
    read = Counter(found.likeliest for found in readings)
    right = Counter(found.meant[0] for found in readings if is_right(found))
    named = [topic for topic in topics if meant[topic]]
    scores = [2 * right[topic] / (meant[topic] + read[topic]) for topic in named]
    return fmean(scores) if scores else float("nan")


def is_right(found: Reading) -> bool:
    """Tell whether the likeliest intent is what was meant."""
    return found.likeliest == found.meant[0]


def share(hits: Iterable[bool]) -> float:
    """Return the share of true values, nan of none."""
    counted = list(hits)
    return sum(counted) / len(counted) if counted else float("nan")


def _names(found: Reading) -> list[str]:
    return [name for name, _ in found.ranking]
