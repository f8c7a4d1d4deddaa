"""The words of `make logs`, read from `texts.yml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def texts() -> Mapping[str, Any]:
    """Return the words by kind."""
    text = (files(__package__) / "texts.yml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words
