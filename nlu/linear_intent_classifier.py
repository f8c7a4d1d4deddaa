"""Intents by logistic regression on the sentence features: trained in seconds, read in a blink."""

from __future__ import annotations

from typing import Any

import numpy as np
import skops.io
from econtacts_core.linear import fit_linear_classifier, source_fingerprint
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

_FILE = "classifier.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Rank the intents of a message; needs a featurizer with sentence features before it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must stand before this component in the pipeline."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that Rasa checks before training."""
        return ["sklearn", "skops"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options: inverse regularisation strength, and how many intents are ranked."""
        return {"regularisation": 10.0, "ranking_length": 10}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Have Rasa train anew when the shared code changes."""
        return source_fingerprint()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a regularisation that is not positive."""
        if config.get("regularisation", 1.0) <= 0:
            raise ValueError("LinearIntentClassifier: regularisation must be positive")

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        classifier: LogisticRegression | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage = storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
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
    ) -> LinearIntentClassifier:
        """Return the classifier that `train` stored."""
        with model_storage.read_from(resource) as directory:
            path = directory / _FILE
            # The file comes out of our own model archive.
            classifier = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
        return cls(config, model_storage, resource, classifier)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the intents' examples, and store the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._classifier = fit_linear_classifier(
            _sentence_vectors(examples),
            [example.get(INTENT) for example in examples],
            regularisation=self._config["regularisation"],
        )
        with self._storage.write_to(self._resource) as directory:
            skops.io.dump(self._classifier, directory / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking` on every message that has text."""
        written = [message for message in messages if message.get(TEXT)]
        classifier = self._classifier
        if classifier is None or not written:
            return messages
        intents = classifier.classes_.tolist()
        rows = classifier.predict_proba(_sentence_vectors(written))
        for message, row in zip(written, rows, strict=True):
            ranking = self._ranking(intents, row)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(
        self, intents: list[str], probabilities: NDArray[np.float64]
    ) -> list[dict[str, Any]]:
        best = np.argsort(-probabilities)[: self._config["ranking_length"]]
        return [
            {
                INTENT_NAME_KEY: intents[index],
                PREDICTED_CONFIDENCE_KEY: float(probabilities[index]),
            }
            for index in best
        ]


def _sentence_vectors(messages: list[Message]) -> csr_matrix:
    """Stack the sentence features of `messages`: shape (messages, features)."""
    return vstack([_sentence_vector(message) for message in messages]).tocsr()


def _sentence_vector(message: Message) -> csr_matrix:
    sparse = message.get_sparse_features(attribute=TEXT)[1]
    dense = message.get_dense_features(attribute=TEXT)[1]
    parts = [csr_matrix(found.features) for found in (sparse, dense) if found is not None]
    return hstack(parts).tocsr()
