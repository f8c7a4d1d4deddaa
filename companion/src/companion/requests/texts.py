"""What is said of a form that cannot be sent as it is, read from `texts.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class RequestTexts:
    """Sentences by the name of a mistake; `unwanted` names what nobody should write."""

    fields: Mapping[str, str]
    unwanted: Mapping[str, str]
    attachments: Mapping[str, str]


def load_request_texts() -> RequestTexts:
    """Read the texts."""
    written = (files(__package__) / "texts.yml").read_text(encoding="utf-8")
    return RequestTexts(**yaml.safe_load(written))
