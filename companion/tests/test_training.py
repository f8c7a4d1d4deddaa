"""Training happens when its data changed, and only then."""

from pathlib import Path

import pytest
from companion.classifier.model import TopicModel
from companion.classifier.training import train
from companion.learning.designers_files import UTTERANCES


@pytest.fixture
def utterances(own_project: Path) -> Path:
    return own_project / UTTERANCES


@pytest.fixture
def trained(own_project: Path) -> Path:
    return own_project / "models" / "classifier.npz"


def change(utterances: Path, before: str, after: str) -> None:
    """Have a designer edit the utterances."""
    file = utterances / "a.yml"
    content = file.read_text(encoding="utf-8")
    assert before in content
    file.write_text(content.replace(before, after), encoding="utf-8")


def test_a_first_training_writes_a_model_that_knows_the_topics(trained: Path):
    scores = TopicModel.load(trained).read(["payer ma cfe"])[0].scores
    assert max(scores, key=scores.__getitem__) == "payer_cfe"


def test_nothing_is_trained_when_nothing_changed(trained, two_topics, utterances):
    assert train(two_topics, utterances, trained) is False


def test_the_model_stays_as_it_is_when_nothing_changed(trained, two_topics, utterances):
    before = trained.stat().st_mtime_ns
    train(two_topics, utterances, trained)
    assert trained.stat().st_mtime_ns == before


def test_a_changed_utterance_trains_anew(trained, two_topics, utterances):
    change(utterances, "payer la cfe", "payer ma cfe")
    assert train(two_topics, utterances, trained) is True


def test_utterances_that_change_their_topic_train_anew(trained, two_topics, utterances):
    change(utterances, "intent: payer_cfe", "intent: moved")
    change(utterances, "intent: changer_adresse", "intent: payer_cfe")
    change(utterances, "intent: moved", "intent: changer_adresse")
    assert train(two_topics, utterances, trained) is True


def test_an_utterance_of_a_foreign_intent_does_not_train(trained, two_topics, utterances):
    (utterances / "zzz.yml").write_text(
        'version: "3.1"\nnlu:\n  - intent: greet\n    examples: |\n      - bonjour\n'
    )
    assert train(two_topics, utterances, trained) is False


def test_a_lost_model_is_trained_anew(trained, two_topics, utterances):
    trained.unlink()
    assert train(two_topics, utterances, trained) is True
