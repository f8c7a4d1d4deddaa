"""The learned approach: a calibrated classifier of the topics, trained on our utterances."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from econtacts_core.encodings import EncodedTexts
from econtacts_core.features import (
    Arrays,
    FrenchVectoriser,
    pack_lines,
    unpack_lines,
)
from econtacts_core.kernel import KernelClassifier, Rows, fit_kernel_classifier
from econtacts_core.meaning import Matrix, SentenceMeaning
from scipy.sparse import csr_matrix

OUT_OF_SCOPE = "out_of_scope"
_EXPLAINED_TERMS = 4


@dataclass(frozen=True)
class TopicModel:
    """A fitted vectoriser and classifier; one class per topic, and one for foreign matters.

    `examples` are the texts that it learnt from, `taught` the place of each one's class.

    A model that is not `careful` never encodes a sentence, even where words leave a doubt.
    """

    vectoriser: FrenchVectoriser
    meaning: SentenceMeaning
    classifier: KernelClassifier
    examples: tuple[str, ...]
    taught: Rows
    careful: bool = True

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], encodings: Path | None = None
    ) -> "TopicModel":
        """Train on labelled texts, of two labels or more.

        Args:
            texts: one per label.
            labels: the class of each text.
            encodings: the file of sentence vectors kept between trainings, if any.
        """
        # first of all: the assistant, which trains beside, comes to its sentences later
        meaning, sentences = SentenceMeaning.fit_encoded(EncodedTexts(encodings).encode(texts))
        vectoriser = FrenchVectoriser.fit(texts)
        sparse, words = vectoriser.transform(texts)
        classifier = fit_kernel_classifier(sparse, words, sentences, labels)
        taught = np.searchsorted(classifier.classes, labels)
        return cls(vectoriser, meaning, classifier, tuple(texts), taught)

    @classmethod
    def load(cls, path: Path) -> "TopicModel":
        """Read a model that `save` wrote. Raises `FileNotFoundError` when there is none."""
        # plain arrays: numpy refuses to run anything out of the file
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                FrenchVectoriser.from_arrays(stored),
                SentenceMeaning.from_arrays(stored),
                KernelClassifier.from_arrays(stored),
                tuple(unpack_lines(stored["examples"])),
                stored["taught"],
            )

    def save(self, path: Path) -> None:
        """Write the model, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft.npz")
        parts = (self.vectoriser, self.meaning, self.classifier)
        arrays: Arrays = {key: value for part in parts for key, value in part.arrays().items()}
        np.savez(draft, examples=pack_lines(self.examples), taught=self.taught, **arrays)
        draft.replace(path)

    def read(self, texts: Sequence[str], sentences: Matrix | None = None) -> list["Reading"]:
        """Return what the model makes of each text.

        Args:
            texts: what is read.
            sentences: what `meaning` makes of all of them, if somebody computed it already.
        """
        written, words = self.vectoriser.transform(texts)

        def meant(doubtful: Rows) -> Matrix:
            if sentences is not None:
                return sentences[doubtful]
            return self.meaning.transform([texts[place] for place in doubtful])

        rows = self.classifier.probabilities(written, words, meant if self.careful else None)
        return [
            Reading(
                dict(zip(self.classifier.classes, row.tolist(), strict=True)),
                self,
                written[place],
                words[place],
            )
            for place, row in enumerate(rows)
        ]


@dataclass(frozen=True)
class Reading:
    """What the model makes of one text: the probability of every class, and why.

    `scores` add up to one; `written` and `words` are the text's vectors, kept for the reasons.
    """

    scores: Mapping[str, float]
    model: TopicModel = field(repr=False, compare=False)
    written: csr_matrix = field(repr=False, compare=False)
    words: Matrix = field(repr=False, compare=False)

    def nearest(self, topic: str) -> str:
        """Return the example of `topic` whose words mean nearly what those of the text mean."""
        classifier = self.model.classifier
        own = np.flatnonzero(self.model.taught == classifier.classes.index(topic))
        return self.model.examples[int(own[np.argmax(classifier.words[own] @ self.words)])]

    def terms(self, topic: str) -> list[str]:
        """Return the words (as stems) that spoke most for `topic`, strongest first."""
        classifier, names = self.model.classifier, self.model.vectoriser.terms.names
        # the words and their pairs come last, after the n-grams of characters
        first = classifier.sparse_weights.shape[0] - len(names)
        said = self.written.indices >= first
        places = self.written.indices[said]
        spoken = (
            self.written.data[said]
            * classifier.sparse_weights[places, classifier.classes.index(topic)]
        )
        strongest = np.argsort(-spoken)[:_EXPLAINED_TERMS]
        return [names[places[rank] - first] for rank in strongest if spoken[rank] > 0]


def read_utterances(directory: Path, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (text, label) from Rasa's NLU files for the labels wanted, in the files' order."""
    wanted = set(labels)
    for path in sorted(directory.glob("*.yml")):
        content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for entry in content["nlu"]:
            if entry.get("intent") in wanted:
                for line in entry["examples"].splitlines():
                    yield line.removeprefix("- ").strip(), entry["intent"]
