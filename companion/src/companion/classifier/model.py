"""The learned approach: a calibrated classifier of the topics, trained on our utterances."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from econtacts_core.encodings import EncodedTexts
from econtacts_core.features import (
    Arrays,
    FrenchVectoriser,
    pack_lines,
    prepare,
    unpack_lines,
)
from econtacts_core.kernel import KernelClassifier, Rows, fit_kernel_classifier
from econtacts_core.meaning import Matrix, SentenceMeaning

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

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text the probability of every class; they add up to one."""

        def sentences(doubtful: Rows) -> Matrix:
            return self.meaning.transform([texts[place] for place in doubtful])

        rows = self.classifier.probabilities(
            *self.vectoriser.transform(texts), sentences if self.careful else None
        )
        return [dict(zip(self.classifier.classes, row.tolist(), strict=True)) for row in rows]

    def nearest(self, text: str, topics: Iterable[str]) -> dict[str, str]:
        """Return for each topic the example whose words mean nearly what those of `text` mean."""
        (read,) = self.vectoriser.words.transform([text])
        found = {}
        for topic in topics:
            own = np.flatnonzero(self.taught == self.classifier.classes.index(topic))
            found[topic] = self.examples[own[np.argmax(self.classifier.words[own] @ read)]]
        return found

    def terms(self, text: str, topics: Iterable[str]) -> dict[str, list[str]]:
        """Return for each topic the words (as stems) that spoke most for it, strongest first."""
        grams = self.vectoriser.terms
        weights = self.classifier.sparse_weights[-len(grams.names) :]
        (prepared,) = prepare([text])
        places, read = grams.read(prepared)
        found = {}
        for topic in topics:
            spoken = read * weights[places, self.classifier.classes.index(topic)]
            strongest = np.argsort(-spoken)[:_EXPLAINED_TERMS]
            found[topic] = [grams.names[places[place]] for place in strongest if spoken[place] > 0]
        return found


def read_utterances(directory: Path, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (text, label) from Rasa's NLU files for the labels wanted, in the files' order."""
    wanted = set(labels)
    for path in sorted(directory.glob("*.yml")):
        content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for entry in content["nlu"]:
            if entry.get("intent") in wanted:
                for line in entry["examples"].splitlines():
                    yield line.removeprefix("- ").strip(), entry["intent"]
