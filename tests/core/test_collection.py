"""Collections of questions: what their files say, and what the engine reads of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from econtacts_core.collection import Collection, load_collections
from econtacts_core.documents import KnowledgeError
from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import Knowledge, load_knowledge

ROOT = Path(__file__).parents[2]
MARKET = """\
title: Le marché
office: insee
details: [payer_cfe]
questions:
  - id: ouverture
    question: Quand ouvre le marché ?
    reformulations:
      - le marché
        ouvre quand
    answer: Il ouvre le lundi.
    sources: [{title: La mairie, href: null, date: null}]
    reviewed_on: 2026-11-01
    valid_until: 2027-01-31
  - id: prix
    question: Combien coûte un emplacement ?
    reformulations: [le prix des emplacements]
    answer: Les emplacements du marché sont gratuits.
    sources: [{title: La mairie, href: null, date: null}]
    reviewed_on: 2026-11-01
    valid_until: null
"""

Loader = Callable[[str], Collection]


@pytest.fixture(scope="module")
def main() -> Knowledge:
    return load_knowledge(ROOT / "knowledge")


@pytest.fixture
def load(tmp_path: Path, main: Knowledge) -> Loader:
    """Return a loader of the text of one collection, called `marche`."""

    def _load(text: str) -> Collection:
        folder = tmp_path / "collections"
        folder.mkdir(exist_ok=True)
        (folder / "marche.yml").write_text(text, encoding="utf-8")
        return load_collections(tmp_path, main)["marche"]

    return _load


def test_the_projects_own_collections_load(main: Knowledge):
    assert "recensement" in load_collections(ROOT / "knowledge", main)


def test_without_a_folder_there_is_no_collection(tmp_path: Path, main: Knowledge):
    assert load_collections(tmp_path, main) == {}


def test_examples_are_questions_reformulations_and_answers_on_one_line_each(load: Loader):
    assert load(MARKET).examples() == [
        ("Quand ouvre le marché ?", "ouverture"),
        ("le marché ouvre quand", "ouverture"),
        ("Il ouvre le lundi.", "ouverture"),
        ("Combien coûte un emplacement ?", "prix"),
        ("le prix des emplacements", "prix"),
        ("Les emplacements du marché sont gratuits.", "prix"),
    ]


def test_a_question_becomes_a_topic(load: Loader, main: Knowledge):
    read = load(MARKET).as_knowledge(main)
    opening = read.topics["ouverture"]
    assert list(read.topics) == ["ouverture", "prix"]
    assert (opening.title, opening.office) == ("Quand ouvre le marché ?", "insee")
    assert opening.answer_for({"audience": "professionnel"}).chat == "Il ouvre le lundi."
    assert read.contact == main.contact


def test_a_word_of_one_question_alone_points_to_it(load: Loader, main: Knowledge):
    graph = KeywordGraph(load(MARKET).as_knowledge(main))
    assert list(graph.scores("les emplacements libres")) == ["prix"]
    assert list(graph.scores("ouvrez-vous ?")) == ["ouverture"]
    # said about both
    assert graph.scores("le marché") == {}


def test_rules_of_the_main_topics_do_not_fire_in_a_collection(load: Loader, main: Knowledge):
    assert KeywordGraph(load(MARKET).as_knowledge(main)).scores("payer ma CFE") == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("office: insee", "office: maire", "équipe inconnue : maire"),
        ("details: [payer_cfe]", "details: [licorne]", "sujet inconnu : licorne"),
        ("id: prix", "id: ouverture", "ouverture existe déjà"),
        ("[le prix des emplacements]", "[Le marché ouvre quand ?]", "façon de demander ouverture"),
        ("title: Le marché", "titre: Le marché", "titre"),
        ("reviewed_on: 2026-11-01", "reviewed_on: hier", "hier"),
        ("valid_until: null", "valid_until: 2026-02-31", "marche.yml"),
    ],
)
def test_a_mistake_is_refused_with_its_file(load: Loader, old: str, new: str, told: str):
    assert old in MARKET
    with pytest.raises(KnowledgeError, match=r"marche\.yml") as refused:
        load(MARKET.replace(old, new, 1))
    assert told in str(refused.value)


def test_a_collection_cannot_take_the_name_of_the_taxes(tmp_path: Path, main: Knowledge):
    (tmp_path / "collections").mkdir()
    (tmp_path / "collections" / "impots.yml").write_text(MARKET, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="nom des sujets des impôts"):
        load_collections(tmp_path, main)
