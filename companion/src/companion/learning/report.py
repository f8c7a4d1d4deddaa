"""A comparison of two models in lines for a terminal."""

from collections.abc import Iterator

from companion.learning.comparison import Comparison
from companion.learning.texts import texts


def report(found: Comparison) -> Iterator[str]:
    """Yield the shares before and after, then the sentences that are read otherwise."""
    words = texts()["compared"]
    before, after = found.as_json()["before"], found.as_json()["after"]
    yield words["asked"].format(ours=found.ours, foreign=found.foreign)
    for key, label in texts()["figures"].items():
        yield f"  {label:52} {_share(before[key])} → {_share(after[key])}"
    for kind, changed in (("gained", found.gained), ("lost", found.lost)):
        yield words[kind].format(count=len(changed))
        yield from (f"  {row.meant:32} {row.before} → {row.after} : {row.text}" for row in changed)
    if found.stale:
        yield words["stale"]


def _share(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"
