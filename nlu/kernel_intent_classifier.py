"""Intents by kernel ridge regression on the sentence features: trained in seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from econtacts_core.encodings import EncodedTexts
from econtacts_core.kernel import KernelClassifier, fit_kernel_classifier, source_fingerprint
from econtacts_core.meaning import SentenceMeaning
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack

from nlu.request_splitter import with_requests

_FILE = "classifier.npz"
_NOTHING = np.zeros((1, 0), np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(IntentClassifier, GraphComponent):
    """Rank the intents of a message; needs a featurizer with sentence features before it.

    What their features leave in doubt is read once more, with the sentence encoder.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must stand before this component in the pipeline."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that Rasa checks before training."""
        return ["scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options.

        Strength of the regularisation, how many intents are ranked, and the file where sentence
        vectors are kept from one training to the next (None: they are not).
        """
        return {"regularisation": 1.0, "ranking_length": 10, "encodings": None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Have Rasa train anew when the shared code changes."""
        return source_fingerprint()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a regularisation that is not positive."""
        if config.get("regularisation", 1.0) <= 0:
            raise ValueError("KernelIntentClassifier: regularisation must be positive")

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        learned: tuple[SentenceMeaning, KernelClassifier] | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self._learned = learned

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KernelIntentClassifier:
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KernelIntentClassifier:
        """Return the classifier that `train` stored."""
        with model_storage.read_from(resource) as directory, np.load(directory / _FILE) as stored:
            learned = SentenceMeaning.from_arrays(stored), KernelClassifier.from_arrays(stored)
        return cls(config, model_storage, resource, learned)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the intents' examples, and store the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        kept = self._config["encodings"]
        encoded = EncodedTexts(Path(kept) if kept else None).encode(texts)
        meaning, sentences = SentenceMeaning.fit_encoded(encoded)
        classifier = fit_kernel_classifier(
            *_features(examples),
            sentences,
            [example.get(INTENT) for example in examples],
            regularisation=self._config["regularisation"],
        )
        self._learned = meaning, classifier
        with self._storage.write_to(self._resource) as directory:
            np.savez(directory / _FILE, **meaning.arrays(), **classifier.arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` on every message that has text, and on its parts."""
        written = [message for message in with_requests(messages) if message.get(TEXT)]
        if self._learned is None or not written:
            return messages
        meaning, classifier = self._learned
        rows = classifier.probabilities(
            *_features(written),
            lambda doubtful: meaning.transform([written[place].get(TEXT) for place in doubtful]),
        )
        for message, row in zip(written, rows, strict=True):
            ranking = self._ranking(classifier.classes, row)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(
        self, intents: Sequence[str], probabilities: NDArray[np.float64]
    ) -> list[dict[str, Any]]:
        best = np.argsort(-probabilities)[: self._config["ranking_length"]]
        return [
            {
                INTENT_NAME_KEY: intents[index],
                PREDICTED_CONFIDENCE_KEY: float(probabilities[index]),
            }
            for index in best
        ]


def _features(messages: list[Message]) -> tuple[csr_matrix, NDArray[np.float32]]:
    """Stack the sparse and the dense sentence features: shapes (messages, features of the kind)."""
    sparse = [_joined(_of_kind(message, sparse=True), _sparse_row) for message in messages]
    dense = [_joined(_of_kind(message, sparse=False), np.hstack) for message in messages]
    # joining one row to nothing costs more than reading it
    return (sparse[0] if len(sparse) == 1 else vstack(sparse, format="csr")), np.vstack(dense)


def _of_kind(message: Message, *, sparse: bool) -> list[Any]:
    """Return what each featurizer found; Rasa's own getters copy all of it, every time."""
    return [
        features.features
        for features in message.features
        if features.attribute == TEXT
        and features.type == FEATURE_TYPE_SENTENCE
        and features.is_sparse() == sparse
    ] or [csr_matrix(_NOTHING) if sparse else _NOTHING]


def _joined(found: list[Any], join: Callable[[list[Any]], Any]) -> Any:
    return found[0] if len(found) == 1 else join(found)


def _sparse_row(found: list[Any]) -> csr_matrix:
    return hstack(found, format="csr")
