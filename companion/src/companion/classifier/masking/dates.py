"""Dates of birth: a day that stands after a birth."""

import re

from companion.classifier.masking.recogniser import PatternRecogniser

_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre"
    r"|d[ée]cembre|(?:janv|f[ée]vr?|avr|juil|sept|oct|nov|d[ée]c)\b\.?)"
)
_YEAR = r"(?:(?:18|19|20)\d{2}|\d{2})(?!\d)"
_DAY = (
    rf"(?:\d{{1,2}}\s?[/.\-\s]\s?\d{{1,2}}\s?[/.\-\s]\s?{_YEAR}"
    rf"|(?:\d{{1,2}}|1er)\s?{_MONTH}(?!\w)(?:\s{_YEAR})?"
    r"|\d{8}(?!\d)|(?:19|20)\d{2}-\d{2}-\d{2})"
)
_PLACE = r"(?:\s(?:à|a|en|au|aux|dans)\s[^\W\d][\w' -]{0,40}?)?"
# Without its accent "né" is also "ne", which announces a birth only right before "le".
_NAMED = r"(?:\s(?-i:[A-ZÀ-Þ])[\w'-]{1,20}){0,3}"
_BORN = (
    rf"\b(?:n[ée]e\(?s?\)?|n[ée]\(e\)|nés?){_NAMED}{_PLACE}(?:\s(?:le|du)\b)?\s?:?|\bne le\b\s?:?"
)
# "Le terme est prévu le 12 mai" is no date of anybody's yet.
_BIRTH = (
    r"\b(?:date\s(?:de\s)?naissance|naissance|ddn)\b(?:(?!pr[ée]v|terme|attend)[^\d\n.;?!]){0,40}?"
)
_LIKEWISE = r"\b(?:la|le|et) (?:mienne?|sienne?|tienne?)\b(?:\s(?:est|c'est))?\sle"

DATES = (
    PatternRecogniser(
        "birth_date",
        "date de naissance masquée",
        re.compile(rf"(?i)(?:{_BORN}|{_BIRTH}|{_LIKEWISE})\s?(?<!\d)(?P<it>{_DAY})"),
    ),
)
