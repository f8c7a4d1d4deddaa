"""Which labels are learnt, which are kept to measure with, which are left out and why."""

import pytest
from companion.learning.dataset import (
    LONGEST,
    MOST_PER_TOPIC,
    Dataset,
    Label,
    Reason,
    build_dataset,
)

TOPICS = {"payer_cfe", "changer_adresse"}


def built(*labels: Label, known: tuple[str, ...] = ()) -> Dataset:
    return build_dataset(labels, TOPICS, known)


def all_kept(dataset: Dataset) -> list[Label]:
    return [*dataset.learnt, *dataset.kept_apart]


def many(count: int, topic: str = "payer_cfe") -> list[Label]:
    return [Label(f"où payer la cotisation numéro {place}", topic) for place in range(count)]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        (Label("payer ma taxe bateau", "taxe_bateau"), "unknown_topic"),
        (Label("[nom masqué] ?!", "payer_cfe"), "empty"),
        (Label("la cfe " * LONGEST, "payer_cfe"), "too_long"),
        (Label("Payer la CFE !", "payer_cfe"), "known"),
    ],
)
def test_what_teaches_nothing_is_left_out_and_counted(label: Label, reason: Reason):
    dataset = built(label, known=("payer la cfe",))
    assert all_kept(dataset) == []
    assert dataset.dropped == {reason: 1}


def test_most_readers_decide_of_messages_that_say_the_same():
    wrong = Label("ma nouvelle adresse", "payer_cfe")
    right = [
        Label(text, "changer_adresse") for text in ("Ma nouvelle adresse", "ma nouvelle adresse.")
    ]
    assert all_kept(built(wrong, *right)) == [right[0]]


def test_readers_who_disagree_teach_nothing():
    dataset = built(Label("c'est faux", "payer_cfe"), Label("c'est faux !", "changer_adresse"))
    assert all_kept(dataset) == []
    assert dataset.dropped == {"contradictory": 2}


def test_a_topic_that_many_write_about_does_not_drown_the_others():
    labels = [*many(MOST_PER_TOPIC + 5), *many(3, "changer_adresse")]
    dataset = built(*labels)
    # the same words with two topics: as many say one as the other
    assert dataset.dropped == {"contradictory": 6, "plenty": 2}
    assert len(all_kept(dataset)) == MOST_PER_TOPIC


def test_the_newest_are_kept():
    labels = many(MOST_PER_TOPIC + 5)
    assert set(all_kept(built(*labels))) == set(labels[:MOST_PER_TOPIC])


def test_about_one_label_in_five_is_never_learnt():
    dataset = built(*many(50), *[Label(f"déménager rue {n}", "changer_adresse") for n in range(50)])
    assert 10 <= len(dataset.kept_apart) <= 30


def test_a_message_stays_on_its_side_whatever_comes_beside_it():
    before, after = built(*many(20)), built(*many(40))
    assert set(before.kept_apart) <= set(after.kept_apart)


def test_the_digest_tells_one_dataset_from_another():
    assert built(*many(3)).digest == built(*many(3)).digest
    assert built(*many(3)).digest != built(*many(4)).digest
