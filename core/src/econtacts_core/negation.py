"""What is denied in French words: where each negation stands, and how far it reaches.

The reach is short on purpose: to miss a negation costs less than to see one where there is none.

- The verb: from "ne" to the word that closes it, "je ne conteste pas", never over a pause.
- What comes right after that word: "pas pacsés", "jamais encore déclaré"; within two words where
  "de" follows, "plus de locataire", "pas d'autre locataire".
- The noun after "sans", "aucun", "ni": within two words, "sans mon mari".

Spoken French leaves "ne" out. "Pas" and "jamais" deny all the same; "plus" does only where it can
hardly mean "more", as in "je suis plus marié". What stands further away is not denied: "je n'arrive
pas à payer" speaks of paying.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

_OPENING = ("ne", "n")
# How far from "ne" the word may stand that closes it: "n'ai toujours et malgré tout pas".
_FURTHEST = 5
_CLOSING = ("pas", "plus", "jamais", "aucun", "aucune")
_ALONE = ("pas", "jamais", "aucun", "aucune", "sans", "ni")
_NO_LONGER_AFTER = ("suis", "sommes", "ai", "avons", "veux", "peux")
# "mon pas" is the tax, "payé ou pas" asks, "pourquoi pas" agrees.
_NO_DENIAL_AFTER = ("mon", "le", "du", "au", "un", "ce", "son", "votre", "leur", "ou", "pourquoi")
_BEFORE_A_NOUN = ("sans", "aucun", "aucune", "ni")
_PASSED_OVER = ("encore", "toujours", "vraiment", "deja", "forcement")
_OF = ("de", "d")
_TO_THE_NOUN = 2  # words


@dataclass(frozen=True)
class Negation:
    """The places that one negation denies, as two ranges of words.

    `verb` goes from "ne" to the word that closes it: what overlaps it is denied. So is what begins
    in `after`.
    """

    verb: range
    after: range

    def denies(self, start: int, end: int) -> bool:
        """Tell whether the words from `start` to before `end` are denied."""
        return start in self.after or (start < self.verb.stop and end > self.verb.start)


def negations(
    plain: Sequence[str], pauses: Collection[int] = (), claimed: Collection[int] = ()
) -> list[Negation]:
    """Return the negations of a text, in order.

    Args:
        plain: its words.
        pauses: the places before which there is a comma, a full stop or the like.
        claimed: the places that belong to a longer meaning, as the last of "ne peut pas payer".

    >>> negations(["je", "ne", "conteste", "pas"])
    [Negation(verb=range(1, 4), after=range(4, 4))]
    >>> negations(["plus", "de", "temps", "pour", "payer"])
    []
    """
    found: list[Negation] = []
    opened: int | None = None
    for place, word in enumerate(plain):
        if word in _OPENING:
            opened = place
        elif opened is not None and (place in pauses or place - opened > _FURTHEST):
            opened = None
        if _closes(plain, place, opened) and place not in claimed:
            start = opened if opened is not None and word in _CLOSING else place
            found.append(Negation(range(start, place + 1), _after(plain, place, pauses)))
        if word in _CLOSING:
            opened = None
    return found


def _closes(plain: Sequence[str], place: int, opened: int | None) -> bool:
    word, before = plain[place], plain[place - 1] if place else ""
    if opened is not None and word in _CLOSING:
        return True
    if word == "plus":
        # "j'ai plus de 75 ans"
        counted = any(later.isdigit() for later in plain[place + 1 : place + 3])
        return before in _NO_LONGER_AFTER and not counted
    return word in _ALONE and before not in _NO_DENIAL_AFTER


def _after(plain: Sequence[str], place: int, pauses: Collection[int]) -> range:
    start = place + 1
    while start < len(plain) and plain[start] in _PASSED_OVER:
        start += 1
    far = _TO_THE_NOUN if plain[place] in _BEFORE_A_NOUN else 1
    if start < len(plain) and plain[start] in _OF:
        far = 1 + _TO_THE_NOUN
    end = min(start + far, len(plain))
    return range(start, next((near for near in range(place + 1, end) if near in pauses), end))
