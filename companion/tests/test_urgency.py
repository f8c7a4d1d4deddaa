"""The urgent situations do what the sentences of the knowledge say they do."""

import pytest
from companion.classifier.urgency import most_urgent
from conftest import ROOT
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import load_knowledge
from econtacts_core.offices import Sign, Situation

SITUATIONS = load_knowledge(ROOT / "knowledge").offices.situations
FIRES = [
    pytest.param(situation, sign, sentence, id=f"{situation.id}: {sentence}")
    for situation in SITUATIONS
    for sign in situation.signs
    for sentence in sign.fires
]
SILENT = [
    pytest.param(situation, sign, sentence, id=f"{situation.id}: {sentence}")
    for situation in SITUATIONS
    for sign in situation.signs
    for sentence in sign.silent
]


def situation(name: str, *signs: Sign, level: str = "soon") -> Situation:
    """Return a situation that says nothing but its signs."""
    return Situation(name, level, name, "", None, signs)


def sign(*concepts: str, unless: tuple[str, ...] = ()) -> Sign:
    """Return a sign without example sentences."""
    return Sign(all=concepts, unless=unless, without=(), fires=(), silent=())


@pytest.mark.parametrize(("shown", "tested", "sentence"), FIRES)
def test_a_sentence_shows_its_own_situation_before_all_others(shown, tested, sentence, graph):
    assert most_urgent(SITUATIONS, graph.concepts(sentence)) is shown


@pytest.mark.parametrize(("shown", "tested", "sentence"), FIRES)
def test_a_sentence_fires_the_sign_it_illustrates(shown, tested, sentence, graph):
    alone = situation("seule", tested)
    assert most_urgent([alone], graph.concepts(sentence)) is alone


@pytest.mark.parametrize(("shown", "tested", "sentence"), SILENT)
def test_a_sentence_leaves_the_sign_silent_that_it_must_not_fire(shown, tested, sentence, graph):
    assert most_urgent([situation("seule", tested)], graph.concepts(sentence)) is None


def test_the_most_urgent_of_two_situations_is_told(graph: KeywordGraph):
    found = graph.concepts("mise en demeure, puis une saisie sur mon compte, je veux mourir")
    assert most_urgent(SITUATIONS, found).id == "detresse"
    assert most_urgent(SITUATIONS[1:], found).id == "saisie"


@pytest.mark.parametrize("text", ["ma CFE", "mon RIB et ma banque"])
def test_any_sign_shows_a_situation(graph: KeywordGraph, text: str):
    two = situation("deux", sign("cfe"), sign("rib", "banque"))
    assert most_urgent([two], graph.concepts(text)) is two


def test_a_sign_needs_all_its_concepts(graph: KeywordGraph):
    one = situation("une", sign("rib", "banque"))
    assert most_urgent([one], graph.concepts("mon RIB")) is None


def test_an_excluded_concept_keeps_a_sign_silent(graph: KeywordGraph):
    one = situation("une", sign("rib", unless=("cfe",)))
    assert most_urgent([one], graph.concepts("mon RIB pour la CFE")) is None


@pytest.mark.parametrize("text", ["", "bonjour", "comment déclarer mes loyers ?", "👋"])
def test_an_ordinary_message_can_wait(graph: KeywordGraph, text: str):
    assert most_urgent(SITUATIONS, graph.concepts(text)) is None
