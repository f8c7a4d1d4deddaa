"""The words of the inbox's pages, read from `texts.yml`."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    """Return the words by kind, then by code."""
    written: dict[str, Any] = yaml.safe_load(
        (files(__package__) / "texts.yml").read_text(encoding="utf-8")
    )
    return written


def state_of(slug: str) -> str:
    """Return the state that an address names. Raises `KeyError` for none."""
    slugs: dict[str, str] = {text["slug"]: state for state, text in texts()["states"].items()}
    return slugs[slug]
