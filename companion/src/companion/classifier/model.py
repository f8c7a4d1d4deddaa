"""The learned approach: a calibrated linear model over the topics, trained on our utterances."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import skops.io
import yaml
from econtacts_core.linear import fit_linear_classifier, french_vectoriser, prepare
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

OUT_OF_SCOPE = "out_of_scope"
_EXPLAINED_TERMS = 4


@dataclass(frozen=True)
class TopicModel:
    """A fitted vectoriser and classifier; one class per topic, and one for foreign matters."""

    vectoriser: FeatureUnion
    classifier: LogisticRegression

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str]) -> "TopicModel":
        """Train on labelled texts; every label needs four texts or more."""
        prepared = prepare(texts)
        vectoriser = french_vectoriser().fit(prepared)
        classifier = fit_linear_classifier(vectoriser.transform(prepared), list(labels))
        return cls(vectoriser, classifier)

    @classmethod
    def load(cls, path: Path) -> "TopicModel":
        """Read a model that `save` wrote. Raises `FileNotFoundError` when there is none."""
        stored = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
        return cls(stored["vectoriser"], stored["classifier"])

    def save(self, path: Path) -> None:
        """Write the model, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        skops.io.dump({"vectoriser": self.vectoriser, "classifier": self.classifier}, draft)
        draft.replace(path)

    def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text the probability of every class; they add up to one."""
        classes = [str(label) for label in self.classifier.classes_]
        rows = self.classifier.predict_proba(self.vectoriser.transform(prepare(texts)))
        return [dict(zip(classes, row.tolist(), strict=True)) for row in rows]

    @cached_property
    def _names(self) -> list[str]:
        return [str(name) for name in self.vectoriser.get_feature_names_out()]

    def terms(self, text: str, topic: str) -> list[str]:
        """Return the words (as stems) that spoke most for `topic`, strongest first."""
        index = int(np.searchsorted(self.classifier.classes_, topic))
        vector: csr_matrix = self.vectoriser.transform(prepare([text]))
        weighted = vector.multiply(self.classifier.coef_[index]).tocsr()
        order = np.argsort(-weighted.data)
        strongest = (weighted.indices[place] for place in order if weighted.data[place] > 0)
        named = (self._names[index] for index in strongest)
        spoken = [name.removeprefix("terms__") for name in named if name.startswith("terms__")]
        return spoken[:_EXPLAINED_TERMS]


def read_utterances(directory: Path, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (text, label) from Rasa's NLU files for the labels wanted, in the files' order."""
    wanted = set(labels)
    for path in sorted(directory.glob("*.yml")):
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in content["nlu"]:
            if entry.get("intent") in wanted:
                for line in entry["examples"].splitlines():
                    yield line.removeprefix("- ").strip(), entry["intent"]
