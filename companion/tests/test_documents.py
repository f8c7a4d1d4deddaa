"""Any set of documents: found by their words, by their meaning, and by both."""

import numpy as np
import pytest
from companion.classifier.documents import Document, DocumentIndex

DOCUMENTS = [
    Document("a", "Crèches de la ville", "Pour inscrire un enfant à la crèche, venez en mairie."),
    Document("b", "Déchets", "Le ramassage des encombrants a lieu le premier lundi du mois."),
    Document(
        "c",
        "Salle des fêtes",
        "La salle se réserve en mairie. " + "Le règlement intérieur est affiché. " * 60
        + "Une caution est rendue après l'état des lieux.",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def index() -> DocumentIndex:
    return DocumentIndex(DOCUMENTS)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("comment inscrire ma fille à la crèche ?", "a"),
        ("QUAND PASSENT LES ENCOMBRANTS", "b"),
        ("on m'a gardé la caution après la fête", "c"),  # said at the end of a long document
    ],
)
def test_both_together_find_the_document(index: DocumentIndex, question: str, expected: str):
    best = int(index.scores([question]).fused[0].argmax())
    assert DOCUMENTS[best].id == expected


def test_what_is_said_in_other_words_is_found_by_meaning(index: DocumentIndex):
    found = index.scores(["qui peut garder nos bébés ?"])
    assert not found.words.any()
    assert DOCUMENTS[int(found.meaning[0].argmax())].id == "a"


def test_a_batch_is_scored_as_each_question_alone(index: DocumentIndex):
    questions = ["la crèche", "la caution de la salle", "zzz", ""]
    together = index.scores(questions).fused
    alone = np.vstack([index.scores([question]).fused for question in questions])
    # the quantised encoder rounds by batch
    assert np.allclose(together, alone, atol=0.05)


@pytest.mark.parametrize("question", ["", "?!", "👋", "le la les", "x" * 5000])
def test_a_question_without_words_of_the_set_breaks_nothing(index: DocumentIndex, question: str):
    found = index.scores([question])
    assert np.isfinite(found.fused).all()
    assert not found.words.any()


def test_an_empty_document_has_a_place(index: DocumentIndex):
    scores = DocumentIndex([*DOCUMENTS, Document("d", "", "")]).scores(["la crèche"])
    assert scores.fused.shape == (1, 4)


def test_an_empty_set_is_refused():
    with pytest.raises(ValueError, match="one document"):
        DocumentIndex([])
