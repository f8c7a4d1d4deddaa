"""Identifiers that a word announces: believed whatever their grouping and their check digits."""

import re
from collections.abc import Callable

from stdnum.fr import nif

from companion.classifier.masking.identifiers import (
    GAP,
    LABELS,
    NO_AMOUNT,
    PLATE_LETTER,
    WIDE_GAP,
    compact,
    is_no_date,
)
from companion.classifier.masking.recogniser import PatternRecogniser

# What stands between a word and its number: "numéro fiscal du déclarant 1 : 30 23…".
_LINK = (
    r"(?:[\s:=,;.()\-]|n[°ºo]|num(?:[ée]ro)?\b|est\b|c'?est\b|c\b|le\b|la\b|mon\b|ma\b|du\b|de\b|d'"
    r"|au\b|suivant\b|d[ée]clarant (?:\d\b)?|conjoint\b|monsieur\b|madame\b){0,8}"
)
_NUMBER = r"(?:n[°ºo]?|num(?:[ée]ro)?)\.?\s?"
_NOTICE_CUES = (
    rf"{_NUMBER}(?:de\s(?:l')?|d'|du\s|d\s)?(?:avis|r[ôo]le|fip|facture)"
    rf"|avis\s{_NUMBER}|r[ôo]le\s{_NUMBER}|\bfip\b"
)
_REFERENCE_CUES = r"\br[ée]f(?:[ée]rence)?s?\b\.?(?:\s(?:de\s(?:l')?|d'|du\s|d\s)?avis\b)?"
# Digits, with a capital before, within or after; a capital alone at the end.
_CODE = r"\d{2,}[A-Z]?\d*(?:[\s-][A-Z]?\d+[A-Z]?\b|[\s-][A-Z]\b){0,5}"


def _announced(
    kind: str, cue: str, run: str, accepts: Callable[[str], bool] = bool
) -> PatternRecogniser:
    pattern = rf"(?i:(?:{cue}){_LINK})(?P<it>{run})(?!\w){NO_AMOUNT}"
    return PatternRecogniser(kind, LABELS[kind], re.compile(pattern), accepts)


def _digits(fewest: int, most: int) -> str:
    return rf"\d(?:{WIDE_GAP}\d){{{fewest - 1},{most - 1}}}"


def _is_reference(fewest: int) -> Callable[[str], bool]:
    """Accept a code of enough digits; people also call their fiscal number a reference."""
    return lambda found: (
        len(re.findall(r"\d", found)) >= fewest and not nif.is_valid(compact(found))
    )


ANNOUNCED = (
    _announced("iban", r"\b(?:iban|rib|compte)\b", rf"(?:[A-Z]{{2}})?\d(?:{GAP}\d){{13,30}}"),
    _announced(
        "phone",
        r"\b(?:t[ée]l(?:[ée]phone)?|portable|mobile|fixe|joignable)\b",
        _digits(9, 12),
        is_no_date,
    ),
    _announced(
        "nir",
        r"(?:\bs[ée]cu(?:rit[ée] sociale)?|\bnir|\binsee)\b",
        rf"[12](?:{GAP}[\dAB]){{12,15}}",
    ),
    _announced("card", r"\b(?:carte(?: bancaire| bleue)?|cb)\b", _digits(13, 19)),
    _announced("siret", r"\bsiret", _digits(12, 15)),
    _announced("notice_reference", _NOTICE_CUES, _CODE, _is_reference(5)),
    _announced("notice_reference", _REFERENCE_CUES, _CODE, _is_reference(9)),
    _announced("fiscal_number", r"\b(?:fisca(?:l|ux)|spi|nif)\b", _digits(11, 15), is_no_date),
    _announced("siren", r"\bsiren", _digits(8, 10)),
    _announced(
        "plate",
        r"\b(?:plaques?|immat\w{0,14}|v[ée]hicule|voiture|carte grise)\b",
        rf"(?i:{PLATE_LETTER}{{2}}[ -]?\d{{3}}[ -]?{PLATE_LETTER}{{2}}"
        rf"|\d{{1,4}}[ -]?{PLATE_LETTER}{{2,3}}[ -]?(?:97[1-6]|2[AB]|\d{{2}}))",
    ),
)
