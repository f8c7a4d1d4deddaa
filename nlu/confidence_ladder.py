"""The first steps of the confidence ladder, as a last component of the NLU pipeline.

Sure: the intent stands. Between: `nlu_clarify` ("Vouliez-vous dire…"). Unsure: Rasa's own
`nlu_fallback`, on which the assistant asks the companion for proposals. The thresholds stand in
`knowledge/ladder.yml`, so moving them retrains nothing.
"""

from __future__ import annotations

from typing import Any

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
)
from rasa.shared.nlu.training_data.message import Message

CLARIFY_INTENT = "nlu_clarify"
OUT_OF_SCOPE = "out_of_scope"
DISTRESS = "distress"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConfidenceLadder(IntentClassifier, GraphComponent):
    """Replace an intent that is not sure by the step of the ladder that it stands on."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must stand before this component in the pipeline."""
        return [IntentClassifier]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the options: none, the thresholds are knowledge."""
        return {}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration: there is nothing to set."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._thresholds = knowledge.ladder.assistant
        self._topics = knowledge.topics

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConfidenceLadder:
        """Return the component with the thresholds in force."""
        return cls(load_knowledge(knowledge_directory()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Keep the intent or put the ladder's step before it in the ranking."""
        for message in messages:
            intent = message.get(INTENT) or {}
            if intent.get(INTENT_NAME_KEY) is None:
                continue
            ranking = message.get(INTENT_RANKING_KEY, [])
            if intent[INTENT_NAME_KEY] == DISTRESS:
                continue
            stepped = self._distress(ranking) or self._stepped(intent)
            if stepped is not None:
                message.set(INTENT, stepped, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [stepped, *ranking], add_to_output=True)
        return messages

    def _distress(self, ranking: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Return distress when it is possible at all: whatever else is meant can wait."""
        return next(
            (
                intent
                for intent in ranking
                if intent[INTENT_NAME_KEY] == DISTRESS
                and intent[PREDICTED_CONFIDENCE_KEY] >= self._thresholds.possible
            ),
            None,
        )

    def _stepped(self, intent: dict[str, Any]) -> dict[str, Any] | None:
        step = self._step(intent[INTENT_NAME_KEY], intent[PREDICTED_CONFIDENCE_KEY])
        return None if step is None else {**intent, INTENT_NAME_KEY: step}

    def _step(self, intent: str, confidence: float) -> str | None:
        """Return the step that takes the intent's place, None when the intent stands."""
        if confidence >= self._thresholds.sure:
            return None
        if confidence < self._thresholds.possible or intent == OUT_OF_SCOPE:
            # Nobody is sent away on a doubt: the companion reads the message too.
            return str(DEFAULT_NLU_FALLBACK_INTENT_NAME)
        # A greeting or thanks taken for another costs nothing: it is not worth a question.
        return CLARIFY_INTENT if intent in self._topics else None
