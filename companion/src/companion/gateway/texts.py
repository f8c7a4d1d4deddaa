"""The gateway's few sentences, read from `texts.yml`."""

from dataclasses import dataclass
from importlib.resources import files

import yaml

from companion.reasons import RatingReason


@dataclass(frozen=True)
class GatewayTexts:
    """What is said when Rasa is down or the assistant off, and the labels of rating reasons."""

    outage: str
    assistant_off: str
    rating_reasons: dict[RatingReason, str]


def load_texts() -> GatewayTexts:
    """Read the texts. Raises `KeyError` when a rating reason has no label."""
    content = yaml.safe_load((files(__package__) / "texts.yml").read_text(encoding="utf-8"))
    labels = content["rating_reasons"]
    reasons = {reason: labels[reason] for reason in RatingReason}
    return GatewayTexts(content["outage"], content["assistant_off"], reasons)
