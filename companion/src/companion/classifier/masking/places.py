"""Postal addresses: a number and a way, or a way and a postcode; a town alone tells nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companion.classifier.masking.french import (
    WORD,
    is_capital,
    is_ordinary,
    looks_ordinary,
    plain,
    words_of,
)
from companion.classifier.masking.recogniser import Span

_WAYS = (
    r"rue|r\.|avenue|av\.?|ave|boulevard|boul\.?|bld\.?|bvd|bd\.?|impasse|imp\.|all[ée]es?|chemin"
    r"|che?m?\.|route|rte|quai|ruelle|sente|sentier|venelle|mont[ée]e|square|esplanade|promenade"
    r"|rond[- ]point|faubourg|fbg|lotissement|hameau|lieu[- ]dit|traverse|chauss[ée]e"
)
# They are also other things: "2 place de parking", "20 cours de danse".
_DOUBTFUL_WAYS = (
    r"place|pl\.|cours|passage|r[ée]sidence|r[ée]s\.|villa|clos|domaine|cit[ée]|parc|parvis"
    r"|c[ôo]te|quartier|mas|ferme|port|voie"
)
_WAY = re.compile(
    rf"(?i)(?<!\w)(?:(?P<sure>{_WAYS})|(?P<doubtful>{_DOUBTFUL_WAYS}))(?!\w)[ ]{{0,2}}"
)
_NUMBER = re.compile(
    r"(?i)(?<![\w,.-])\d{1,4}(?:\s?[-/]\s?\d{1,4})?(?:\s?(?:bis|ter|quater|[a-d]))?\s?,?\s{0,2}$"
)
_LONGEST_NUMBER = 24  # characters: "12-14 quater, "
_PARTICLE = re.compile(
    r"(?i)[ ]{0,2}(?:de la|de l'|des|de|du|d'|la|les|le|l'|à la|aux|au|sur|sous)"
    r"(?:(?<=')|(?=[ ]))[ ]?"
)
_WORD = re.compile(rf"[ ]{{0,2}}(?P<word>{WORD})\.?")
# "rue du 8 mai 1945", "rue des 4 vents"
_NUMBERED = re.compile(r"[ ]?\d{1,2}(?:er)?[ ](?P<word>[^\W\d_]{3,})(?:[ ]\d{4}(?!\d))?")
# After these, small letters or not, the name goes on: "avenue du général de gaulle".
_TITLES = words_of("way_titles")
_NO_WAYS = words_of("no_ways")
_GRAMMAR = words_of("grammar")
_POSTCODE = (
    r"(?<!\d)(?:F-?\s?)?\d{2}\s?\d{3}(?!\d)[ ]{0,2}"
    rf"(?!(?i:euros?|eur|e)\b)(?:(?:(?i:le|la|les|saint|sainte|st|ste)[ -]|(?i:l')){{0,2}}{WORD}"
    rf"(?:[ ](?i:sur|sous|l[eèé]s|en|d'|de|du)[ ]?(?=[A-ZÀ-Þ]){WORD}|[ ](?i:sur|l[eèé]s)[ ]{WORD})?"
    r"(?:[ ](?i:cedex)(?:[ ]\d{1,2}\b)?)?)?"
)
_LODGING = (
    r"(?:b[âa]t(?:iment)?|appt?|apt|appartement|esc(?:alier)?|porte|hall|[ée]tage|logt?|lot"
    r"|bo[îi]te|b\.?p\.?|n°|num[ée]ro)\.?[ ]?\w{1,4}\b"
)
_FLOOR = (
    r"(?:\d{1,2}|1er|premier|deuxi[èe]me)[ ]?(?:er|e|[èe]me)?[ ]?[ée]tage"
    r"(?:[ ](?:gauche|droite|face))?"
)
_HOUSE = rf"(?:r[ée]sidence|r[ée]s\.|lieu[- ]dit|ehpad)(?:[ ]{WORD}){{1,3}}"
_DETAIL = rf"(?i:{_LODGING}|{_FLOOR}|{_HOUSE})"
_SEPARATOR = r"\s{0,2}[,;\n-]?\s{0,2}"
# What follows the way: details, a place's name in capitals, the postcode and the town.
_REST = re.compile(
    rf"(?P<details>(?:{_SEPARATOR}{_DETAIL}){{0,4}})"
    rf"(?:(?:{_SEPARATOR}[A-ZÀ-Þ][^,\n\d]{{1,40}})?{_SEPARATOR}(?P<postcode>{_POSTCODE}))?"
)
_BEFORE = re.compile(rf"(?:{_DETAIL}{_SEPARATOR}){{1,4}}$")
_LONGEST_BEFORE = 60
_LIVING = re.compile(
    r"(?i)\b(?:habit(?:e[sz]?|ons|ant|ais|ait)|demeur\w{0,5}|domicili\w{0,3}|r[ée]side\w{0,3}|adresse|log[ée]\w{0,3})\b"
    r"[\s:]{1,3}(?:(?:est|au|à|a|dans|la|le|une|postale|c'est|actuelle|nouvelle)\b[\s:]{1,2}){0,3}$"
)
_LONGEST_LIVING = 40
_BOX = re.compile(
    rf"(?<![\w-])(?:BP|B\.P\.|CS|TSA)[ ]?\d{{1,6}}(?![\w-])(?:{_SEPARATOR}{_POSTCODE})?(?!\w)"
)


@dataclass(frozen=True)
class Addresses:
    """Finds postal addresses, with the details around the way and the town behind it."""

    kind: str = "address"
    label: str = "adresse postale masquée"

    def find(self, text: str) -> Iterator[Span]:
        """Return every address; a way without a number must be lived in or have a postcode."""
        for way in _WAY.finditer(text):
            span = _address(text, way)
            if span is not None:
                yield Span(*span, self.kind)
        for box in _BOX.finditer(text):
            yield Span(*box.span(), self.kind)


def _address(text: str, way: re.Match[str]) -> tuple[int, int] | None:
    named = _name_end(text, way.end())
    if named is None:
        return None
    number = _before(text, way.start(), _NUMBER, _LONGEST_NUMBER)
    start = way.start() if number is None else number
    rest = _REST.match(text, named)
    located = bool(rest and (rest["postcode"] or "num" in rest["details"]))
    lived_in = number is not None or _is_lived_in(text, start)
    if not located and not (lived_in and _is_way(text, way)):
        return None
    details = _before(text, start, _BEFORE, _LONGEST_BEFORE)
    return start if details is None else details, rest.end() if rest else named


def _before(text: str, end: int, pattern: re.Pattern[str], longest: int) -> int | None:
    """Return where what ends at `end` begins, None when the pattern does not match there."""
    earliest = max(0, end - longest)
    found = pattern.search(text[earliest:end])
    return earliest + found.start() if found else None


def _is_lived_in(text: str, start: int) -> bool:
    return _before(text, start, _LIVING, _LONGEST_LIVING) is not None


def _is_way(text: str, way: re.Match[str]) -> bool:
    return way["doubtful"] is None or _is_named_place(text, way.end())


def _is_named_place(text: str, place: int) -> bool:
    """Tell whether what follows "place" or "cours" is a name: "de la Mairie", not "de danse"."""
    particle = _PARTICLE.match(text, place)
    word = _WORD.match(text, particle.end() if particle else place)
    if word is None or plain(word["word"]) in _NO_WAYS:
        return False
    return particle is not None or is_capital(word["word"])


def _name_end(text: str, place: int) -> int | None:
    """Return where the name of a way ends, None when none begins at `place`."""
    particle = _PARTICLE.match(text, place)
    here = particle.end() if particle else place
    numbered = _NUMBERED.match(text, here)
    if numbered and (particle or not is_ordinary(numbered["word"])):
        return numbered.end()
    return _words_end(text, here, most=1 if particle else 2)


def _words_end(text: str, place: int, most: int) -> int | None:
    """Take capitals as they come, and at most `most` words in small letters."""
    end, small, title = None, 0, False
    while word := _WORD.match(text, place):
        name = word["word"]
        capital = is_capital(name) and not name.isupper()
        full = small >= most and not (capital or title)
        if full or _ends_a_name(name, capital=capital, first=end is None):
            break
        end, small = word.end("word"), small + (not capital)
        title = plain(name) in _TITLES
        particle = _PARTICLE.match(text, word.end())
        place = particle.end() if particle and (title or capital) else word.end()
    return end


def _ends_a_name(word: str, *, capital: bool, first: bool) -> bool:
    """Tell whether a word is none of a way's name; the first may be any noun: "rue du marché"."""
    if plain(word) in _TITLES:
        return False
    if first:
        return plain(word) in _GRAMMAR
    return is_ordinary(word) if capital else looks_ordinary(word)
