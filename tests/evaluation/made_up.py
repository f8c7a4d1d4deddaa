"""Readings made up for the tests of what `make evaluate` counts."""

from typing import Any

from evaluation.held_out import Reading

TOPICS = {"payer_cfe": "Payer ma CFE", "payer_impot": "Payer mon impôt", "changer_rib": "Mon RIB"}


def read(meant: str | tuple[str, ...], *ranking: tuple[str, float], **changed: Any) -> Reading:
    """Return a reading of `meant`, answered at once on the first of `ranking` unless changed."""
    first = ranking[0][0]
    usual: dict[str, Any] = {
        "text": "…",
        "meant": (meant,) if isinstance(meant, str) else meant,
        "ranking": ranking,
        "intent": first,
        "requests": (first,),
        "decision": "answer" if first in TOPICS else "talk",
        "offered": (first,) if first in TOPICS else (),
    }
    return Reading(**{**usual, **changed})
