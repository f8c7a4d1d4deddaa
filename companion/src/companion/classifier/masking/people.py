"""Names of people: there is no list of them, they are known by their places and capitals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companion.classifier.masking.french import (
    WORD,
    is_capital,
    is_ordinary,
    is_public,
    is_said_of_people,
    looks_ordinary,
    plain,
    words_of,
)
from companion.classifier.masking.name_places import NAME_PLACES, NamePlace, Small
from companion.classifier.masking.recogniser import Span

_WORD = re.compile(rf"[ ]{{0,2}}(?P<word>{WORD})(?P<dot>\.?)")
_LARGE = "[A-ZÀ-ÖØ-Þ]"
_CAPITAL_WORD = re.compile(rf"{_LARGE}(?<![\w'\-.@].)[^\W\d_]*+(?:['\-][^\W\d_]++)*+")
_AND = re.compile(r" (?:et|ou|&|/) ")
_COMMA = re.compile(r" ?, ?| (?:et|ou|&|/) ")
_PARTICLES = words_of("particles")
# In small letters "de" and "la" join all sorts of words.
_SMALL_PARTICLES = words_of("small_particles")
_COMPOUNDS = words_of("compounds")
_OBJECTS = words_of("objects")
_LONGEST, _LONGEST_SMALL = 5, 2  # words
_MOST_JOINED = 8
# Ways, schools, laws and firms bear names of people; they are nobody's.
_NAMED_AFTER = re.compile(
    r"(?i)\b(?:rue|avenue|av\.?|bd|boulevard|place|all[ée]e|impasse|quai|cours|square|chemin|route"
    r"|[ée]coles?|coll[èe]ge|lyc[ée]e|h[ôo]pital|clinique|universit[ée]|lois?|dispositifs?|r[ée]gime"
    r"|plan|quartier|r[ée]sidence|stade|gare|pont|tour|fondation|institut|ehpad|cr[èe]che|centre"
    r"|cabinet|soci[ée]t[ée]s?|entreprise|association|sarl|sasu?|sci|eurl|snc|garage|ets|restaurant"
    r"|banque|ville|commune|mairie|appli(?:cation)?|logiciel|site|barème|amendement|affaire"
    r"|lieu[- ]dit|hameau|villa|mas|domaine|clos|cit[ée]|lotissement|immeuble|b[âa]timent|passage"
    r"|sentier|mont[ée]e|voie|faubourg)"
    r"(?: (?:de la|de l'|de|du|des|d'))?[ ]?$"
    r"|\b\d{5} $"  # a town: 35120 Mont Dol
)
_LONGEST_BEFORE = 32
# The first letters spare trying every ending at every word.
_SIGNED = re.compile(
    r"(?i)(?=[abcmprs])\b(?:(?:cordialement|cdt|cdlt|salutations(?: distingu[ée]e?s| sinc[èe]res)?"
    r"|salutations respectueuses|bien [àa] vous|respectueusement|amicalement|sentiments \w{5,14})"
    r"[ ]?[,.!;:-]{0,3}(?:\s{0,8}\n\s{0,8}|[ ]{1,2})"
    r"|(?:merci(?: d'avance| beaucoup| par avance)?"
    r"|bonne (?:journ[ée]e|soir[ée]e|r[ée]ception)(?: [àa] vous)?"
    r"|(?:attente de|pour) votre r[ée]ponse)[ ]?[,.!;:-]{0,3}\s{0,8}\n\s{0,8})"
)
_LINE_END = re.compile(r"[ ,.]{0,3}(?:\n|$)")
# "Nolan, 19 ans", "Nolan et moi"
_BESIDE = re.compile(
    rf"(?<![\w'-])(?<!\b[àA] )(?<!\ben )(?P<it>{WORD})(?=,? \(?\d{{1,3}} ans\b| et moi\b)"
)
# "paul girard né le…", "Girard Paul 06…"
_NUMBER = re.compile(r"\b(?:n[ée]e? le\b|0[1-9][ .]?\d\d)")
_TWO_WORDS = re.compile(rf"(?<![\w'-])(?P<it>{WORD} {WORD})[ ,:]{{1,3}}(?:t[ée]l\.? )?$")
# From these on, a text whose words have all capitals tells nothing by them.
_SHOUTED_WORDS, _TITLED_WORDS = 3, 8
_SHARE = 0.7  # of the words
_FEWEST_CAPITALS = 0.08  # of the signs: fewer, and no such text is possible


@dataclass(frozen=True)
class Names:
    """Finds names behind their cues, in signatures, and as words with capitals side by side."""

    kind: str = "name"
    label: str = "nom masqué"

    def find(self, text: str) -> Iterator[Span]:
        """Return every name; first names and surnames apart or together, titles left."""
        capitals = _capitals_mean_something(text)
        for place in NAME_PLACES:
            for cue in place.cue.finditer(text):
                yield from self._spans(_names_at(text, cue.end(), place, capitals=capitals))
        yield from self._spans(_signatures(text, capitals=capitals))
        yield from self._spans(_before_numbers(text))
        if capitals:
            yield from self._spans(_alone(text))

    def _spans(self, places: Iterator[tuple[int, int]]) -> Iterator[Span]:
        return (Span(start, end, self.kind) for start, end in places)


def _capitals_mean_something(text: str) -> bool:
    """Tell whether `text` is written neither in capitals nor with one on every word."""
    if len(re.findall(_LARGE, text)) < _FEWEST_CAPITALS * len(text):
        return True
    words = re.findall(WORD, text)
    shouted = sum(word.isupper() for word in words) > _SHARE * len(words)
    titled = sum(is_capital(word) for word in words) > _SHARE * len(words)
    return not (
        (shouted and len(words) >= _SHOUTED_WORDS) or (titled and len(words) >= _TITLED_WORDS)
    )


def _names_at(
    text: str, start: int, place: NamePlace, *, capitals: bool
) -> Iterator[tuple[int, int]]:
    trusted = place.small is Small.YES
    if capitals and (end := _capital_end(text, start, 1, trusted=trusted)):
        yield from _with_others(text, start, end, _COMMA if place.listed else _AND)
        return
    end = _small_end(text, start, place.fewest_small) if place.small is not Small.NO else None
    if end is not None and (trusted or _may_follow(text, end)):
        yield start, end


def _with_others(
    text: str, start: int, end: int, joint: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    """Return a name, and those that are joined to it."""
    yield start, end
    for _ in range(_MOST_JOINED):
        joined = joint.match(text, end)
        last = _capital_end(text, joined.end(), 1) if joined else None
        if joined is None or last is None:
            return
        yield joined.end(), last
        end = last


def _capital_end(text: str, start: int, fewest: int, *, trusted: bool = False) -> int | None:
    """Return where the name with capitals that begins at `start` ends, None when there is none.

    Behind a trusted cue it may be a particle's or a trade's: "de Castelnau", "Boulanger".
    """
    end, place, count = None, start, 0
    while count < _LONGEST and (word := _WORD.match(text, place)):
        name = word["word"]
        if _is_name(name, dotted=bool(word["dot"]), trusted=trusted or count > 0):
            end, count = word.end("word"), count + 1
        elif name.lower() not in _PARTICLES or not (trusted or count):
            break
        place = word.end() if len(name) == 1 else word.end("word")
    return end if count >= fewest else None


def _is_name(word: str, *, dotted: bool = False, trusted: bool = False) -> bool:
    """Tell whether a word may be part of a name: a capital, no ordinary word, no institution."""
    if len(word) == 1:
        return dotted and word.isupper() and word != "M"
    if not is_capital(word) or is_ordinary(word) or is_public(word):
        return False
    return trusted or not (is_said_of_people(word) or re.match("[a-z]'", word))


def _small_end(text: str, start: int, fewest: int) -> int | None:
    """Return where the name in small letters that begins at `start` ends."""
    end, place, count, most = None, start, 0, _LONGEST_SMALL
    while count < most and (word := _WORD.match(text, place)):
        name = word["word"]
        if _is_small_name(name):
            end, count = word.end("word"), count + 1
            most += plain(name) in _COMPOUNDS and most == _LONGEST_SMALL
        elif plain(name) not in _SMALL_PARTICLES:
            break
        place = word.end("word")
    return end if count >= fewest else None


def _is_small_name(word: str) -> bool:
    return len(word) > 1 and not looks_ordinary(word) and not is_public(word)


def _may_follow(text: str, end: int) -> bool:
    """Tell whether what follows a word lets it be a name: after a verb comes its object."""
    following = _WORD.match(text, end)
    return following is None or plain(following["word"]).split("'")[0] not in _OBJECTS


def _signatures(text: str, *, capitals: bool) -> Iterator[tuple[int, int]]:
    for signed in _SIGNED.finditer(text):
        start = signed.end()
        if capitals and (end := _capital_end(text, start, 1)):
            yield from _with_others(text, start, end, _AND)
        elif (end := _small_end(text, start, 1)) and _LINE_END.match(text, end):
            yield start, end
    if capitals:
        yield from _last_line(text)


def _last_line(text: str) -> Iterator[tuple[int, int]]:
    """Return the names that make the last of several lines, and nothing else with them."""
    before, _, last = text.rstrip().rpartition("\n")
    if not before:
        return
    start = len(before) + 1 + len(last) - len(last.lstrip())
    end = _capital_end(text, start, 1)
    names = list(_with_others(text, start, end, _AND)) if end else []
    if names and _LINE_END.match(text, names[-1][1]):
        yield from names


def _alone(text: str) -> Iterator[tuple[int, int]]:
    """Return names without a cue: two words with capitals side by side, or one beside an age."""
    past = 0
    for word in _CAPITAL_WORD.finditer(text):
        if word.start() < past:
            continue
        end = _capital_end(text, word.start(), 2)
        if end and not _is_named_after(text, word.start(), end):
            yield word.start(), end
        past = end or past
    yield from (one.span("it") for one in _BESIDE.finditer(text) if _is_name(one["it"]))


def _before_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Return two words right before a birth or a telephone, in any letters."""
    for number in _NUMBER.finditer(text):
        earliest = max(0, number.start() - _LONGEST_BEFORE)
        words = _TWO_WORDS.search(text[earliest : number.start()])
        if words and _small_end(words["it"], 0, 2):
            yield earliest + words.start("it"), earliest + words.end("it")


def _is_named_after(text: str, start: int, end: int) -> bool:
    """Tell whether it is a thing that bears the name, or a word of capitals alone."""
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    return text[start:end].isupper() or _NAMED_AFTER.search(before) is not None
