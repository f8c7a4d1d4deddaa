"""A text as the recognisers read it: one spelling of a sign, each character in its place."""

import re
import unicodedata

_SIGNS = (("’", "'"), ("ʼ", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "))
# Beyond Latin letters; the digits of other scripts are there.
_EXOTIC = re.compile(r"[^\u0000-\u024f]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
# Scanners and hurried people write O and l for 0 and 1.
_LOOKALIKE = re.compile(r"\b(?=[OoIl]{0,3}\d)[OoIl\d]++\b")
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})


def read(text: str) -> str:
    """Return `text`, no character longer or shorter, with plain digits, spaces and apostrophes.

    >>> read("l’O6 39, 3O23")
    "l'06 39, 3023"
    """
    for written, plain in _SIGNS:
        text = text.replace(written, plain)
    if _EXOTIC.search(text):
        text = _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text)
    return _LOOKALIKE.sub(lambda found: found.group().translate(_DIGITS), text)
