"""The learned approach: a calibrated classifier of the topics, trained on our utterances."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from econtacts_core.features import FrenchVectoriser, prepare
from econtacts_core.kernel import KernelClassifier, fit_kernel_classifier

OUT_OF_SCOPE = "out_of_scope"
_EXPLAINED_TERMS = 4


@dataclass(frozen=True)
class TopicModel:
    """A fitted vectoriser and classifier; one class per topic, and one for foreign matters."""

    vectoriser: FrenchVectoriser
    classifier: KernelClassifier

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str]) -> "TopicModel":
        """Train on labelled texts, of two labels or more."""
        vectoriser = FrenchVectoriser.fit(texts)
        return cls(vectoriser, fit_kernel_classifier(*vectoriser.transform(texts), labels))

    @classmethod
    def load(cls, path: Path) -> "TopicModel":
        """Read a model that `save` wrote. Raises `FileNotFoundError` when there is none."""
        # plain arrays: numpy refuses to run anything out of the file
        with np.load(path, allow_pickle=False) as stored:
            return cls(FrenchVectoriser.from_arrays(stored), KernelClassifier.from_arrays(stored))

    def save(self, path: Path) -> None:
        """Write the model, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft.npz")
        np.savez(draft, **self.vectoriser.arrays(), **self.classifier.arrays())
        draft.replace(path)

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text the probability of every class; they add up to one."""
        rows = self.classifier.probabilities(*self.vectoriser.transform(texts))
        return [dict(zip(self.classifier.classes, row.tolist(), strict=True)) for row in rows]

    def terms(self, text: str, topic: str) -> list[str]:
        """Return the words (as stems) that spoke most for `topic`, strongest first."""
        grams = self.vectoriser.terms
        weights = self.classifier.sparse_weights[-len(grams.names) :]
        (prepared,) = prepare([text])
        places, read = grams.read(prepared)
        spoken = read * weights[places, self.classifier.classes.index(topic)]
        strongest = [place for place in np.argsort(-spoken) if spoken[place] > 0]
        return [grams.names[places[place]] for place in strongest[:_EXPLAINED_TERMS]]


def read_utterances(directory: Path, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (text, label) from Rasa's NLU files for the labels wanted, in the files' order."""
    wanted = set(labels)
    for path in sorted(directory.glob("*.yml")):
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in content["nlu"]:
            if entry.get("intent") in wanted:
                for line in entry["examples"].splitlines():
                    yield line.removeprefix("- ").strip(), entry["intent"]
