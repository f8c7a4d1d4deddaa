"""What people say of proposals is learnt beside the model in service, then in its place."""

from pathlib import Path

import pytest
from companion.__main__ import main
from companion.classifier.masking import Masked
from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Verdict
from companion.classifier.training import LABELS, is_up_to_date, train
from companion.learning.comparison import Asked
from companion.learning.designers_files import UTTERANCES
from companion.learning.learn import Lesson, NothingToLearn, learn, promote
from companion.storage.database import Database
from companion.storage.learning import LearningRepository
from companion.storage.proposals import Origin, ProposalRepository
from conftest import SECRET_KEY, TOKEN
from econtacts_core.knowledge import Knowledge
from small_project import NLU

KEPT_APART = [Asked("comment payer la cfe svp", "payer_cfe"), Asked("le train", "out_of_scope")]
# As some people say that they moved: the model has never read it.
MOVING = [f"on a changé de piaule le {day} octobre, c'est la piaule {day}" for day in range(1, 21)]
ORIGIN = Origin(channel="mail", collection="impots", audience=None, conversation_id=None)


@pytest.fixture
def utterances(own_project: Path) -> Path:
    return own_project / UTTERANCES


@pytest.fixture
def model(own_project: Path) -> Path:
    return own_project / "models" / "classifier.npz"


def named(database: Database, texts: list[str], topic: str) -> None:
    """Have somebody say what these messages are about."""
    proposals = ProposalRepository(database)
    for text in texts:
        proposal_id = proposals.add(Masked(text, ()), Verdict("suggest", (), None), ORIGIN)
        proposals.add_feedback(proposal_id, "edited", topic, None)


def learnt(
    knowledge: Knowledge, utterances: Path, database: Database, model: Path
) -> tuple[Lesson, LearningRepository]:
    learning = LearningRepository(database)
    return learn(knowledge, utterances, KEPT_APART, learning, model), learning


def first_topic(model: Path, text: str) -> str:
    (reading,) = TopicModel.load(model).read([text])
    return max(reading.scores, key=reading.scores.__getitem__)


def test_what_people_said_is_learnt_and_put_in_service(two_topics, utterances, database, model):
    named(database, MOVING, "changer_adresse")
    before = model.read_bytes()
    lesson, learning = learnt(two_topics, utterances, database, model)
    assert model.read_bytes() == before
    assert lesson.labels.after.first == 1.0
    assert lesson.is_no_worse
    promote(lesson, learning, model)
    assert first_topic(model, "changé de piaule") == "changer_adresse"
    assert learning.in_service().model_id == lesson.model_id


def test_the_next_training_keeps_what_was_learnt(two_topics, utterances, database, model):
    named(database, MOVING, "changer_adresse")
    promote(*learnt(two_topics, utterances, database, model), model)
    assert is_up_to_date(two_topics, utterances, model)
    (utterances / "a.yml").write_text(NLU.replace("acompte de", "solde de"), encoding="utf-8")
    assert train(two_topics, utterances, model)
    assert first_topic(model, "changé de piaule") == "changer_adresse"


def test_labels_that_mislead_do_not_pass_the_gate(two_topics, utterances, database, model):
    trains = [f"le train de {hour} h" for hour in range(60)]
    named(database, trains, "changer_adresse")
    lesson, _ = learnt(two_topics, utterances, database, model)
    before, after = lesson.sentences.before, lesson.sentences.after
    assert after.foreign_answered > before.foreign_answered
    assert not lesson.is_no_worse


def test_without_a_topic_named_there_is_nothing_to_learn(two_topics, utterances, database, model):
    named(database, ["payer la cfe"], "payer_cfe")  # known already
    with pytest.raises(NothingToLearn):
        learnt(two_topics, utterances, database, model)
    assert not model.with_name(LABELS).exists()


def test_the_command_says_that_nobody_named_a_topic(
    tmp_path: Path, own_project: Path, model: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    given = {
        "SECRET_KEY": SECRET_KEY,
        "CLASSIFIER_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'companion.db'}",
        "MODEL": str(model),
        "PROJECT": str(own_project),
    }
    for name, value in given.items():
        monkeypatch.setenv(f"COMPANION_{name}", value)
    monkeypatch.setattr("sys.argv", ["companion", "learn"])
    assert main() == 0
    assert "Rien n'est changé" in capsys.readouterr().out
