"""What the models see of a text: the same however it is typed, stored and read back."""

import numpy as np
import pytest
from econtacts_core.features import FrenchVectoriser, prepare

TEXTS = ["je déménage", "nouvelle adresse", "ma taxe foncière", "le prélèvement à la source"]


@pytest.fixture(scope="module")
def vectoriser() -> FrenchVectoriser:
    return FrenchVectoriser.fit(TEXTS)


def test_each_part_of_a_vector_has_unit_length(vectoriser: FrenchVectoriser):
    sparse, dense = vectoriser.transform(["ma nouvelle adresse"])
    assert sparse.multiply(sparse).sum() == pytest.approx(2.0, abs=1e-4)  # characters and terms
    assert (dense**2).sum() == pytest.approx(1.0, abs=1e-4)


def test_there_is_one_row_for_each_text(vectoriser: FrenchVectoriser):
    sparse, dense = vectoriser.transform([*TEXTS, ""])
    assert sparse.shape[0] == dense.shape[0] == len(TEXTS) + 1
    assert dense.shape[1] == 300


@pytest.mark.parametrize(
    "written", ["NOUVELLE ADRESSE", "nouvelles adresses", " nouvelle adresse!"]
)
def test_how_it_is_typed_changes_nothing_in_how_it_is_written(
    vectoriser: FrenchVectoriser, written: str
):
    typed, plain = vectoriser.written([written]), vectoriser.written(["nouvelle adresse"])
    assert np.allclose(typed.toarray(), plain.toarray())


def test_a_typing_fault_stays_near(vectoriser: FrenchVectoriser):
    def likeness(one: str, other: str) -> float:
        return float(vectoriser.written([one]).multiply(vectoriser.written([other])).sum())

    assert likeness("nouvele adrese", "nouvelle adresse") > 0.3
    assert likeness("nouvele adrese", "ma taxe foncière") < 0.1


@pytest.mark.parametrize("nothing", ["", "😀", "?!"])
def test_a_text_without_known_writing_has_no_sparse_feature(
    vectoriser: FrenchVectoriser, nothing: str
):
    assert vectoriser.written([nothing]).nnz == 0


def test_a_vectoriser_stored_as_arrays_comes_back_the_same(vectoriser: FrenchVectoriser):
    back = FrenchVectoriser.from_arrays(vectoriser.arrays())
    texts = ["ma nouvelle adresse", "des mots jamais vus"]
    for mine, theirs in zip(vectoriser.transform(texts), back.transform(texts), strict=True):
        assert np.allclose(np.asarray((mine - theirs).sum()), 0, atol=1e-5)
        assert mine.shape == theirs.shape


def test_texts_are_prepared_as_stems():
    assert prepare(["J'ai déménagé !", ""]) == ["j ai demenag", ""]
