"""The first steps of the confidence ladder, as a last component of the NLU pipeline.

Sure: the intent stands. Between: `nlu_clarify` ("Vouliez-vous dire…"). Unsure: Rasa's own
`nlu_fallback`, on which the assistant asks the companion for proposals. The thresholds stand in
`knowledge/ladder.yml`, so moving them retrains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge
from econtacts_core.text import asks_something_else, mentions
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    EXTRACTOR,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from nlu.request_splitter import REQUESTS

CLARIFY_INTENT = "nlu_clarify"
OUT_OF_SCOPE = "out_of_scope"
DISTRESS = "distress"
# Words that may say it, and as well something else: the model decides.
DISTRESS_POSSIBLE = "distress_possible"
OTHER_REQUEST = "other_request"


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
        self._requests = knowledge.ladder.requests
        self._topics = knowledge.topics
        self._words_of_distress = (
            *knowledge.concepts[DISTRESS],
            *knowledge.concepts[DISTRESS_POSSIBLE],
        )

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
            ranking = self._plausible(message.get(TEXT) or "", message.get(INTENT_RANKING_KEY, []))
            if not ranking or ranking[0][INTENT_NAME_KEY] is None:
                continue
            first, *others = self._several(message, ranking) or (None,)
            if first is not None:
                ranking = [first, *others, *_without(ranking, [first, *others])]
                _add_requests(message, others)
            # as soon as it is possible: whatever else is meant can wait
            intent = self._distress(ranking, self._thresholds.possible) or ranking[0]
            step = self._step(intent[INTENT_NAME_KEY], intent[PREDICTED_CONFIDENCE_KEY])
            if step is not None:
                intent = {**intent, INTENT_NAME_KEY: step}
                ranking = [intent, *ranking]
            message.set(INTENT, intent, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _several(
        self, message: Message, ranking: list[dict[str, Any]]
    ) -> list[dict[str, Any]] | None:
        """Return the topics that the parts surely ask about, if they are two or more.

        A part may only tell the story: a topic that the whole message hardly speaks of is not
        a request of its own, unless the message says that it asks something else there.
        """
        spoken_of = {
            intent[INTENT_NAME_KEY]
            for intent in ranking
            if intent[PREDICTED_CONFIDENCE_KEY] >= self._requests.possible
        }
        stretches = self._stretches(message.get(REQUESTS, ()))
        found: dict[str, dict[str, Any]] = {}
        for sure in stretches:
            surest = max((intent[PREDICTED_CONFIDENCE_KEY] for intent in sure), default=None)
            for intent in sure:
                announced = len(stretches) > 1 and intent[PREDICTED_CONFIDENCE_KEY] == surest
                if announced or intent[INTENT_NAME_KEY] in spoken_of:
                    found.setdefault(intent[INTENT_NAME_KEY], intent)
        return list(found.values()) if len(found) > 1 else None

    def _stretches(self, parts: Sequence[Message]) -> list[list[dict[str, Any]]]:
        """Return the sure topics of each stretch of a message.

        A stretch goes from one "par ailleurs", "sinon" or "2)" to the next.
        """
        stretches: list[list[dict[str, Any]]] = [[]]
        for part in parts:
            if asks_something_else(part.get(TEXT)):
                stretches.append([])
            intent = part.get(INTENT)
            sure = intent[PREDICTED_CONFIDENCE_KEY] >= self._requests.sure
            if sure and intent[INTENT_NAME_KEY] in self._topics:
                stretches[-1].append(intent)
        return stretches

    def _plausible(self, text: str, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Leave a doubtful distress out of the ranking of a text without a single word of it.

        Few things would be worse than to answer a wedding with a helpline, but to leave without
        one who says it in words of their own. The other intents' probabilities become what they
        are when distress is ruled out.
        """
        if self._distress(ranking, self._thresholds.sure) or mentions(
            text, self._words_of_distress
        ):
            return ranking
        others = _without(ranking, [{INTENT_NAME_KEY: DISTRESS}])
        ruled_out = sum(intent[PREDICTED_CONFIDENCE_KEY] for intent in ranking) - sum(
            intent[PREDICTED_CONFIDENCE_KEY] for intent in others
        )
        return [
            {
                **intent,
                PREDICTED_CONFIDENCE_KEY: intent[PREDICTED_CONFIDENCE_KEY] / (1.0 - ruled_out),
            }
            for intent in others
        ]

    @staticmethod
    def _distress(ranking: list[dict[str, Any]], confidence: float) -> dict[str, Any] | None:
        """Return distress from the ranking, if it is at least that likely."""
        return next(
            (
                intent
                for intent in ranking
                if intent[INTENT_NAME_KEY] == DISTRESS
                and intent[PREDICTED_CONFIDENCE_KEY] >= confidence
            ),
            None,
        )

    def _step(self, intent: str, confidence: float) -> str | None:
        """Return the step that takes the intent's place, None when the intent stands."""
        if confidence >= self._thresholds.sure:
            return None
        if confidence < self._thresholds.possible or intent == OUT_OF_SCOPE:
            # Nobody is sent away on a doubt: the companion reads the message too.
            return str(DEFAULT_NLU_FALLBACK_INTENT_NAME)
        # A greeting or thanks taken for another costs nothing: it is not worth a question.
        return CLARIFY_INTENT if intent in self._topics else None


def _without(ranking: list[dict[str, Any]], intents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {intent[INTENT_NAME_KEY] for intent in intents}
    return [intent for intent in ranking if intent[INTENT_NAME_KEY] not in names]


def _add_requests(message: Message, others: list[dict[str, Any]]) -> None:
    """Note the message's other requests as entities, which the dialogue remembers."""
    noted = [
        {
            ENTITY_ATTRIBUTE_TYPE: OTHER_REQUEST,
            ENTITY_ATTRIBUTE_VALUE: intent[INTENT_NAME_KEY],
            EXTRACTOR: ConfidenceLadder.__name__,
        }
        for intent in others
    ]
    message.set(ENTITIES, [*message.get(ENTITIES, []), *noted], add_to_output=True)
