"""The keyword graph does what the sentences of the knowledge say it does."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import KeywordRule, Knowledge, load_knowledge
from econtacts_core.text import words

_RULES = [
    (topic.id, rule)
    for topic in load_knowledge(Path(ROOT) / "knowledge").topics.values()
    for rule in topic.keywords
]
FIRES = [
    pytest.param(topic, rule, sentence, id=f"{topic}: {sentence}")
    for topic, rule in _RULES
    for sentence in rule.fires
]
SILENT = [
    pytest.param(topic, rule, sentence, id=f"{topic}: {sentence}")
    for topic, rule in _RULES
    for sentence in rule.silent
]


def with_rules(knowledge: Knowledge, concepts: dict[str, tuple[str, ...]], *rules: KeywordRule):
    """Return a graph with one topic and these concepts and rules alone."""
    topic = replace(next(iter(knowledge.topics.values())), id="sujet", keywords=rules)
    return KeywordGraph(replace(knowledge, topics={"sujet": topic}, concepts=concepts))


def rule(
    *concepts: str, unless: tuple[str, ...] = (), without: tuple[str, ...] = (), weight: float = 0.5
) -> KeywordRule:
    """Return a rule without example sentences."""
    return KeywordRule(concepts, unless, without, weight, (), ())


def alone(knowledge: Knowledge, tested: KeywordRule) -> KeywordGraph:
    """Return the graph reduced to one rule of the knowledge."""
    return with_rules(knowledge, dict(knowledge.concepts), tested)


@pytest.fixture(scope="module")
def graph_of(knowledge: Knowledge):
    """Return the graph of one rule, compiled once a rule."""
    compiled: dict[KeywordRule, KeywordGraph] = {}

    def graph(tested: KeywordRule) -> KeywordGraph:
        if tested not in compiled:
            compiled[tested] = alone(knowledge, tested)
        return compiled[tested]

    return graph


@pytest.mark.parametrize(("topic", "tested", "sentence"), FIRES)
def test_a_sentence_fires_the_rule_it_illustrates(topic, tested, sentence, graph_of):
    assert graph_of(tested).scores(sentence)["sujet"].rule == (*tested.all, *tested.without)


@pytest.mark.parametrize(("topic", "tested", "sentence"), FIRES)
def test_a_sentence_finds_its_own_topic_before_all_others(topic, tested, sentence, graph):
    scores = graph.scores(sentence)
    best = max(score.score for score in scores.values())
    assert [found for found, score in scores.items() if score.score == best] == [topic]


@pytest.mark.parametrize(("topic", "tested", "sentence"), SILENT)
def test_a_sentence_leaves_the_rule_silent_that_it_must_not_fire(topic, tested, sentence, graph_of):
    assert graph_of(tested).scores(sentence) == {}


def test_every_rule_has_a_sentence_that_fires_it():
    assert [(topic, tested.all) for topic, tested in _RULES if not tested.fires] == []


_CONCEPTS = {"payer": ("payer",), "delai": ("delai", "delai de paiement"), "cfe": ("cfe",)}


def test_a_rule_needs_all_its_concepts(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", "delai"))
    assert graph.scores("je veux payer") == {}


def test_an_excluded_concept_keeps_the_rule_silent(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", unless=("cfe",)))
    assert graph.scores("payer la CFE") == {}


def test_a_rule_fires_when_the_excluded_concept_is_absent(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", unless=("cfe",)))
    assert graph.scores("payer la taxe")["sujet"].score == 0.5


def test_the_strongest_rule_of_a_topic_gives_its_score(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer"), rule("payer", "delai", weight=0.9))
    assert graph.scores("un délai pour payer")["sujet"].score == 0.9


def test_the_longer_of_two_equal_rules_explains(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer"), rule("payer", "delai"))
    assert graph.scores("un délai pour payer")["sujet"].rule == ("payer", "delai")


def test_the_explanation_names_the_words_that_were_read(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", "delai"))
    read = graph.scores("Un DÉLAI pour payer, svp")["sujet"].words
    assert read == {"payer": "payer", "delai": "delai"}


def test_the_longest_words_explain_a_concept(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("delai"))
    read = graph.scores("un délai, un délai de paiement")["sujet"].words
    assert read == {"delai": "delai de paiement"}


def test_a_denied_concept_does_not_count_among_those_wanted(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer"))
    assert graph.scores("je ne veux pas payer") == {}


def test_a_denied_concept_excludes_nothing(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", unless=("cfe",)))
    assert "sujet" in graph.scores("payer, mais pas de CFE")


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("payer sans délai", True),
        ("payer, je ne veux pas de délai", True),
        ("un délai pour payer", False),
        ("payer sans délai, ou un délai", False),
        ("payer", False),
    ],
)
def test_a_rule_may_want_a_concept_denied(text, fired, knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", without=("delai",)))
    assert ("sujet" in graph.scores(text)) is fired


def test_the_explanation_shows_the_negation_too(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer", without=("delai",)))
    score = graph.scores("Je veux payer, je ne demande pas de délai.")["sujet"]
    assert score.rule == ("payer", "delai")
    assert score.words == {"payer": "payer", "delai": "ne demande pas de delai"}


def test_a_negation_that_a_form_contains_is_its_meaning(knowledge):
    concepts = {**_CONCEPTS, "ne_peut_pas_payer": ("peux pas payer",)}
    graph = with_rules(knowledge, concepts, rule("ne_peut_pas_payer", "payer"))
    assert "sujet" in graph.scores("je ne peux pas payer")


def test_what_is_spoken_of_either_way_is_never_denied(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("delai"))
    same = replace(knowledge, concepts=_CONCEPTS, either_way=frozenset({"delai"}))
    assert graph.concepts("pas de délai")["delai"].denied
    assert not KeywordGraph(replace(same, topics={})).concepts("pas de délai")["delai"].denied


@pytest.mark.parametrize(
    "text", ["je paie le délai", "PAYER LE DÉLAI", "quels délais pour payer ?", "payer…délai"]
)
def test_inflections_accents_and_capitals_do_not_matter(text, knowledge):
    graph = with_rules(knowledge, {**_CONCEPTS, "payer": ("payer", "paie")}, rule("payer", "delai"))
    assert "sujet" in graph.scores(text)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\n", "👋"])
def test_a_text_without_words_fires_nothing(text, graph):
    assert graph.scores(text) == {}


def test_citizens_words_do_not_stay_in_the_vocabulary(knowledge):
    graph = with_rules(knowledge, _CONCEPTS, rule("payer"))
    graph.scores("payer zyxwvutsr")
    assert "zyxwvutsr" not in graph._vocabulary.strings


def test_the_words_of_an_explanation_stand_in_the_text(graph, knowledge):
    sentence = "J'ai des difficultés pour payer mon impôt, puis-je étaler ma dette ?"
    read = {word for score in graph.scores(sentence).values() for word in score.words.values()}
    assert read
    assert all(span in " ".join(words(sentence)) for span in read)


def test_several_threads_read_as_one_does(graph: KeywordGraph):
    sentences = [sentence for _, tested in _RULES for sentence in tested.fires]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(graph.concepts, sentences))
    assert together == [graph.concepts(sentence) for sentence in sentences]
