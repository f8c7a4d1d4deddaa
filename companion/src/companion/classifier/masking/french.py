"""What is no name: ordinary French words, institutions, and how words are written.

No list tells the names; these lists tell the words that could pass for one by their place.
"""

import re
from importlib.resources import files

import yaml
from econtacts_core.text import strip_accents

WORD = r"[^\W\d_]++(?:['\-][^\W\d_]++)*+"
_LISTS: dict[str, str] = yaml.safe_load((files(__package__) / "words.yml").read_text("utf-8"))


def words_of(*lists: str) -> frozenset[str]:
    """Return the words of these lists of `words.yml`, small and without accents."""
    return frozenset(" ".join(_LISTS[name] for name in lists).split())


_PUBLIC = words_of("public")
_PEOPLE = words_of("said_of_people")
_ORDINARY = words_of("grammar", "verbs", "letters")
_NAMES_LIKE_VERBS = words_of("names_like_verbs")
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'")
# How verbs, participles and their like end; few names do.
_ENDING = re.compile(
    r".{2,}(?:ait|aient|ais|erait|eront|irait|iront|ons|é|ée|és|ées|ees|ements?|ents|tions?"
    r"|euses?|trices?|able|ible|ante?s?|ent|uit|oit|eurs?|aires?)"
)


def plain(word: str) -> str:
    """Return `word` in small letters without accents."""
    return word.lower() if word.isascii() else strip_accents(word)


def is_ordinary(word: str) -> bool:
    """Tell whether `word` is one of everyday letters, whatever its capitals.

    >>> is_ordinary("Déclaration"), is_ordinary("j'habite"), is_ordinary("Quemener")
    (True, True, False)
    """
    if _ELISION.match(plain(word)):
        behind = word.partition("'")[2]
        return not is_capital(behind) or plain(behind) in _ORDINARY
    return plain(word) in _ORDINARY or (
        not is_capital(word) and plain(word.partition("-")[0]) in _ORDINARY
    )


def is_said_of_people(word: str) -> bool:
    """Tell whether `word` says what somebody is to another, or a trade: "Voisin", "cousine"."""
    return plain(word) in _PEOPLE


def is_public(word: str) -> bool:
    """Tell whether `word` belongs to institutions, firms, laws and places.

    >>> is_public("Crédit"), is_public("Saint-Malo"), is_public("XIV"), is_public("Lucien")
    (True, True, True, False)
    """
    key = plain(word)
    return key in _PUBLIC or key.startswith(("saint-", "sainte-")) or not word.strip("IVXL")


def looks_ordinary(word: str) -> bool:
    """Tell whether a word written in small letters is, or ends like, an ordinary one.

    >>> looks_ordinary("étudiait"), looks_ordinary("andré"), looks_ordinary("orthographié")
    (True, False, True)
    """
    if is_ordinary(word) or is_said_of_people(word) or _ELISION.match(plain(word)):
        return True
    return plain(word) not in _NAMES_LIKE_VERBS and _ENDING.fullmatch(word.lower()) is not None


def is_capital(word: str) -> bool:
    """Tell whether `word` begins with a capital, behind d' or l' if it must.

    >>> is_capital("d'Estrées"), is_capital("l'avis")
    (True, False)
    """
    head, _, tail = word.partition("'")
    return (tail if tail and head in ("d", "l") else word)[:1].isupper()
