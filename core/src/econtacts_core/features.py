"""What our models see of a French text: how it is written, and what it means.

Character n-grams forgive typing faults, words and pairs of words name things, and vectors bring
near to each other what was never seen together in training.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from econtacts_core import text
from econtacts_core.meaning import Matrix, WordMeaning

# Values are arrays; numpy's `savez` takes keyword arguments of any kind.
Arrays = dict[str, Any]

_CHARACTERS = {"analyzer": "char_wb", "ngram_range": (2, 5)}
_TERMS = {"analyzer": "word", "token_pattern": r"[^ ]+", "ngram_range": (1, 2)}
# An n-gram of more texts than this tells no subject from another, and comparing texts costs the
# square of their number.
_MOST_COMMON = 700
_WORDS_REMEMBERED = 50_000


@dataclass(frozen=True)
class Grams:
    """The n-grams of one kind, and how rare each is: a TF-IDF that is quick on one text alone.

    scikit-learn learns the vocabulary and cuts texts; its own `transform` spends milliseconds on
    checks that matter for thousands of texts, not for the one that a citizen waits for.
    """

    names: tuple[str, ...]
    rarity: Matrix
    options: Mapping[str, Any]

    @classmethod
    def fit(cls, prepared: Sequence[str], options: Mapping[str, Any]) -> "Grams":
        """Learn the n-grams of prepared texts."""
        most = min(_MOST_COMMON, len(prepared))
        fitted = TfidfVectorizer(analyzer=_cutter(options), max_df=most).fit(prepared)
        return cls(tuple(fitted.get_feature_names_out()), fitted.idf_.astype(np.float32), options)

    @cached_property
    def _cut(self) -> Callable[[str], Iterable[str]]:
        return _cutter(self.options)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def read(self, prepared: str) -> tuple[NDArray[np.int32], Matrix]:
        """Return the places of the known n-grams of one text and their weights, of length one."""
        known = map(self._places.get, self._cut(prepared))
        counts = Counter(place for place in known if place is not None)
        places = np.fromiter(counts.keys(), np.int32, len(counts))
        weights = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
        weights *= self.rarity[places]
        return places, weights / max(float(np.linalg.norm(weights)), 1e-9)


@dataclass(frozen=True)
class FrenchVectoriser:
    """Fitted on the training texts; every part of a text's vectors has unit length."""

    characters: Grams
    terms: Grams
    words: WordMeaning

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "FrenchVectoriser":
        """Learn the vocabularies and how rare each entry is."""
        prepared = prepare(texts)
        return cls(
            Grams.fit(prepared, _CHARACTERS),
            Grams.fit(prepared, _TERMS),
            WordMeaning.fit(texts),
        )

    def transform(self, texts: Sequence[str]) -> tuple[csr_matrix, Matrix]:
        """Return the sparse vectors of `written`, and those of the words, of shape (texts, 300)."""
        return self.written(texts), self.words.transform(texts)

    def written(self, texts: Sequence[str]) -> csr_matrix:
        """Return the sparse vectors alone: shape (texts, characters + terms)."""
        offset = len(self.characters.names)
        places, weights, ends = [], [], [0]
        for prepared in prepare(texts):
            found, spelt = self.characters.read(prepared)
            named, said = self.terms.read(prepared)
            places += [found, named + offset]
            weights += [spelt, said]
            ends.append(ends[-1] + len(found) + len(named))
        shape = (len(texts), offset + len(self.terms.names))
        return csr_matrix((np.concatenate(weights), np.concatenate(places), ends), shape=shape)

    def arrays(self) -> Arrays:
        """Return all that was learnt as plain arrays, for `from_arrays`."""
        return {
            "characters": pack_lines(self.characters.names),
            "characters_rarity": self.characters.rarity,
            "terms": pack_lines(self.terms.names),
            "terms_rarity": self.terms.rarity,
            "words": pack_lines(self.words.rarity),
            "words_rarity": np.array(list(self.words.rarity.values())),
            "unseen": np.array(self.words.unseen),
            "words_centre": self.words.centre,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "FrenchVectoriser":
        """Return the vectoriser whose `arrays` these are."""
        rarity = dict(
            zip(unpack_lines(arrays["words"]), arrays["words_rarity"].tolist(), strict=True)
        )
        read = cls(
            Grams(
                tuple(unpack_lines(arrays["characters"])), arrays["characters_rarity"], _CHARACTERS
            ),
            Grams(tuple(unpack_lines(arrays["terms"])), arrays["terms_rarity"], _TERMS),
            WordMeaning(rarity, float(arrays["unseen"]), arrays["words_centre"]),
        )
        # Vectors are read at the first text, which takes seconds: no citizen waits for that.
        read.transform(["bonjour"])
        return read


def _cutter(options: Mapping[str, Any]) -> Callable[[str], Iterable[str]]:
    """Return what cuts a prepared text into n-grams, as scikit-learn does."""
    cut: Callable[[str], Sequence[str]] = TfidfVectorizer(**options).build_analyzer()
    if options["analyzer"] != "char_wb":
        return cut
    # No n-gram of characters goes beyond its word, and the same words come again and again.
    cut_word = lru_cache(maxsize=_WORDS_REMEMBERED)(cut)
    return lambda prepared: chain.from_iterable(map(cut_word, prepared.split()))


def prepare(texts: Iterable[str]) -> list[str]:
    """Bring raw texts to the form in which their writing is looked at.

    >>> prepare(["J'ai déménagé !"])
    ['j ai demenag']
    """
    return [" ".join(text.stems(written)) for written in texts]


def pack_lines(lines: Iterable[str]) -> NDArray[np.uint8]:
    """Put many short strings in one array of bytes; none of them holds a line end."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def unpack_lines(packed: NDArray[np.uint8]) -> list[str]:
    """Return the strings that `pack_lines` put there."""
    return packed.tobytes().decode().split("\n")
