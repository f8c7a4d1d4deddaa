"""Our components alone: they learn, are stored, come back the same."""

from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.french_text_featurizer import FrenchTextFeaturizer
from nlu.kernel_intent_classifier import KernelIntentClassifier
from nlu.request_splitter import REQUESTS, RequestSplitter, with_requests

CONTEXT = ExecutionContext(GraphSchema({}), node_name="featurizer")
FEATURIZER = Resource("featurizer")
CLASSIFIER = Resource("classifier")
EXAMPLES = {
    "adresse": ["je déménage", "nouvelle adresse", "mon adresse change", "on a déménagé"],
    "robot": ["es-tu un robot", "un robot me parle", "robot ou humain", "une machine"],
    "cfe": ["payer la cfe", "avis de cfe", "cfe minimum", "ma cfe augmente"],
}


@pytest.fixture
def storage(tmp_path: Path) -> ModelStorage:
    return LocalModelStorage.create(tmp_path)


@pytest.fixture
def data() -> TrainingData:
    return TrainingData(
        [
            Message({"text": text, "intent": intent})
            for intent, texts in EXAMPLES.items()
            for text in texts
        ]
    )


@pytest.fixture
def featurizer(storage: ModelStorage, data: TrainingData) -> FrenchTextFeaturizer:
    config = FrenchTextFeaturizer.get_default_config()
    trained = FrenchTextFeaturizer.create(config, storage, FEATURIZER, CONTEXT)
    trained.train(data)
    return trained


@pytest.fixture
def classifier(
    storage: ModelStorage, data: TrainingData, featurizer: FrenchTextFeaturizer
) -> KernelIntentClassifier:
    trained = KernelIntentClassifier.create({"ranking_length": 2}, storage, CLASSIFIER, CONTEXT)
    trained.train(featurizer.process_training_data(data))
    return trained


def vector(featurizer: FrenchTextFeaturizer, text: str) -> np.ndarray:
    """Return the features of `text`: shape (features,)."""
    message = featurizer.process([Message({"text": text})])[0]
    found = message.get_sparse_features("text")[1]
    assert found is not None
    return np.asarray(found.features.todense())[0]


def ranking(
    featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier, text: str
) -> list[tuple[str, float]]:
    """Return the intents of `text`, best first."""
    message = classifier.process(featurizer.process([Message({"text": text})]))[0]
    return [(found["name"], found["confidence"]) for found in message.get("intent_ranking")]


def test_a_loaded_featurizer_gives_the_same_features(
    storage: ModelStorage, featurizer: FrenchTextFeaturizer
):
    config = FrenchTextFeaturizer.get_default_config()
    loaded = FrenchTextFeaturizer.load(config, storage, FEATURIZER, CONTEXT)
    expected = vector(featurizer, "mon adresse")
    assert expected.any()
    assert np.array_equal(vector(loaded, "mon adresse"), expected)


@pytest.mark.parametrize("written", ["MON ADRESSE", "mon adressé", "  mon   adresse !"])
def test_how_it_is_typed_changes_no_feature(featurizer: FrenchTextFeaturizer, written: str):
    assert np.array_equal(vector(featurizer, written), vector(featurizer, "mon adresse"))


def test_a_text_without_words_has_no_features(featurizer: FrenchTextFeaturizer):
    assert not vector(featurizer, "😀").any()


def test_a_message_without_text_is_left_alone(featurizer: FrenchTextFeaturizer):
    message = featurizer.process([Message({"intent": "start"})])[0]
    assert message.features == []


def test_a_message_gets_a_sparse_and_a_dense_sentence_vector(featurizer: FrenchTextFeaturizer):
    message = featurizer.process([Message({"text": "mon adresse"})])[0]
    assert [found.is_sparse() for found in message.features] == [True, False]
    assert {found.features.shape[0] for found in message.features} == {1}


def test_a_message_is_cut_and_each_part_is_read_for_itself(
    featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier
):
    message = Message({"text": "où payer ma cfe ? Sinon j'ai une nouvelle adresse"})
    classifier.process(featurizer.process(RequestSplitter().process([message])))
    assert [part.get("text") for part in message.get(REQUESTS)] == [
        "où payer ma cfe ?",
        "Sinon j'ai une nouvelle adresse",
    ]
    assert [part.get("intent")["name"] for part in message.get(REQUESTS)] == ["cfe", "adresse"]


def test_a_message_with_one_request_has_no_parts():
    message = RequestSplitter().process([Message({"text": "où payer ma cfe ?"})])[0]
    assert message.get(REQUESTS) is None
    assert with_requests([message]) == [message]


def test_an_untrained_featurizer_adds_nothing(storage: ModelStorage):
    config = FrenchTextFeaturizer.get_default_config()
    untrained = FrenchTextFeaturizer.create(config, storage, FEATURIZER, CONTEXT)
    assert untrained.process([Message({"text": "mon adresse"})])[0].features == []


def test_the_ranking_goes_from_likeliest_to_least(
    featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier
):
    confidences = [found for _, found in ranking(featurizer, classifier, "un robot à mon adresse")]
    assert confidences == sorted(confidences, reverse=True)


def test_the_ranking_has_the_length_that_was_set(
    featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier
):
    assert len(ranking(featurizer, classifier, "mon adresse")) == 2


def test_the_intent_is_the_first_of_the_ranking(
    featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier
):
    message = classifier.process(featurizer.process([Message({"text": "ma cfe"})]))[0]
    assert message.get("intent") == message.get("intent_ranking")[0]
    assert message.get("intent")["name"] == "cfe"


def test_a_loaded_classifier_ranks_the_same(
    storage: ModelStorage, featurizer: FrenchTextFeaturizer, classifier: KernelIntentClassifier
):
    loaded = KernelIntentClassifier.load({"ranking_length": 2}, storage, CLASSIFIER, CONTEXT)
    expected = ranking(featurizer, classifier, "mon adresse")
    assert ranking(featurizer, loaded, "mon adresse") == expected


def test_a_click_is_not_classified(classifier: KernelIntentClassifier):
    message = classifier.process([Message({"intent": {"name": "start"}})])[0]
    assert message.get("intent") == {"name": "start"}


@pytest.mark.parametrize("regularisation", [0, -1.0])
def test_a_regularisation_that_is_not_positive_is_refused(regularisation: float):
    with pytest.raises(ValueError, match="regularisation"):
        KernelIntentClassifier.validate_config({"regularisation": regularisation})
