"""The words of the pages in one language, and what of a page is in another one."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import yaml
from markupsafe import Markup

# As the masking writes it: "[numéro fiscal masqué]", "[adresse postale masquée]".
_MASKED = re.compile(r"\[[^\[\]\n]{1,60} masquée?s?\]")


def load_words(language: str) -> Mapping[str, Any]:
    """Read the words of a language."""
    written = (files(__package__) / "words" / f"{language}.yml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(written)
    return words


def spoken_mark(language: str) -> Markup:
    """Return the attribute of an element that is French whatever the language of the page.

    So is all that the assistant, the forms and the errors say.
    """
    return Markup("") if language == "fr" else Markup(' lang="fr"')


def french_in(language: str) -> Callable[[str], str]:
    """Return what marks French within a sentence."""
    span = Markup("{}") if language == "fr" else Markup('<span lang="fr">{}</span>')
    return span.format


def is_masked(text: str) -> bool:
    """Tell whether something was masked in a text."""
    return _MASKED.search(text) is not None
