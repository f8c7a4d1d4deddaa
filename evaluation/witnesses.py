"""Which approach, graph or model, would alone have put first what both together proposed first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evaluation.score import Line

_WHO = ("both", "graph", "model", "neither")


@dataclass(frozen=True)
class Firsts:
    """Shares in [0, 1] of the first proposals of one set, by who put them first alone.

    They add up to one, or to nothing where nothing was proposed.
    """

    name: str
    proposals: int
    both: float
    graph: float  # the graph alone, not the model
    model: float
    neither: float


def firsts(
    name: str, proposed: Iterable[Line], by_graph: Iterable[Line], by_model: Iterable[Line]
) -> Firsts:
    """Compare what was proposed first; lines pair by order, those without a proposal are left out.

    Raises:
        ValueError: when the files are not of one length.
    """
    counted = Counter(
        _who(fused["topic"], graph["topic"], model["topic"])
        for fused, graph, model in zip(proposed, by_graph, by_model, strict=True)
        if fused["topic"] is not None
    )
    total = sum(counted.values())
    shares = {who: counted[who] / total if total else 0.0 for who in _WHO}
    return Firsts(name, total, **shares)


def _who(proposed: str, by_graph: str | None, by_model: str | None) -> str:
    if by_graph == by_model:
        return "both" if by_graph == proposed else "neither"
    return {by_graph: "graph", by_model: "model"}.get(proposed, "neither")
