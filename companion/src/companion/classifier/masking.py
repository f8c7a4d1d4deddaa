"""Take personal identifiers out of a text before it is stored, logged or scored.

Rules with a check digit are trusted even when spaced; a long run of digits is masked even when no
check holds, since people mistype: better one number too many than one kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.fr import nif, nir, siren, siret


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


def _spaced(*groups: int) -> re.Pattern[str]:
    """Match digits in groups of these lengths, with or without separators between groups."""
    digits = r"[ .\-\u00a0\u202f]?".join(rf"\d{{{length}}}" for length in groups)
    return re.compile(rf"(?<![\w.,]){digits}(?![\w])")


def _compact(found: str) -> str:
    return re.sub(r"\W", "", found)


def _is_unspaced_or(valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Accept a run without separators, or a spaced one whose check digits hold."""
    return lambda found: found.isdigit() or valid(_compact(found))


_RULES = (
    Rule(
        "email",
        "adresse électronique",
        re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
        _always,
    ),
    # A French account is masked even mistyped; another country's when its key holds.
    Rule(
        "iban",
        "IBAN",
        re.compile(r"(?i)(?<!\w)FR[ -]?\d{2}(?:[ -]?[0-9A-Z]){23}(?!\w)"),
        _always,
    ),
    Rule(
        "iban",
        "IBAN",
        re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[0-9A-Z]){11,30}(?!\w)"),
        lambda found: bool(iban.is_valid(found)),
    ),
    Rule(
        "phone",
        "numéro de téléphone",
        re.compile(
            r"(?<![\w.,])(?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?|0)[1-9](?:[ .\-]?\d{2}){4}(?!\w)"
        ),
        _always,
    ),
    Rule(
        "nir",
        "numéro de sécurité sociale",
        re.compile(r"(?<!\w)[1278] ?\d{2} ?\d{2} ?[\dAB]{2} ?\d{3} ?\d{3} ?\d{2}(?!\w)"),
        lambda found: found.isdigit() or bool(nir.is_valid(found)),
    ),
    Rule("card", "numéro de carte", _spaced(4, 4, 4, 4), _is_unspaced_or(luhn.is_valid)),
    Rule("siret", "SIRET", _spaced(3, 3, 3, 5), _is_unspaced_or(siret.is_valid)),
    Rule(
        "fiscal_number",
        "numéro fiscal",
        _spaced(2, 2, 3, 3, 3),
        _is_unspaced_or(nif.is_valid),
    ),
    Rule("fiscal_number", "numéro fiscal", _spaced(13), _always),
    Rule(
        "siren",
        "SIREN",
        _spaced(3, 3, 3),
        lambda found: bool(siren.is_valid(_compact(found))),
    ),
    Rule("number", "numéro", re.compile(r"(?<![\w.,])\d{9,}(?!\w)"), _always),
)
