"""A comparison of two models in lines for a terminal."""

from collections.abc import Iterator

from companion.pilotage.inbox.texts import texts
from companion.pilotage.trials.comparison import Comparison


def report(found: Comparison) -> Iterator[str]:
    """Yield the shares before and after, then the sentences that are read otherwise."""
    before, after = found.as_json()["before"], found.as_json()["after"]
    yield f"{found.ours} phrases fiscales, {found.foreign} textes étrangers"
    for key, label in texts()["figures"].items():
        yield f"  {label:52} {_share(before[key])} → {_share(after[key])}"
    for title, changed in (("lues juste maintenant", found.gained), ("perdues", found.lost)):
        yield f"{title} : {len(changed)}"
        yield from (f"  {row.meant:32} {row.before} → {row.after} : {row.text}" for row in changed)
    if found.stale:
        yield "le modèle en service a appris d'autres fichiers : lancez make train"


def _share(value: float | None) -> str:
    return "    –" if value is None else f"{value:.3f}"
