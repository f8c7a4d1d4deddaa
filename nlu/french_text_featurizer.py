"""Sparse features of French text: character n-grams and words, robust to how people type."""

from __future__ import annotations

from typing import Any

import skops.io
from econtacts_core.linear import french_vectoriser, prepare, source_fingerprint
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.pipeline import FeatureUnion

_FILE = "vectoriser.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FrenchTextFeaturizer(SparseFeaturizer, GraphComponent):
    """Turn each message's text into one sparse sentence vector of shape (1, features)."""

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that Rasa checks before training."""
        return ["sklearn", "skops"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options of the component: those of every sparse featurizer."""
        return dict(SparseFeaturizer.get_default_config())

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Have Rasa train anew when the shared code changes."""
        return source_fingerprint()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to set."""

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
        vectoriser: FeatureUnion | None = None,
    ) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._vectoriser = vectoriser

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FrenchTextFeaturizer:
        """Return an untrained featurizer."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FrenchTextFeaturizer:
        """Return the featurizer that `train` stored."""
        with model_storage.read_from(resource) as directory:
            path = directory / _FILE
            # The file comes out of our own model archive.
            vectoriser = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
        return cls(config, execution_context.node_name, model_storage, resource, vectoriser)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabulary and its weights from the intents' examples, and store them."""
        texts = [message.get(TEXT) for message in training_data.intent_examples]
        self._vectoriser = french_vectoriser().fit(prepare(text for text in texts if text))
        with self._storage.write_to(self._resource) as directory:
            skops.io.dump(self._vectoriser, directory / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every training message."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to `messages`; those without text are left alone."""
        vectoriser = self._vectoriser
        if vectoriser is None:
            return messages
        written = [message for message in messages if message.get(TEXT)]
        if written:
            vectors = vectoriser.transform(prepare(message.get(TEXT) for message in written))
            for message, vector in zip(written, vectors, strict=True):
                message.add_features(
                    Features(vector.tocoo(), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                )
        return messages
