"""Labels read out of feedback, datasets and models kept, on both kinds of database."""

import pytest
from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Verdict
from companion.learning.dataset import Label, build_dataset
from companion.storage.database import Database
from companion.storage.learning import LearningRepository
from companion.storage.proposals import Origin, ProposalRepository
from conftest import emptied

DATASET = build_dataset([Label("où payer la cfe", "payer_cfe")], {"payer_cfe"}, [])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    return emptied(request.getfixturevalue(kind))


@pytest.fixture
def learning(database: Database) -> LearningRepository:
    return LearningRepository(database)


@pytest.fixture
def proposals(database: Database) -> ProposalRepository:
    return ProposalRepository(database)


def proposed(proposals: ProposalRepository, text: str, collection: str = "impots") -> str:
    origin = Origin(channel="mail", collection=collection, audience=None, conversation_id=None)
    return proposals.add(Masked(text, ()), Verdict("suggest", (), None), origin)


def test_a_topic_named_is_a_label_whatever_became_of_the_proposal(learning, proposals):
    for outcome in ("accepted", "edited", "rejected"):
        proposals.add_feedback(proposed(proposals, outcome), outcome, "payer_cfe", None)
    assert learning.labels("impots") == [
        Label("rejected", "payer_cfe"),
        Label("edited", "payer_cfe"),
        Label("accepted", "payer_cfe"),
    ]


def test_the_topic_named_last_is_the_right_one(learning, proposals):
    proposal_id = proposed(proposals, "ma taxe")
    for topic in ("payer_cfe", "payer_impot"):
        proposals.add_feedback(proposal_id, "edited", topic, None)
    assert learning.labels("impots") == [Label("ma taxe", "payer_impot")]


def test_no_topic_and_another_collection_teach_nothing(learning, proposals):
    proposals.add_feedback(proposed(proposals, "non"), "rejected", None, None)
    proposals.add_feedback(proposed(proposals, "oui", "recensement"), "accepted", "x", None)
    assert learning.labels("impots") == []


def test_the_same_dataset_is_kept_once(learning):
    first = learning.add_dataset(DATASET, "impots", 10)
    assert learning.add_dataset(DATASET, "impots", 10) == first


def test_one_model_at_a_time_is_in_service(learning):
    dataset = learning.add_dataset(DATASET, "impots", 10)
    assert learning.in_service() is None
    models = [learning.add_model(dataset, digest, {"first": 0.9}) for digest in ("a", "b")]
    for model_id, digest in zip(models, "ab", strict=True):
        learning.promote(model_id)
        found = learning.in_service()
        assert (found.model_id, found.digest) == (model_id, digest)
        assert found.dataset_digest == DATASET.digest
