"""The gateway's few sentences, read from `texts.yml`."""

from dataclasses import dataclass
from importlib.resources import files

import yaml

from companion.gateway.opening import OpeningWords
from companion.reasons import RatingReason


@dataclass(frozen=True)
class GatewayTexts:
    """What is said when Rasa is down or the assistant off, and the labels of rating reasons."""

    outage: str
    assistant_off: str
    rating_reasons: dict[RatingReason, str]
    telephone: OpeningWords


def load_texts() -> GatewayTexts:
    """Read the texts. Raises `KeyError` when a rating reason has no label."""
    content = yaml.safe_load((files(__package__) / "texts.yml").read_text(encoding="utf-8"))
    labels = content["rating_reasons"]
    reasons = {reason: labels[reason] for reason in RatingReason}
    telephone = content["telephone"]
    lists = {name: tuple(telephone[name]) for name in ("days", "months")}
    words = OpeningWords(**{**telephone, **lists})
    return GatewayTexts(content["outage"], content["assistant_off"], reasons, words)
