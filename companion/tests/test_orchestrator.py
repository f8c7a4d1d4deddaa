"""The judge over both approaches, and what every scorer owes its readers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import nextafter

import pytest
from companion.classifier.model import OUT_OF_SCOPE, TopicModel
from companion.classifier.orchestrator import MAX_CANDIDATES, Orchestrator
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import KeywordRule, Knowledge, Thresholds
from econtacts_core.text import normalise, stems, words

TEXTS = [
    "je ne peux pas payer mes impôts",
    "J'ai déménagé le mois dernier, comment le signaler ?",
    "mon taux de prélèvement à la source est trop élevé",
    "BJR PB DE MDP SUR MON ESPACE",
    "je paie chaque mois et j'ai déménagé",
    "recette de la tarte aux pommes",
    "",
    "👋 ?!",
]
# Words that no rule of the knowledge reads: the model alone decides.
SILENT_TEXT = "abracadabra"


@dataclass(frozen=True)
class FakeModel:
    """A model that thinks what the test says, whatever the text."""

    probabilities: Mapping[str, float]

    def read(self, texts: Sequence[str]) -> list["FakeReading"]:
        return [FakeReading({OUT_OF_SCOPE: 0.0, **self.probabilities}) for _ in texts]


@dataclass(frozen=True)
class FakeReading:
    """What it thinks of one text."""

    scores: Mapping[str, float]

    def terms(self, topic: str) -> list[str]:
        return ["mot"]

    def nearest(self, topic: str) -> str:
        return "un exemple"


@dataclass(frozen=True)
class Reading:
    """What a scorer thinks of a topic, and the words it names for it."""

    score: float
    named: tuple[str, ...]


Scorer = Callable[[str], dict[str, Reading]]


@pytest.fixture(params=["graph", "model"])
def scorer(request: pytest.FixtureRequest, graph: KeywordGraph, model: TopicModel) -> Scorer:
    def by_graph(text: str) -> dict[str, Reading]:
        found = graph.scores(text)
        return {key: Reading(found[key].score, tuple(found[key].words.values())) for key in found}

    def by_model(text: str) -> dict[str, Reading]:
        (read,) = model.read([text])
        return {key: Reading(read.scores[key], tuple(read.terms(key))) for key in read.scores}

    return {"graph": by_graph, "model": by_model}[request.param]


@pytest.mark.parametrize("text", TEXTS)
def test_every_score_lies_between_zero_and_one(scorer: Scorer, text: str):
    assert all(0.0 <= reading.score <= 1.0 for reading in scorer(text).values())


@pytest.mark.parametrize("text", TEXTS[:5])
def test_the_best_topic_comes_with_words(scorer: Scorer, text: str):
    readings = scorer(text)
    best = max(readings, key=lambda topic: readings[topic].score)
    assert readings[best].named


@pytest.mark.parametrize("text", TEXTS)
def test_the_words_named_stand_in_the_text(scorer: Scorer, text: str):
    written = f"{' '.join(words(text))} | {' '.join(stems(text))}"
    named = [span for reading in scorer(text).values() for span in reading.named]
    assert [span for span in named if span not in written] == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_alike_twice(scorer: Scorer, text: str):
    assert scorer(text) == scorer(text)


def judge_of(knowledge: Knowledge, probabilities: Mapping[str, float]) -> Orchestrator:
    """Return the orchestrator with a model that thinks `probabilities`."""
    return Orchestrator(knowledge, FakeModel(probabilities))


def with_thresholds(knowledge: Knowledge, sure: float, possible: float) -> Knowledge:
    """Return the knowledge with other steps for the orchestrator."""
    ladder = replace(knowledge.ladder, orchestrator=Thresholds(sure, possible))
    return replace(knowledge, ladder=ladder)


@pytest.mark.parametrize("steps", [(0.60, 0.20), (0.75, 0.25), (0.9, 0.1)])
def test_at_the_upper_step_it_answers(knowledge: Knowledge, steps: tuple[float, float]):
    judge = judge_of(with_thresholds(knowledge, *steps), {"payer_cfe": steps[0]})
    assert judge.judge(SILENT_TEXT).decision == "answer"


@pytest.mark.parametrize("steps", [(0.60, 0.20), (0.75, 0.25), (0.9, 0.1)])
def test_just_below_the_upper_step_it_suggests(knowledge: Knowledge, steps: tuple[float, float]):
    below = {"payer_cfe": nextafter(steps[0], 0)}
    judge = judge_of(with_thresholds(knowledge, *steps), below)
    assert judge.judge(SILENT_TEXT).decision == "suggest"


@pytest.mark.parametrize("steps", [(0.60, 0.20), (0.75, 0.25), (0.9, 0.1)])
def test_at_the_lower_step_it_suggests(knowledge: Knowledge, steps: tuple[float, float]):
    judge = judge_of(with_thresholds(knowledge, *steps), {"payer_cfe": steps[1]})
    assert judge.judge(SILENT_TEXT).decision == "suggest"


@pytest.mark.parametrize("steps", [(0.60, 0.20), (0.75, 0.25), (0.9, 0.1)])
def test_just_below_the_lower_step_it_abstains(knowledge: Knowledge, steps: tuple[float, float]):
    below = {"payer_cfe": nextafter(steps[1], 0)}
    judge = judge_of(with_thresholds(knowledge, *steps), below)
    assert judge.judge(SILENT_TEXT).decision == "abstain"


def test_an_abstention_names_no_topic_and_no_team(knowledge: Knowledge):
    verdict = judge_of(knowledge, {}).judge(SILENT_TEXT)
    assert (verdict.candidates, verdict.team) == ((), None)


def test_the_team_is_that_of_the_best_topic(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 0.5, "changer_adresse": 0.3})
    assert judge.judge(SILENT_TEXT).team == "sie"


def test_the_team_of_the_best_topic_comes_before_that_of_an_urgency(knowledge: Knowledge):
    verdict = judge_of(knowledge, {"payer_cfe": 1.0}).judge("une saisie sur mon compte")
    assert verdict.urgency is not None
    assert (verdict.urgency.team, verdict.team) == ("recouvrement", "sie")


def test_an_abstention_on_an_urgency_names_its_team(knowledge: Knowledge):
    verdict = judge_of(knowledge, {OUT_OF_SCOPE: 1.0}).judge("une saisie sur mon compte")
    assert (verdict.decision, verdict.team) == ("abstain", "recouvrement")


def test_an_abstention_on_an_urgency_of_nobody_names_no_team(knowledge: Knowledge):
    verdict = judge_of(knowledge, {OUT_OF_SCOPE: 1.0}).judge("je veux mourir")
    assert verdict.urgency is not None
    assert (verdict.decision, verdict.urgency.id, verdict.team) == ("abstain", "detresse", None)


def test_a_message_that_can_wait_has_no_urgency(knowledge: Knowledge):
    assert judge_of(knowledge, {"payer_cfe": 1.0}).judge(SILENT_TEXT).urgency is None


def test_many_texts_are_as_urgent_as_each_alone(knowledge: Knowledge):
    judge = judge_of(knowledge, {})
    texts = [*TEXTS, "une saisie sur mon compte"]
    together = [found.urgency for found in judge.judge_all(texts)]
    assert together == [judge.judge(text).urgency for text in texts]
    assert together[-1] is not None


def test_what_the_model_never_learnt_has_no_nearest_example(knowledge: Knowledge):
    verdict = judge_of(knowledge, {"payer_cfe": 0.5}).judge("je ne peux pas payer ma CFE")
    nearest = {candidate.topic: candidate.nearest for candidate in verdict.candidates}
    assert nearest["payer_cfe"] == "un exemple"
    assert nearest["demander_delai_paiement"] is None


def test_two_approaches_that_agree_are_surer_than_either(knowledge: Knowledge):
    text = "je ne peux pas payer mes impôts"
    judged = judge_of(knowledge, {"demander_delai_paiement": 0.5}).judge(text).candidates[0]
    assert judged.score > max(judged.model, 0.6 * judged.graph)


def test_a_foreign_matter_weakens_the_graph(knowledge: Knowledge):
    text = "je ne peux pas payer mes impôts"
    trusted = judge_of(knowledge, {}).judge(text).candidates[0]
    doubted = judge_of(knowledge, {OUT_OF_SCOPE: 0.2}).judge(text).candidates[0]
    assert doubted.score == pytest.approx(trusted.score * 0.8)


def test_what_is_likelier_foreign_than_ours_is_not_proposed(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 0.3, OUT_OF_SCOPE: 0.4})
    assert judge.judge(SILENT_TEXT).decision == "abstain"


def test_the_graph_alone_is_never_sure(knowledge: Knowledge):
    assert judge_of(knowledge, {}).judge("je ne peux pas payer").decision == "suggest"


def test_at_most_five_candidates_are_kept(knowledge: Knowledge):
    judge = judge_of(knowledge, dict.fromkeys(knowledge.topics, 0.5))
    assert len(judge.judge(SILENT_TEXT).candidates) == MAX_CANDIDATES == 5


def test_the_best_of_many_candidates_are_kept_best_first(knowledge: Knowledge):
    rising = {topic: 0.3 + place / 100 for place, topic in enumerate(knowledge.topics)}
    kept = [found.topic for found in judge_of(knowledge, rising).judge(SILENT_TEXT).candidates]
    assert kept == list(reversed(knowledge.topics))[:5]


@pytest.mark.parametrize("text", TEXTS)
def test_candidates_come_best_first(orchestrator: Orchestrator, text: str):
    scores = [found.score for found in orchestrator.judge(text).candidates]
    assert all(better >= worse for better, worse in pairwise(scores))


@pytest.mark.parametrize("text", TEXTS)
def test_the_fused_score_lies_between_zero_and_one(orchestrator: Orchestrator, text: str):
    assert all(0.0 <= found.score <= 1.0 for found in orchestrator.judge(text).candidates)


def test_what_was_refused_is_not_proposed_and_leaves_its_place(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 0.9, "changer_adresse": 0.06, OUT_OF_SCOPE: 0.04})
    verdict = judge.judge(SILENT_TEXT, refused=["payer_cfe"])
    assert verdict.decision == "suggest"
    assert {found.topic: found.score for found in verdict.candidates} == {
        "changer_adresse": pytest.approx(0.6)
    }


def test_whoever_refused_a_topic_is_asked_however_sure_the_next_one_is(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 0.5, "changer_adresse": 0.5})
    assert judge.judge(SILENT_TEXT, refused=["payer_cfe"]).decision == "suggest"


def test_once_all_that_is_likely_was_refused_it_abstains(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 1.0})
    assert judge.judge(SILENT_TEXT, refused=["payer_cfe"]).decision == "abstain"


@pytest.mark.parametrize(
    ("audience", "absent"),
    [("particulier", "payer_cfe"), ("professionnel", "moduler_prelevement")],
)
def test_topics_for_another_audience_are_left_out(knowledge: Knowledge, audience: str, absent: str):
    judge = judge_of(knowledge, {absent: 0.9, "changer_adresse": 0.4})
    kept = [found.topic for found in judge.judge(SILENT_TEXT, audience).candidates]
    assert kept == ["changer_adresse"]


def test_an_unknown_audience_leaves_every_topic_in(knowledge: Knowledge):
    judge = judge_of(knowledge, {"payer_cfe": 0.9, "moduler_prelevement": 0.8})
    kept = [found.topic for found in judge.judge(SILENT_TEXT).candidates]
    assert kept == ["payer_cfe", "moduler_prelevement"]


@pytest.mark.parametrize(
    "text",
    [
        "Quelle est la recette de la tarte aux pommes ?",
        "quel temps fait-il demain à Lyon",
        "je veux refaire ma carte d'identité",
        "How do I renew my driving licence?",
        "",
    ],
)
def test_it_abstains_on_a_foreign_text(orchestrator: Orchestrator, text: str):
    assert orchestrator.judge(text).decision == "abstain"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("je ne peux pas payer mes impôts", "demander_delai_paiement"),
        ("comment payer la CFE", "payer_cfe"),
        ("jai perdu mon mdp pr mon espace", "acceder_espace"),
    ],
)
def test_a_plain_question_is_answered(orchestrator: Orchestrator, text: str, topic: str):
    verdict = orchestrator.judge(text)
    assert (verdict.decision, verdict.candidates[0].topic) == ("answer", topic)


@pytest.fixture(scope="module")
def judge_with_new_topic(knowledge: Knowledge, model: TopicModel) -> Orchestrator:
    """A designer has just written a topic with a keyword rule; no utterance, no training."""
    read = KeywordRule(("taxe_bateau",), (), (), 0.9, (), ())
    topic = replace(knowledge.topics["payer_cfe"], id="payer_taxe_bateau", keywords=(read,))
    concepts = {**knowledge.concepts, "taxe_bateau": ("taxe annuelle sur les engins maritimes",)}
    topics = {**knowledge.topics, topic.id: topic}
    return Orchestrator(replace(knowledge, topics=topics, concepts=concepts), model)


def test_a_new_topic_is_proposed_before_it_has_a_single_utterance(
    judge_with_new_topic: Orchestrator,
):
    verdict = judge_with_new_topic.judge("comment payer la taxe annuelle sur les engins maritimes")
    assert "payer_taxe_bateau" in [found.topic for found in verdict.candidates]


def test_a_topic_that_the_model_does_not_know_is_explained_by_the_graph_alone(
    judge_with_new_topic: Orchestrator,
):
    text = "payer la taxe annuelle sur les engins maritimes"
    candidates = {found.topic: found for found in judge_with_new_topic.judge(text).candidates}
    found = candidates["payer_taxe_bateau"]
    assert (found.model, found.terms, found.rule) == (0.0, (), ("taxe_bateau",))


def test_an_explanation_reads_the_text_that_was_given(orchestrator: Orchestrator):
    text = "Je ne peux pas payer mes impôts"
    best = orchestrator.judge(text).candidates[0]
    assert all(span in normalise(text) for span in best.words.values())


def test_one_possible_topic_comes_with_less_likely_choices(knowledge: Knowledge):
    probabilities = {
        "payer_cfe": 0.3,
        "payer_impot": 0.05,
        "payer_amende": 0.04,
        "declarer_don": 0.03,
    }
    verdict = judge_of(knowledge, probabilities).judge(SILENT_TEXT)
    assert [found.topic for found in verdict.candidates] == [
        "payer_cfe",
        "payer_impot",
        "payer_amende",
    ]


def test_unlikely_choices_alone_are_not_proposed(knowledge: Knowledge):
    verdict = judge_of(knowledge, {"payer_impot": 0.05, "payer_amende": 0.04}).judge(SILENT_TEXT)
    assert verdict.candidates == ()


def test_the_graph_alone_is_heard_at_its_own_word(knowledge: Knowledge, graph: KeywordGraph):
    model = FakeModel({"payer_cfe": 0.9, OUT_OF_SCOPE: 0.1})
    verdict = Orchestrator(knowledge, model, "graph").judge("je conteste mon impôt")
    scores = graph.scores("je conteste mon impôt")
    assert {found.topic: found.score for found in verdict.candidates} == {
        topic: score.score for topic, score in scores.items()
    }


def test_the_model_alone_hears_no_rule(knowledge: Knowledge):
    model = FakeModel({"payer_cfe": 0.9})
    verdict = Orchestrator(knowledge, model, "model").judge("je conteste mon impôt")
    assert [(found.topic, found.score) for found in verdict.candidates] == [("payer_cfe", 0.9)]


def test_one_approach_alone_abstains_when_it_has_nothing_to_say(knowledge: Knowledge):
    sure = FakeModel({"payer_cfe": 0.9})
    assert Orchestrator(knowledge, sure, "graph").judge(SILENT_TEXT).decision == "abstain"
    doubtful = FakeModel({"payer_cfe": 0.01})
    heard = Orchestrator(knowledge, doubtful, "model").judge("je conteste mon impôt")
    assert heard.decision == "abstain"
