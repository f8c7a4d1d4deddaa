"""Which department a message comes from: a postcode or a department that the text announces.

What is only five digits may be an amount or a reference: without a place around it, it is none.
"""

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

from econtacts_core.territories import Department, Territories

from companion.classifier.masking.french import WORD, is_capital, is_ordinary
from companion.classifier.masking.reading import read

_LIVING = (
    r"\b(?i:habit(?:e|ons|ant)|demeur(?:e|ons|ant)|r[ée]sid(?:e|ons|ant)|domicili[ée]e?s?"
    r"|install[ée]e?s?)"
)
_POSTCODE = re.compile(r"(?<![\w.,/-])\d{5}(?![\w/-]|[.,]\d)")
_AMOUNT = re.compile(
    r"(?i)\s{0,2}(?:[€%]|k€|(?:euros?|eur|e|francs?|ht|ttc|km|kms|kwh|m2)\b|euros)"
)
_REFERENCE = re.compile(
    r"(?i)(?:n°|\b(?:num[ée]ro|dossier|r[ée]f\w*|facture|avis|formulaire|contrat))[ .:]{0,3}$"
)
# What ends just before the number: "code postal : ", "j'habite à Nantes (".
_ANNOUNCED = re.compile(
    r"(?:\b(?i:code[ ]postal|cp)(?:[ ](?i:est|le|du))?"
    rf"|{_LIVING}(?:[ ,](?i:à|a)\b(?:[ ][^\W\d][\w'-]*)?|[ ,](?i:au|en|dans|sur|le|la|les)\b"
    r"|[ ,][A-ZÀ-Þ][\w'-]*)*)"
    r"[ ]?[ :(,]{0,3}$"
)
_LONGEST_BEFORE = 60  # characters
_TOWN = re.compile(rf"[ ]{{1,2}}(?:(?i:le|la|les)[ ])?(?P<town>{WORD})")
_QUESTION = re.compile(r"-(?:je|tu|il|elle|on|nous|vous|ce)$")
_LONGEST_ACRONYM = 3


class TerritoryReader:
    """The departments of the knowledge, and the patterns that their names make."""

    def __init__(self, territories: Territories) -> None:
        self._territories = territories
        self._by_name = {_key(found.name): found for found in territories.departments.values()}
        # the longest first: "Loire" begins "Loire-Atlantique" too
        ranked = sorted(self._by_name, key=len, reverse=True)
        name = rf"(?P<name>{'|'.join(ranked).replace(' ', "[-' ]")})(?![\w-])"
        # "dans le 15e" is a part of a town
        code = r"(?P<code>\d{2,3}|2[ABab])(?!\w|[.,]\d|[ ](?:e|eme|arr\w*)\b)"
        self._called = re.compile(
            r"(?i)\bd(?:epartement|e?pt)\b[ :(]{0,3}"
            r"(?:(?:n°|numero|est|de la|des|de|du|le|la|les)[ ]|de l'|d'|l')?"
            rf"(?:{name}|{code})"
        )
        self._lived_in = re.compile(
            rf"{_LIVING}[ ](?:(?:dans[ ](?:l[ea][ ]|les[ ]|l')|en[ ])(?=[A-Z])(?i:{name})"
            rf"|dans[ ]le[ ]{code})"
        )

    def read(self, text: str) -> Department | None:
        """Return the department that `text` names, None when it names none, or several."""
        readable = read(text)
        found = {*self._of_postcodes(readable), *self._named(_without_accents(readable))}
        return found.pop() if len(found) == 1 else None

    def _of_postcodes(self, text: str) -> Iterator[Department]:
        for number in _POSTCODE.finditer(text):
            department = self._territories.of_postcode(number.group())
            if department is not None and _is_postcode(text, number):
                yield department

    def _named(self, text: str) -> Iterator[Department]:
        for pattern in (self._called, self._lived_in):
            for match in pattern.finditer(text):
                if match["name"]:
                    yield self._by_name[_key(match["name"])]
                elif match["code"].upper() in self._territories.departments:
                    yield self._territories.departments[match["code"].upper()]


def _is_postcode(text: str, number: re.Match[str]) -> bool:
    before = text[max(0, number.start() - _LONGEST_BEFORE) : number.start()]
    if _AMOUNT.match(text, number.end()) or _REFERENCE.search(before):
        return False
    return _ANNOUNCED.search(before) is not None or _precedes_a_town(text, number.end())


def _precedes_a_town(text: str, place: int) -> bool:
    """Tell whether a capital follows that is neither an everyday word nor an acronym."""
    found = _TOWN.match(text, place)
    if found is None or text.isupper():  # among capitals, a capital says nothing
        return False
    town = found["town"]
    acronym = town.isupper() and len(town) <= _LONGEST_ACRONYM
    everyday = acronym or is_ordinary(town) or _QUESTION.search(town)
    return is_capital(town) and not everyday


def _key(name: str) -> str:
    return re.sub(r"[-' ]", " ", _without_accents(name).lower())


def _without_accents(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))
