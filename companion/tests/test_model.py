"""The learned approach, once trained."""

from pathlib import Path

import pytest
from companion.classifier.model import OUT_OF_SCOPE, TopicModel, read_utterances
from conftest import ROOT
from econtacts_core.knowledge import Knowledge

TEXTS = ["je ne peux pas payer", "j'ai déménagé", "", "recette de tarte"]


@pytest.mark.parametrize("text", TEXTS)
def test_probabilities_sum_to_one(model: TopicModel, text: str):
    assert sum(model.read([text])[0].scores.values()) == pytest.approx(1.0)


def test_every_topic_and_foreign_matters_have_a_probability(
    model: TopicModel, knowledge: Knowledge
):
    assert set(model.read(["payer"])[0].scores) == {*knowledge.topics, OUT_OF_SCOPE}


def test_a_model_saved_and_loaded_gives_equal_scores(model: TopicModel, tmp_path: Path):
    model.save(tmp_path / "models" / "saved.npz")
    loaded = TopicModel.load(tmp_path / "models" / "saved.npz")
    assert loaded.read(TEXTS) == model.read(TEXTS)


def test_saving_leaves_no_draft_behind(model: TopicModel, tmp_path: Path):
    model.save(tmp_path / "saved.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["saved.npz"]


def test_a_model_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        TopicModel.load(tmp_path / "absent.npz")


def test_texts_are_scored_in_their_order(model: TopicModel):
    together = [reading.scores for reading in model.read(TEXTS)]
    alone = [model.read([text])[0].scores for text in TEXTS]
    # the encoder rounds a little otherwise when it reads several texts at once
    assert [max(s, key=s.__getitem__) for s in together] == [
        max(s, key=s.__getitem__) for s in alone
    ]
    assert together == [pytest.approx(scores, abs=0.05) for scores in alone]


def test_terms_come_strongest_first(model: TopicModel):
    assert model.read(["comment payer la CFE"])[0].terms("payer_cfe")[0] == "cfe"


def test_the_nearest_example_is_one_of_the_topic(model: TopicModel):
    asked = ["demander_delai_paiement", "changer_adresse"]
    (reading,) = model.read(["je n'arrive pas à payer mes impôts"])
    taught = dict(read_utterances(ROOT / "data" / "nlu", asked))
    assert all(taught[reading.nearest(topic)] == topic for topic in asked)


def test_an_example_is_nearest_to_itself(model: TopicModel):
    text = next(text for text, _ in read_utterances(ROOT / "data" / "nlu", ["changer_adresse"]))
    assert model.read([text])[0].nearest("changer_adresse") == text


def test_at_most_four_terms_explain(model: TopicModel):
    long = "je ne peux pas payer mes impôts car j'ai perdu mon emploi et je suis malade"
    topic = "demander_delai_paiement"
    assert len(model.read([long])[0].terms(topic)) == 4


_NLU = """version: "3.1"
nlu:
  - intent: payer_cfe
    examples: |
      - payer la CFE
      - où est mon avis de cfe ?
  - lookup: ville
    examples: |
      - Lyon
  - intent: greet
    examples: |
      - bonjour
"""


def test_utterances_are_read_for_the_labels_wanted_alone(tmp_path: Path):
    (tmp_path / "sujets.yml").write_text(_NLU, encoding="utf-8")
    assert list(read_utterances(tmp_path, ["payer_cfe"])) == [
        ("payer la CFE", "payer_cfe"),
        ("où est mon avis de cfe ?", "payer_cfe"),
    ]


@pytest.mark.parametrize("text", ["je ne peux pas payer", "on a changé de piaule", "la météo"])
def test_a_sentence_encoded_beforehand_changes_nothing(model: TopicModel, text: str):
    encoded = model.meaning.transform([text])
    assert model.read([text], encoded)[0].scores == pytest.approx(model.read([text])[0].scores)
