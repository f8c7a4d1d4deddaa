"""Several requests in one message: each part is read for itself, beside the whole.

The parts travel with the message through the pipeline: featurizers and classifier treat them as
messages of their own, and the ladder keeps those that are surely another subject.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from econtacts_core.text import parts
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

REQUESTS = "requests"


def with_requests(messages: Iterable[Message]) -> list[Message]:
    """Return `messages`, each followed by its parts, if it was cut into several."""
    return [read for message in messages for read in (message, *message.get(REQUESTS, ()))]


# Registered as an extractor: unlike featurizers, these do not see the training messages, each of
# which has one label and stays whole.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RequestSplitter(GraphComponent):
    """Cut each message where a new request may begin; stands before the featurizers."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options: none."""
        return {}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to set."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RequestSplitter:
        """Return the component."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the parts to `messages` that have several."""
        for message in messages:
            found = parts(message.get(TEXT) or "")
            if len(found) > 1:
                message.set(REQUESTS, [Message({TEXT: part}) for part in found])
        return messages
