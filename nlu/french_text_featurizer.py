"""Features of French text: how it is written (sparse) and what it means (dense)."""

from __future__ import annotations

from typing import Any

import numpy as np
from econtacts_core.features import FrenchVectoriser
from econtacts_core.kernel import source_fingerprint
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.request_splitter import with_requests

_FILE = "vectoriser.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FrenchTextFeaturizer(Featurizer, GraphComponent):
    """Turn each message's text into a sparse and a dense sentence vector, each of one row."""

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that Rasa checks before training."""
        return ["onnxruntime", "onnxruntime_extensions", "sklearn", "spacy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options of the component: those of every featurizer."""
        return dict(Featurizer.get_default_config())

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
        vectoriser: FrenchVectoriser | None = None,
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
        with model_storage.read_from(resource) as directory, np.load(directory / _FILE) as stored:
            vectoriser = FrenchVectoriser.from_arrays(stored)
        return cls(config, execution_context.node_name, model_storage, resource, vectoriser)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the vocabularies and their weights from the intents' examples, and store them."""
        texts = [message.get(TEXT) for message in training_data.intent_examples]
        self._vectoriser = FrenchVectoriser.fit([text for text in texts if text])
        with self._storage.write_to(self._resource) as directory:
            np.savez(directory / _FILE, **self._vectoriser.arrays())
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to every training message."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features to `messages` and their parts; those without text are left alone."""
        vectoriser = self._vectoriser
        written = [message for message in with_requests(messages) if message.get(TEXT)]
        if vectoriser is None or not written:
            return messages
        sparse, dense = vectoriser.transform([message.get(TEXT) for message in written])
        for place, message in enumerate(written):
            row = sparse if len(written) == 1 else sparse[place]
            for vector in (row, dense[place : place + 1]):
                message.add_features(
                    Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                )
        return messages
