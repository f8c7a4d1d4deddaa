"""Topics taken for one another, and the subjects of the picture."""

from pathlib import Path

import pytest

from evaluation.confusion import confusion, read_subjects
from evaluation.pairs import worst_pairs
from tests.evaluation.made_up import TOPICS, read

CFE_AS_TAX = read("payer_cfe", ("payer_impot", 0.6))
TAX_AS_CFE = read("payer_impot", ("payer_cfe", 0.8))
RIB_AS_CFE = read("changer_rib", ("payer_cfe", 0.9))
SUBJECTS = {
    "payer_impot": "paiement",
    "changer_rib": "coordonnees",
    "payer_cfe": "prelevement_a_la_source",
}


def test_a_pair_counts_both_ways_and_shows_the_most_confident_error():
    first, second = worst_pairs([CFE_AS_TAX, TAX_AS_CFE, RIB_AS_CFE], TOPICS)
    assert (first.topics, first.errors) == ({"payer_cfe", "payer_impot"}, 2)
    assert first.example is TAX_AS_CFE
    assert second.example is RIB_AS_CFE


@pytest.mark.parametrize("read_as", ["payer_cfe", "out_of_scope", "greet"])
def test_a_topic_read_right_or_as_no_topic_is_in_no_pair(read_as: str):
    assert worst_pairs([read("payer_cfe", (read_as, 0.9))], TOPICS) == []


def test_no_more_pairs_are_returned_than_asked_for():
    assert len(worst_pairs([CFE_AS_TAX, RIB_AS_CFE], TOPICS, count=1)) == 1


def test_subjects_come_in_order_with_french_labels_and_what_is_no_topic_last():
    found = confusion([], SUBJECTS)
    assert found.labels == (
        "Paiement", "Coordonnées", "Prélèvement à la source", "Hors sujet", "Conversation",
    )  # fmt: skip


def test_rows_are_what_was_meant_and_columns_what_was_read():
    found = confusion([CFE_AS_TAX, read("out_of_scope", ("greet", 0.9))], SUBJECTS)
    place = {label: at for at, label in enumerate(found.labels)}
    assert found.counts[place["Prélèvement à la source"]][place["Paiement"]] == 1
    assert found.counts[place["Hors sujet"]][place["Conversation"]] == 1
    assert sum(map(sum, found.counts)) == 2


def test_the_subject_of_a_topic_is_its_file(tmp_path: Path):
    (tmp_path / "paiement.yml").write_text("topics: [{id: payer_impot}, {id: payer_cfe}]")
    assert read_subjects(tmp_path) == {"payer_impot": "paiement", "payer_cfe": "paiement"}
