"""Words as the search compares them: small letters, no accents."""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Stretch:
    """A part of a text; `marked`: it begins with a word searched for."""

    text: str
    marked: bool


def folded(text: str) -> str:
    """Return `text` in small letters without accents; every letter stays one letter."""
    return "".join(_letter(letter) for letter in text)


def searched(text: str) -> tuple[str, ...]:
    """Return the words to search for in what somebody typed.

    A letter alone says nothing (`l'impôt`), a figure does.

    >>> searched("L'impôt de 2024")
    ('impot', 'de', '2024')
    """
    words = _WORD.findall(folded(text))
    kept = [word for word in words if len(word) > 1 or word.isdigit()]
    return tuple(dict.fromkeys(kept))[:MOST_WORDS]


def marked(text: str, words: tuple[str, ...]) -> list[Stretch]:
    """Cut a text so that the words that begin like one of `words` stand apart."""
    stretches, end = [], 0
    for found in _WORD.finditer(folded(text)) if words else ():
        if found.group().startswith(words):
            stretches.append(Stretch(text[end : found.start()], marked=False))
            stretches.append(Stretch(text[found.start() : found.end()], marked=True))
            end = found.end()
    return [stretch for stretch in (*stretches, Stretch(text[end:], marked=False)) if stretch.text]


def _letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter.lower())
    return plain[0] if plain else letter
