"""Sentences and topics that are too close to tell apart, on a few made for it."""

from pathlib import Path

import pytest

from validation.neighbours import Near, Vectors, confusions, near_duplicates, neighbours
from validation.project import Utterance, read_project

TWINS = ("demander une remise gracieuse sur la taxe", "demander une remise gracieuse sur ma taxe")
OTHER = "mon code de sécurité n'arrive pas par mail"


@pytest.fixture
def utterances(root: Path) -> list[Utterance]:
    """Take the project's sentences, three of them rewritten."""
    project, _, _ = read_project(root)
    some = [found for found in project.utterances if found.intent != "greet"]
    place = some[0].place
    return [
        Utterance("payer_impot", TWINS[0], place),
        Utterance("changer_adresse", TWINS[1], place),
        Utterance("changer_adresse", OTHER, place),
        *some,
    ]


def test_near_duplicates_of_different_topics_are_found(utterances: list[Utterance]):
    three = utterances[:3]
    (found,) = near_duplicates(three, Vectors.of([one.text for one in three]))
    assert isinstance(found, Near)
    assert (found.first.text, found.second.text) == TWINS
    assert 0.7 <= found.similarity <= 1.0


def test_near_duplicates_of_one_topic_are_left_alone(utterances: list[Utterance]):
    same = [Utterance("payer_impot", text, utterances[0].place) for text in TWINS]
    assert near_duplicates(same, Vectors.of(list(TWINS))) == []


def test_a_sentence_in_the_wrong_topic_is_taken_for_the_other(utterances: list[Utterance]):
    lost = Utterance("payer_impot", "changer_adresse phrase 41", utterances[0].place)
    asked = [lost, *utterances[3:]]
    (found,) = confusions(asked, Vectors.of([one.text for one in asked]))
    assert found.topics == ("changer_adresse", "payer_impot")
    assert [one.text for one in found.taken] == [lost.text]
    assert found.share == pytest.approx(1 / 81)


def test_the_report_names_files_and_lines(root: Path):
    nlu = root / "data" / "nlu" / "paiement.yml"
    text = nlu.read_text(encoding="utf-8")
    for old, new in zip(("payer_impot phrase 0", "changer_adresse phrase 0"), TWINS, strict=True):
        text = text.replace(old, new, 1)
    nlu.write_text(text, encoding="utf-8")
    project, _, _ = read_project(root)
    written = neighbours(project)
    assert f"data/nlu/paiement.yml:5  payer_impot  « {TWINS[0]} »" in written
    assert f"data/nlu/paiement.yml:47  changer_adresse  « {TWINS[1]} »" in written
