"""Take personal identifiers out of a text before it is stored, logged or scored.

Rules with a check digit are trusted even when spaced; a long run of digits is masked even when no
check holds, since people mistype: better one number too many than one kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.fr import nif, siren, siret


@dataclass(frozen=True)
class Masked:
    """A text without identifiers, and the kinds of those found, in the order of the rules."""

    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One kind of identifier; `accepts` judges what `pattern` found."""

    kind: str
    label: str
    pattern: re.Pattern[str]
    accepts: Callable[[str], bool]

    def apply(self, text: str) -> str:
        """Return `text` with every accepted match replaced."""
        return self.pattern.sub(self._replacement, text)

    def _replacement(self, found: re.Match[str]) -> str:
        return f"[{self.label} masqué]" if self.accepts(found.group()) else found.group()


def mask(text: str) -> Masked:
    """Replace every identifier by what it was.

    >>> mask("mon numéro fiscal est 3023217600053, tel 06 12 34 56 78").text
    'mon numéro fiscal est [numéro fiscal masqué], tel [numéro de téléphone masqué]'
    """
    kinds: list[str] = []
    for rule in _RULES:
        masked = rule.apply(text)
        if masked != text:
            kinds.append(rule.kind)
            text = masked
    return Masked(text, tuple(kinds))


def _always(found: str) -> bool:
    return True


# What people put between digits: spaces of all widths, line ends, dots, dashes.
_GAP = r"[\s.\-_\u2010-\u2015\u200b]{0,3}"
# Not within a word or a decimal; "tél.06…" is none.
_START = r"(?<!\w)(?<!\d[.,])"


def _spaced(*groups: int) -> re.Pattern[str]:
    """Match digits in groups of these lengths, with or without separators between groups."""
    digits = _GAP.join(rf"\d{{{length}}}" for length in groups)
    return re.compile(rf"{_START}{digits}(?!\w)")


def _compact(found: str) -> str:
    return re.sub(r"\W", "", found)


def _has_valid(valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Accept what holds its check digits, however it is grouped."""
    return lambda found: valid(_compact(found))


def _is_unspaced_or(valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Accept a run without separators, or a spaced one whose check digits hold."""
    return lambda found: found.isdigit() or valid(_compact(found))


_RULES = (
    Rule(
        "email",
        "adresse électronique",
        re.compile(r"[\w.+%-]{1,64} ?(?:@|\(at\)) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
        _always,
    ),
    # A French account is masked even mistyped, with a character too many or too few; another
    # country's when its key holds, whether or not its bank is known.
    Rule(
        "iban",
        "IBAN",
        re.compile(
            rf"(?i)(?<!\w)FR{_GAP}\d{{2}}(?:{_GAP}\d){{10}}"
            rf"(?:{_GAP}[0-9A-Z]){{11,13}}[0-9A-Z]{{0,3}}(?!\w)"
        ),
        _always,
    ),
    Rule(
        "iban",
        "IBAN",
        re.compile(rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{_GAP}[0-9A-Z]){{11,30}}(?!\w)"),
        lambda found: bool(iban.is_valid(_compact(found), check_country=False)),
    ),
    Rule(
        "phone",
        "numéro de téléphone",
        re.compile(
            rf"{_START}(?:\(?(?:\+|00)33\)?{_GAP}(?:\(0\){_GAP})?|0)[1-9]"
            rf"(?:(?:{_GAP}\d){{8}}|(?:/\d{{2}}){{4}})(?!\w)"
        ),
        _always,
    ),
    Rule(
        "nir",
        "numéro de sécurité sociale",
        re.compile(
            _START
            + _GAP.join([r"[1278]", r"\d{2}", r"\d{2}", r"[\dAB]{2}", r"\d{3}", r"\d{3}"])
            + rf"{_GAP}\d{{2}}(?!\w)"
        ),
        _always,
    ),
    Rule("card", "numéro de carte", _spaced(4, 4, 4, 4), _is_unspaced_or(luhn.is_valid)),
    Rule("siret", "SIRET", _spaced(3, 3, 3, 5), _is_unspaced_or(siret.is_valid)),
    # Nothing else is written so: masked even mistyped.
    Rule("fiscal_number", "numéro fiscal", _spaced(2, 2, 3, 3, 3), _always),
    Rule("fiscal_number", "numéro fiscal", _spaced(*[1] * 13), _has_valid(nif.is_valid)),
    Rule(
        "siren",
        "SIREN",
        _spaced(3, 3, 3),
        _has_valid(siren.is_valid),
    ),
    # Whatever it is, even glued to a word.
    Rule("number", "numéro", re.compile(r"(?<!\d)(?<!\d[.,])\d{9,}(?!\d)"), _always),
)
