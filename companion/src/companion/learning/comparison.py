"""Two models on the same sentences: who reads what right, and what changed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from companion.classifier.model import OUT_OF_SCOPE
from companion.classifier.orchestrator import Orchestrator, Verdict


@dataclass(frozen=True)
class Asked:
    """A sentence that training never sees, and what its author wants."""

    text: str
    meant: str


@dataclass(frozen=True)
class Figures:
    """Shares in [0, 1]; None where there is no such sentence.

    Of our own subjects: the right one comes `first`, nothing is proposed (`refused`), another one
    is answered outright (`answered_wrong`). Of foreign matters: one of ours is answered outright.
    """

    first: float | None
    refused: float | None
    answered_wrong: float | None
    foreign_answered: float | None


@dataclass(frozen=True)
class Changed:
    """A sentence that is read otherwise: what was meant, read before, read now."""

    text: str
    meant: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What a patch changes; `stale` tells that the model before learnt other files than these."""

    ours: int
    foreign: int
    before: Figures
    after: Figures
    gained: Sequence[Changed]
    lost: Sequence[Changed]
    moved: Sequence[Changed]  # wrong before, wrong otherwise now
    stale: bool

    def as_json(self) -> dict[str, Any]:
        """Return plain objects, for the table."""
        return asdict(self)


def compare(
    asked: Sequence[Asked],
    before: Orchestrator,
    after: Orchestrator,
    topics: Collection[str],
    *,
    stale: bool,
) -> Comparison:
    """Have both read the sentences; those meant for no topic nor for others are left out."""
    kept = [found for found in asked if found.meant in topics or found.meant == OUT_OF_SCOPE]
    texts = [found.text for found in kept]
    old, new = before.judge_all(texts), after.judge_all(texts)
    changed = [
        Changed(found.text, found.meant, read(one), read(other))
        for found, one, other in zip(kept, old, new, strict=True)
        if read(one) != read(other)
    ]
    return Comparison(
        ours=sum(found.meant != OUT_OF_SCOPE for found in kept),
        foreign=sum(found.meant == OUT_OF_SCOPE for found in kept),
        before=_figures(kept, old),
        after=_figures(kept, new),
        gained=[found for found in changed if found.after == found.meant],
        lost=[found for found in changed if found.before == found.meant],
        moved=[found for found in changed if found.meant not in (found.before, found.after)],
        stale=stale,
    )


def read(verdict: Verdict) -> str:
    """Return the topic put first; of no proposal, that it is nobody's."""
    return verdict.candidates[0].topic if verdict.candidates else OUT_OF_SCOPE


def _figures(asked: Sequence[Asked], verdicts: Sequence[Verdict]) -> Figures:
    pairs = list(zip(asked, verdicts, strict=True))
    ours = [(found, verdict) for found, verdict in pairs if found.meant != OUT_OF_SCOPE]
    foreign = [verdict for found, verdict in pairs if found.meant == OUT_OF_SCOPE]
    return Figures(
        first=_share([read(verdict) == found.meant for found, verdict in ours]),
        refused=_share([not verdict.candidates for _, verdict in ours]),
        answered_wrong=_share(
            [
                verdict.decision == "answer" and read(verdict) != found.meant
                for found, verdict in ours
            ]
        ),
        foreign_answered=_share([verdict.decision == "answer" for verdict in foreign]),
    )


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None
