"""Loading the knowledge: nothing half-right gets through."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from econtacts_core.documents import KnowledgeError
from econtacts_core.knowledge import knowledge_directory, load_knowledge

REAL = Path(__file__).parents[2] / "knowledge"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the real knowledge, to be spoiled."""
    return Path(shutil.copytree(REAL, tmp_path / "knowledge"))


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Rewrite a YAML file after `change`."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def first_topic(content: Any) -> dict[str, Any]:
    """Return the first topic of a file of topics."""
    topic: dict[str, Any] = content["topics"][0]
    return topic


def test_the_real_knowledge_loads():
    assert load_knowledge(REAL).topics


def test_an_untouched_copy_says_the_same(copy: Path):
    assert load_knowledge(copy) == load_knowledge(REAL)


@pytest.mark.parametrize(
    "name",
    [
        "concepts.yml",
        "contact.yml",
        "elsewhere.yml",
        "forms.yml",
        "ladder.yml",
        "offices.yml",
        "services.yml",
        "territories.yml",
        "top_questions.yml",
        "topics/paiement.yml",
    ],
)
def test_unreadable_yaml_is_refused_with_its_file(copy: Path, name: str):
    (copy / name).write_text("topics: [ {", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"{re.escape(name)} : YAML illisible"):
        load_knowledge(copy)


@pytest.mark.parametrize(
    "name",
    [
        "concepts.yml",
        "contact.yml",
        "elsewhere.yml",
        "forms.yml",
        "ladder.yml",
        "offices.yml",
        "services.yml",
        "territories.yml",
        "top_questions.yml",
    ],
)
def test_an_absent_file_is_named(copy: Path, name: str):
    (copy / name).unlink()
    with pytest.raises(KnowledgeError, match=f"{re.escape(name)} : fichier absent"):
        load_knowledge(copy)


def test_a_file_in_another_encoding_is_refused_with_its_name(copy: Path):
    (copy / "contact.yml").write_bytes("contact: {price: été}".encode("latin-1"))
    with pytest.raises(KnowledgeError, match=r"contact\.yml"):
        load_knowledge(copy)


def test_an_empty_file_is_refused_with_its_name(copy: Path):
    (copy / "ladder.yml").write_text("", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"ladder\.yml"):
        load_knowledge(copy)


def test_a_knowledge_without_topics_is_refused(copy: Path):
    shutil.rmtree(copy / "topics")
    with pytest.raises(KnowledgeError, match="topics : aucun sujet"):
        load_knowledge(copy)


@pytest.mark.parametrize(
    ("name", "spoil", "place"),
    [
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).pop("office"),
            "topics › 0 : 'office'",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content)["answers"][0].pop("mail"),
            "topics › 0 › answers › 0 : 'mail'",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).update(title="x" * 61),
            "topics › 0 › title",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content)["answers"][0].update(chat="x" * 701),
            "topics › 0 › answers › 0 › chat",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).update(sources=[]),
            "topics › 0 › sources",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).update(reviewed_on="2026-13-45"),
            "topics › 0 › reviewed_on",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).update(valid_until="bientôt"),
            "topics › 0 › valid_until",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content).update(opinion="bonne"),
            "topics › 0 : .*'opinion'",
        ),
        (
            "topics/paiement.yml",
            lambda content: first_topic(content)["keywords"][0].update(weight=1.5),
            "topics › 0 › keywords › 0 › weight",
        ),
        (
            "forms.yml",
            lambda content: content["forms"][2].pop("href"),
            "forms › 2 : 'href'",
        ),
        (
            "services.yml",
            lambda content: content["services"][0].update(href="http://impots.example"),
            "services › 0 › href",
        ),
        (
            "contact.yml",
            lambda content: content["contact"].update(phone="appelez-nous"),
            "contact › phone",
        ),
        (
            "elsewhere.yml",
            lambda content: content["elsewhere"][1].pop("for"),
            "elsewhere › 1 : 'for'",
        ),
        (
            "concepts.yml",
            lambda content: content["concepts"]["retraite"].update(forms=[]),
            "concepts › retraite › forms",
        ),
        (
            "concepts.yml",
            lambda content: content["concepts"]["retraite"].update(either_way="oui"),
            "concepts › retraite › either_way",
        ),
        (
            "ladder.yml",
            lambda content: content["assistant"].update(sure=55),
            "assistant › sure",
        ),
        (
            "offices.yml",
            lambda content: content["teams"]["sip"].pop("handles"),
            "teams › sip : 'handles'",
        ),
        (
            "offices.yml",
            lambda content: content["teams"]["insee"].update(source={"title": "Insee"}),
            "teams › insee › source : 'href'",
        ),
        (
            "offices.yml",
            lambda content: content["situations"]["saisie"].update(level="hier"),
            "situations › saisie › level",
        ),
        (
            "offices.yml",
            lambda content: content["situations"]["saisie"]["signs"][0].pop("fires"),
            "situations › saisie › signs › 0 : 'fires'",
        ),
        (
            "offices.yml",
            lambda content: content["situations"]["saisie"].update(team="maire"),
            "situations › saisie : équipe inconnue : maire",
        ),
        (
            "offices.yml",
            lambda content: content["situations"]["saisie"]["signs"][0].update(unless=["licorne"]),
            "situations › saisie : concept inconnu : licorne",
        ),
        (
            "territories.yml",
            lambda content: content["departments"].update({"1": "Ain"}),
            "departments : ",
        ),
        (
            "territories.yml",
            lambda content: content["postcodes"].update({"981": "981"}),
            "postcodes : département inconnu : 981",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_file_and_place(
    copy: Path, name: str, spoil: Callable[[Any], None], place: str
):
    edit(copy / name, spoil)
    with pytest.raises(KnowledgeError, match=f"{re.escape(name)} : {place}"):
        load_knowledge(copy)


def test_a_day_that_does_not_exist_is_refused_with_its_file(copy: Path):
    path = copy / "topics" / "paiement.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("reviewed_on: 2026-", "reviewed_on: 2026-13-0", 1),
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match=r"paiement\.yml"):
        load_knowledge(copy)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (
            lambda topic: topic["answers"][0]["forms"].append("F99"),
            "formulaire ou service inconnu : F99",
        ),
        (
            lambda topic: topic["answers"][0]["services"].append("payer_en_bitcoins"),
            "formulaire ou service inconnu : payer_en_bitcoins",
        ),
        (
            lambda topic: topic["keywords"][0]["all"].append("licorne"),
            "concept inconnu : licorne",
        ),
        (
            lambda topic: topic["keywords"][0].update(unless=["licorne"]),
            "concept inconnu : licorne",
        ),
        (
            lambda topic: topic.update(office="maire"),
            "équipe inconnue : maire",
        ),
        (
            lambda topic: topic["keywords"][0].update(without=["licorne"]),
            "concept inconnu : licorne",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_with_its_topic(
    copy: Path, spoil: Callable[[dict[str, Any]], None], problem: str
):
    edit(copy / "topics" / "paiement.yml", lambda content: spoil(first_topic(content)))
    with pytest.raises(KnowledgeError, match=f"sujet demander_delai_paiement : {problem}"):
        load_knowledge(copy)


def test_a_topic_written_twice_is_refused_with_its_file(copy: Path):
    shutil.copy(copy / "topics" / "paiement.yml", copy / "topics" / "zz.yml")
    with pytest.raises(
        KnowledgeError, match=r"zz\.yml : le sujet demander_delai_paiement existe déjà"
    ):
        load_knowledge(copy)


def test_a_form_written_twice_is_refused(copy: Path):
    edit(copy / "forms.yml", lambda content: content["forms"].append(content["forms"][0]))
    with pytest.raises(KnowledgeError, match="en double : F01"):
        load_knowledge(copy)


def test_the_knowledge_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ECONTACTS_KNOWLEDGE", "/ailleurs")
    assert knowledge_directory() == Path("/ailleurs")
