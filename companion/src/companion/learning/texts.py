"""What the commands tell the designer, kept out of the code."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """Return the sentences of `texts.yml`."""
    written = files("companion.learning").joinpath("texts.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(written)
    return found
