"""French text as citizens type it, brought to one form before anything reads it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import filterfalse
from threading import Lock
from types import MappingProxyType

from Stemmer import Stemmer

# The field's abbreviations, and how people shorten ordinary words when they type fast.
ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "bjr": "bonjour",
        "slt": "salut",
        "svp": "s il vous plait",
        "stp": "s il te plait",
        "pb": "probleme",
        "pbm": "probleme",
        "rdv": "rendez vous",
        "mdp": "mot de passe",
        "tel": "telephone",
        "tf": "taxe fonciere",
        "th": "taxe habitation",
        "fc": "franceconnect",
        "qd": "quand",
        "pr": "pour",
        "ds": "dans",
        "tjs": "toujours",
        "tjrs": "toujours",
        "bcp": "beaucoup",
        "pk": "pourquoi",
        "pq": "pourquoi",
        "pourkoi": "pourquoi",
        "koi": "quoi",
        "kan": "quand",
        "ki": "qui",
        "cad": "c est a dire",
        "jai": "j ai",
        "jsuis": "je suis",
        "chui": "je suis",
        "jarrive": "j arrive",
        "jpeux": "je peux",
        "cest": "c est",
        "ca": "cela",
    }
)

# "pas" is the French negation, "PAS" in an otherwise small-letter sentence is the tax.
_CAPITAL_PAS = re.compile(r"\bPAS\b")
# Where a reader pauses; the comma of 1,5 is none.
_PAUSE = re.compile(r"[.,;:!?…()\n]+(?!\d)|(?<!\d)[.,;:!?…()\n]+")
_PAUSE_WORD = "XPAUSEX"  # in capitals, so that a text in capitals stays one
# What masking leaves in the place of an identifier says nothing of the subject.
_MASKED = re.compile(r"\[[^\[\]]* masquée?\]")
_NOT_WORD = re.compile(r"[^a-z0-9@€%]+")
_SPELT_OUT = {"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‘": "'"}
# Without its accent the feminine participle is no ending to the stemmer: licenciée, licencié.
_FEMININE = re.compile(r"ee(s?)$")
# Where a new request may begin inside a message.
_NEXT_REQUEST = (
    "et aussi|et puis|et sinon|par ailleurs|d['’]autre part|autre question|j['’]en profite"
    "|tant que j['’]y suis|de plus|en plus|au passage|sinon|également|egalement|enfin"
    "|deuxième|deuxieme|ensuite"
)
_NEXT_QUESTION = (
    "je|j['’]|nous|on|comment|pourquoi|combien|où|quand|quel|quelle|quels|quelles|qui|est-ce|est ce"
    "|faut|peut|puis|dois|doit|pour la|pour le|pour ma|pour mon|en même temps|en meme temps"
)
_PART_END = re.compile(
    r"(?<=[.!?;…])(?<!\d\.)\s+|\n+|\s+(?=\d[).]\s)"
    rf"|[\s,]+(?=(?:{_NEXT_REQUEST})\b)"
    # a second verb or question after "et" or a comma
    rf"|(?:\s+et|,)\s+(?=(?:{_NEXT_QUESTION})(?:\b|(?<=['’])))",
    re.IGNORECASE,
)
_SHORTEST_PART = 2  # words
# What says that something else is asked now. "Enfin" or "de plus" go on with a story as often.
_ANOTHER_REQUEST = re.compile(
    r"(?:et )?(?:par ailleurs|d['’]autre part|autre (?:question|chose|point|sujet|demande)"
    r"|j['’]en profite|tant que j['’]y suis|par la même occasion|au passage|aussi|sinon)\b"
    r"|(?:\S+\s+){1,3}(?:aussi|également|egalement)\b"
    r"|\d[).]\s",
    re.IGNORECASE,
)
_stemmer = Stemmer("french")
# The stemmer keeps the word it works on in itself, and servers read in several threads.
_one_at_a_time = Lock()


def strip_accents(text: str) -> str:
    """Return `text` in lower case without accents, ligatures opened.

    >>> strip_accents("Prélèvement à la SOURCE, cœur")
    'prelevement a la source, coeur'
    """
    text = text.lower()
    # one by one: on a text with accents, `translate` takes a hundred times as long
    for character, spelt_out in _SPELT_OUT.items():
        text = text.replace(character, spelt_out)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(filterfalse(unicodedata.combining, decomposed))


def words(text: str) -> list[str]:
    """Split `text` into plain lower-case words, elisions opened, abbreviations spelled out.

    >>> words("J'ai perdu mon MDP, svp !")
    ['j', 'ai', 'perdu', 'mon', 'mot', 'de', 'passe', 's', 'il', 'vous', 'plait']
    >>> words("mon PAS ne change pas")
    ['mon', 'prelevement', 'a', 'la', 'source', 'ne', 'change', 'pas']
    >>> words("n° [numéro fiscal masqué] bloqué")
    ['n', 'bloque']
    """
    text = _MASKED.sub(" ", text)
    if not text.isupper():
        text = _CAPITAL_PAS.sub("prelevement a la source", text)
    plain = _NOT_WORD.sub(" ", strip_accents(text)).split()
    return " ".join(ABBREVIATIONS.get(word, word) for word in plain).split()


def words_and_pauses(text: str) -> tuple[list[str], set[int]]:
    """Return the `words` of `text`, and the places of those that follow a pause.

    >>> words_and_pauses("Je ne conteste pas. Payer 1,5 € ?")
    (['je', 'ne', 'conteste', 'pas', 'payer', '1', '5', '€'], {4})
    """
    plain: list[str] = []
    pauses: set[int] = set()
    for word in words(_PAUSE.sub(f" {_PAUSE_WORD} ", text)):
        if word == _PAUSE_WORD.lower():
            pauses.add(len(plain))
        else:
            plain.append(word)
    return plain, pauses - {0, len(plain)}


def normalise(text: str) -> str:
    """Return the words of `text` joined by single spaces.

    >>> normalise("Qd  dois-je payer la TF ?")
    'quand dois je payer la taxe fonciere'
    """
    return " ".join(words(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the French stem of one plain word, so that inflections meet.

    >>> stem("licencie") == stem("licenciee")
    True
    """
    with _one_at_a_time:
        return strip_accents(_stemmer.stemWord(_FEMININE.sub(r"e\1", word)))


def stems(text: str) -> list[str]:
    """Return the stem of every word of `text`, in order.

    >>> stems("mes impôts") == stems("mon impot")
    False
    >>> stems("impôts") == stems("impot")
    True
    """
    return [stem(word) for word in words(text)]


def mentions(text: str, phrases: Iterable[str]) -> int:
    """Count the words of `text` that these phrases cover, inflections aside; 0 when none occurs.

    >>> mentions("Mes DETTES m'étouffent", ["dette", "faillite personnelle"])
    1
    """
    message = f" {' '.join(stems(text))} "
    found = (stems(phrase) for phrase in phrases)
    return sum(len(words) for words in found if f" {' '.join(words)} " in message)


def asks_something_else(part: str) -> bool:
    """Tell whether one of the `parts` of a message says itself that it is another request.

    >>> asks_something_else("Par ailleurs j'aimerais changer de RIB.")
    True
    >>> asks_something_else("Je voudrais également un rendez-vous")
    True
    >>> asks_something_else("enfin une mise en demeure")
    False
    """
    return _ANOTHER_REQUEST.match(part) is not None


def parts(text: str) -> list[str]:
    """Cut `text` where a new request may begin; one word alone stays with what follows.

    >>> parts("Bonjour. J'ai perdu mon emploi. Par ailleurs j'aimerais changer de RIB.")
    ["Bonjour. J'ai perdu mon emploi.", "Par ailleurs j'aimerais changer de RIB."]
    """
    found: list[str] = []
    pending = ""
    for piece in _PART_END.split(text):
        pending = f"{pending} {piece}".strip()
        if len(pending.split()) >= _SHORTEST_PART:
            found.append(pending)
            pending = ""
    if pending and found:
        found[-1] = f"{found[-1]} {pending}"
    return found or [text]
