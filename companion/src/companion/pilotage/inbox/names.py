"""What a group of messages is about, in its own words (class-based TF-IDF).

A word names a group when many of its messages have it and people seldom write it otherwise; how
often they do is counted on the utterances of all topics.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from econtacts_core.text import stem, strip_accents

_WORDS = 4
# A word of one message in five, at least, speaks for a group.
_LEAST_SHARE = 0.2
# What says so much less than the first word is a word of everywhere.
_LEAST_OF_BEST = 0.25
_WORD = re.compile(r"[^\W\d_]{3,}")
# What masking put in the place of something.
_MARK = re.compile(r"\[[^\[\]]*\]")


class GroupNames:
    """Names groups by what sets them apart from `background`, any large set of texts."""

    def __init__(self, background: Iterable[str]) -> None:
        found = [set(_words(text)) for text in background]
        self._texts = len(found)
        self._usual = Counter(name for names in found for name in names)

    def name(self, texts: Sequence[str]) -> str:
        """Return up to four words of the group, most telling first."""
        written: dict[str, Counter[str]] = {}
        for text in texts:
            for name, word in _words(text).items():
                written.setdefault(name, Counter())[word] += 1
        share = {name: found.total() / len(texts) for name, found in written.items()}
        weight = {name: share[name] * self._rarity(name) for name in share}
        least = _LEAST_OF_BEST * max(weight.values(), default=0.0)
        telling = sorted(
            (name for name in share if share[name] >= _LEAST_SHARE and weight[name] >= least),
            key=lambda name: (-weight[name], name),
        )
        spoken = [written[name].most_common(1)[0][0] for name in telling[:_WORDS]]
        return ", ".join(spoken) or texts[0]

    def _rarity(self, name: str) -> float:
        return math.log((1 + self._texts) / (1 + self._usual[name]))


def _words(text: str) -> dict[str, str]:
    """Return the words of a text as they are written, by stem."""
    found = _WORD.findall(_MARK.sub(" ", text.lower()))
    return {stem(strip_accents(word)): word for word in found}
