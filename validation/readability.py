"""How hard a French text is to read: sentences, words, syllables and the Kandel-Moles score."""

import re
from dataclasses import dataclass

# A button or page title is recognised, not read: it counts as one word.
_LABEL = re.compile(r"« [^»]* »")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_ABBREVIATION = re.compile(r"\b(n°|art|etc|p|ex|cf)\.(?= )")
# « 1 600 » is one word, so is « l'avis »
_WORD = re.compile(r"\d+(?:[ ,.]\d+)*|[^\W\d_]+(?:['’.-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouyàâäîôöùûüÿœæ]*[éèêëï]|[aeiouyàâäîôöùûüÿœæ]+")
_MUTE = re.compile(r"[^aeiouyàâäîôöùûü]es?$")


@dataclass(frozen=True)
class Reading:
    """What was measured of a text."""

    longest: str
    longest_words: int
    words: int
    words_per_sentence: float
    score: float


def reading(text: str) -> Reading:
    """Measure a text; a blank one is as easy as can be.

    The score is that of Kandel and Moles ("Application de l'indice de Flesch à la langue
    française", 1958): 100 is very easy, below 30 is for specialists.
    """
    cut = [found for found in sentences(text) if words(found)]
    counts = [len(words(found)) for found in cut]
    if not cut:
        return Reading("", 0, 0, 0.0, 100.0)
    total = sum(counts)
    spoken = sum(syllables(word) for found in cut for word in words(found))
    longest = max(range(len(cut)), key=counts.__getitem__)
    average = total / len(cut)
    score = 207 - 1.015 * average - 73.6 * spoken / total
    return Reading(cut[longest], counts[longest], total, average, score)


def sentences(text: str) -> list[str]:
    r"""Cut a text at sentence ends and at new lines; labels stay whole.

    >>> sentences("Ouvrez « Payer. En ligne ». Puis validez :\n- le montant\n- la date")
    ['Ouvrez « Payer. En ligne »', 'Puis validez :', '- le montant', '- la date']
    """
    labels = iter(_LABEL.findall(text))
    hidden = _ABBREVIATION.sub(r"\1", _LABEL.sub("«»", text))
    found = [piece.strip() for piece in _SENTENCE_END.split(hidden) if piece.strip()]
    return [re.sub("«»", lambda _: next(labels), piece) for piece in found]


def words(sentence: str) -> list[str]:
    """Return the words of a sentence; a label is one of them.

    >>> words("Payez l'avis de 1 600 € par « Payer en ligne ».")
    ['Payez', "l'avis", 'de', '1 600', 'par', 'Libellé']
    """
    return _WORD.findall(_LABEL.sub("Libellé", sentence))


def syllables(word: str) -> int:
    """Count the syllables of a word as written; a number counts as one.

    >>> [syllables(word) for word in ("impôt", "création", "taxe", "prélèvement", "2 026")]
    [2, 3, 1, 4, 1]
    """
    plain = word.lower()
    count = len(_VOWELS.findall(plain))
    if count > 1 and _MUTE.search(plain):
        count -= 1
    return max(count, 1)
