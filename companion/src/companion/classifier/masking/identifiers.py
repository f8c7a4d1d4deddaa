"""Numbers and codes that name one person, account, company or vehicle, known by their shape.

Rules with a check digit are trusted even when spaced; a long run of digits is masked even when no
check holds, since people mistype: better one number too many than one kept.
"""

import re
from collections.abc import Callable

from stdnum import iban, luhn
from stdnum.fr import nif, nir, siren, siret

from companion.classifier.masking.recogniser import PatternRecogniser

LABELS = {
    "email": "adresse électronique masquée",
    "iban": "IBAN masqué",
    "phone": "numéro de téléphone masqué",
    "nir": "numéro de sécurité sociale masqué",
    "card": "numéro de carte masqué",
    "siret": "SIRET masqué",
    "notice_reference": "référence d'avis masquée",
    "fiscal_number": "numéro fiscal masqué",
    "siren": "SIREN masqué",
    "plate": "immatriculation masquée",
    "number": "numéro masqué",
}
# What people put between digits: spaces of all widths, line ends, dots, dashes.
GAP = r"[\s.\-_\u2010-\u2015\u200b]{0,3}"
# What stands between them on bad paper and hurried keyboards, believed where a check holds.
WIDE_GAP = r"[\s.,;:/\-_\u2010-\u2015\u200b]{0,3}"
# Not within a word or a decimal; "tél.06…" is none.
_START = r"(?<!\w)(?<!\d[.,])"
# The same, said behind the first digit: a text is searched faster for a digit than for a place.
_STARTED = r"(?<!\w\d)(?<!\d[.,]\d)"
NO_AMOUNT = r"(?!\s?(?:€|k€|eur\b|euros?\b))"


def identifier(kind: str, pattern: str, accepts: Callable[[str], bool] = bool) -> PatternRecogniser:
    """Return a recogniser of `kind`, whose label is known."""
    return PatternRecogniser(kind, LABELS[kind], re.compile(pattern), accepts)


def _spaced(*groups: int, gap: str = GAP) -> str:
    """Match digits in groups of these lengths, with or without separators between groups."""
    first, *others = groups
    digits = gap.join([rf"\d{_STARTED}\d{{{first - 1}}}", *(rf"\d{{{one}}}" for one in others)])
    return rf"{digits}(?!\w)"


def compact(found: str) -> str:
    """Return the letters and digits of `found`."""
    return re.sub(r"[\W_]", "", found)


def _digits(found: str) -> str:
    return re.sub(r"\D", "", found)


def _has_valid(valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Accept what holds its check digits, however it is grouped."""
    return lambda found: bool(valid(compact(found)))


def _is_unspaced_or(valid: Callable[[str], bool]) -> Callable[[str], bool]:
    """Accept a run without separators, or a spaced one whose check digits hold."""
    return lambda found: found.isdigit() or bool(valid(compact(found)))


def is_no_date(found: str) -> bool:
    """Refuse a day and an hour that look like a telephone: 01.09.2023 12."""
    return re.match(r"\d\d\W\d\d\W(?:19|20)\d\d\b", found) is None


def _is_card(digits: str) -> bool:
    """Cards of private persons begin with 3 to 6; four years in a row do not."""
    return digits[0] in "3456" and bool(luhn.is_valid(digits))


_ACCOUNTS = (
    # A French account is masked even mistyped, with a character too many or too few; another
    # country's when its key holds, whether or not its bank is known.
    identifier(
        "iban",
        rf"(?i)(?<!\w)FR{GAP}\d{{2}}(?:{GAP}\d){{10}}"
        rf"(?:{GAP}[0-9A-Z]){{11,13}}[0-9A-Z]{{0,3}}(?!\w)",
    ),
    identifier(
        "iban",
        rf"(?<!\w)[A-Z]{{2}}\d{{2}}(?:{GAP}[0-9A-Z]){{11,30}}(?!\w)",
        lambda found: bool(iban.is_valid(compact(found), check_country=False)),
    ),
    # The older French form: bank, branch, account, key.
    identifier("iban", r"(?<!\w)\d{5}[\s-]{1,3}\d{5}[\s-]{1,3}[0-9A-Z]{11}[\s-]{1,3}\d{2}(?!\w)"),
)
_TELEPHONES = (
    identifier(
        "phone",
        rf"{_START}(?:\(?(?:\+|00)33\)?{GAP}(?:\(0\){GAP})?|0)[1-9]"
        rf"(?:(?:{GAP}\d){{8}}|(?:[/,]\d{{2}}){{4}}|(?:, \d{{2}}){{4}})(?!\w)",
        is_no_date,
    ),
    identifier("phone", rf"(?<!\w)\+[1-9]\d{{0,2}}(?:{GAP}\d){{8,12}}(?!\w){NO_AMOUNT}"),
)
_NOTICES = (
    # Year, département, seven signs, two digits: nothing else is written so.
    identifier(
        "notice_reference",
        r"(?<!\w)(?:\d{2}[\s-]\d{2}[\s-]?|\d{4}[\s-])[A-Z]?[\s-]?(?:\d{7}|[A-Z]\d{6})"
        r"[\s-]?\d{2}(?!\w)",
    ),
    identifier("notice_reference", r"(?<!\w)\d{4}[A-Z][\s-]?(?:\d{8}|\d{7}[\s-]\d{2})(?!\w)"),
)
_FISCAL_NUMBERS = (
    # Nothing else is written so: masked even mistyped.
    identifier("fiscal_number", _spaced(2, 2, 3, 3, 3)),
    identifier("fiscal_number", _spaced(*[1] * 13), _has_valid(nif.is_valid)),
    # One run of thirteen digits in a thousand passes the check by chance.
    identifier(
        "fiscal_number",
        r"(?=[0-3])(?<!\d)(?<!\d[.,])(?=(?P<it>[0-3](?:\D{0,3}\d){12})(?!\d))",
        lambda found: bool(nif.is_valid(_digits(found))),
    ),
)
# Neither I, O nor U in today's plates.
PLATE_LETTER = "[A-HJ-NP-TV-Z]"
# Apart, small words and marks would make many plates: "DE 150 EN PLUS", "2044 SPE 24".
_SMALL_WORD = (
    r"(?!(?:DE|EN|ET|LE|LA|ES|TA|MA|SA|NE|SE|TE|ME|CE|HT|KM|TTC|EUR|ANS|SPE|PRO|TF|TH|SD)\b)"
)
_PLATES = (
    identifier(
        "plate",
        rf"(?i)(?<![\w-]){PLATE_LETTER}{{2}}(?:-\d{{3}}-|\d{{3}}){PLATE_LETTER}{{2}}(?![\w-])",
    ),
    identifier(
        "plate",
        rf"(?<![\w-]){_SMALL_WORD}{PLATE_LETTER}{{2}}[ -]{{1,2}}\d{{3}}[ -]{{1,2}}"
        rf"{_SMALL_WORD}{PLATE_LETTER}{{2}}(?![\w-])",
    ),
    # Until 2009: number, letters, département.
    identifier(
        "plate",
        rf"(?<![\w-])\d{{2,4}}[ -]{_SMALL_WORD}{PLATE_LETTER}{{2,3}}[ -]"
        r"(?:97[1-6]|2[AB]|0[1-9]|[1-8]\d|9[0-5])(?![\w-])",
    ),
)
IDENTIFIERS = (
    identifier(
        "email",
        r"(?<![\w.+%-])[\w.+%-]++ ?(?:@|[(\[]at[)\]]|\barobase\b) ?[\w-]{1,63}"
        r"(?:\.[\w-]{1,63}|(?: ?\. ?| point )(?:fr|com|net|org|eu)\b){1,5}",
    ),
    *_ACCOUNTS,
    *_TELEPHONES,
    identifier(
        "nir",
        GAP.join([rf"[1278]{_STARTED}", r"\d{2}", r"\d{2}", r"[\dAB]{2}", r"\d{3}", r"\d{3}"])
        + rf"{GAP}\d{{2}}(?!\w)",
    ),
    identifier(
        "nir",
        rf"[12]{_STARTED}(?:{WIDE_GAP}[\dAB]){{14}}(?!\w)",
        _has_valid(nir.is_valid),
    ),
    identifier("card", _spaced(4, 4, 4, 4, gap=WIDE_GAP), _is_unspaced_or(_is_card)),
    identifier("siret", _spaced(3, 3, 3, 5, gap=WIDE_GAP), _is_unspaced_or(siret.is_valid)),
    *_NOTICES,
    *_FISCAL_NUMBERS,
    identifier("siren", _spaced(3, 3, 3) + NO_AMOUNT, _has_valid(siren.is_valid)),
    *_PLATES,
)
LONG_NUMBERS = (
    # Whatever it is, even glued to a word.
    identifier("number", r"\d(?<!\d\d)(?<!\d[.,]\d)\d{8,}(?!\d)"),
)
