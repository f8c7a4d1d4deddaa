"""The classifier, on texts small enough to see through."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from econtacts_core.features import FrenchVectoriser
from econtacts_core.kernel import (
    KernelClassifier,
    Rows,
    Scores,
    fit_kernel_classifier,
    source_fingerprint,
)
from econtacts_core.meaning import Matrix, SentenceMeaning

TOYS = {
    "adresse": [
        "je déménage",
        "nouvelle adresse",
        "mon adresse change",
        "je change d'adresse",
        "déménagement en mai",
        "on déménage à Pau",
        "adresse à modifier",
        "mon déménagement",
    ],
    "paiement": [
        "je ne peux payer",
        "délai pour payer",
        "payer en plusieurs fois",
        "un délai de paiement",
        "paiement impossible",
        "reporter le paiement",
        "payer plus tard",
        "un échéancier de paiement",
    ],
    "robot": [
        "es-tu un robot",
        "un robot me parle",
        "suis-je avec un robot",
        "robot ou humain",
        "tu es une machine",
        "machine ou humain",
        "c'est une machine",
        "un humain répond",
    ],
}
TEXTS = [text for texts in TOYS.values() for text in texts]
LABELS = [label for label, texts in TOYS.items() for _ in texts]


@dataclass(frozen=True)
class Reader:
    """Texts in, probabilities out; remembers which texts were read with care."""

    vectoriser: FrenchVectoriser
    meaning: SentenceMeaning
    in_doubt: list[str] = field(default_factory=list)

    def fit(self, labels: list[str]) -> KernelClassifier:
        return fit_kernel_classifier(
            *self.vectoriser.transform(TEXTS), self.meaning.transform(TEXTS), labels
        )

    def read(self, classifier: KernelClassifier, *texts: str) -> Scores:
        def sentences(rows: Rows) -> Matrix:
            self.in_doubt.extend(texts[row] for row in rows)
            return self.meaning.transform([texts[row] for row in rows])

        return classifier.probabilities(*self.vectoriser.transform(texts), sentences)


@pytest.fixture
def reader(vectoriser: FrenchVectoriser, meaning: SentenceMeaning) -> Reader:
    return Reader(vectoriser, meaning)


@pytest.fixture(scope="module")
def vectoriser() -> FrenchVectoriser:
    return FrenchVectoriser.fit(TEXTS)


@pytest.fixture(scope="module")
def meaning() -> SentenceMeaning:
    return SentenceMeaning.fit(TEXTS)


@pytest.fixture(scope="module")
def classifier(vectoriser: FrenchVectoriser, meaning: SentenceMeaning) -> KernelClassifier:
    return Reader(vectoriser, meaning).fit(LABELS)


@pytest.mark.parametrize("text", ["mon adresse", "quelque chose d'autre", "", "😀"])
def test_probabilities_sum_to_one(classifier: KernelClassifier, reader: Reader, text: str):
    row = reader.read(classifier, text)[0]
    assert row.shape == (len(TOYS),)
    assert row.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mon adresse a changé", "adresse"),
        ("JE DEMENAGE EN JUIN", "adresse"),
        ("un délai pour le paiement svp", "paiement"),
        ("êtes-vous un robot ?", "robot"),
    ],
)
def test_a_plain_case_is_read_with_confidence(
    classifier: KernelClassifier, reader: Reader, text: str, label: str
):
    row = reader.read(classifier, text)[0]
    assert classifier.classes[np.argmax(row)] == label
    assert row.max() > 0.7


def test_what_is_plain_is_read_at_a_glance_and_what_is_not_with_care(
    classifier: KernelClassifier, reader: Reader
):
    reader.read(classifier, "payer en plusieurs fois", "adresse ou paiement ?")
    assert reader.in_doubt == ["adresse ou paiement ?"]


def test_the_sentence_counts_where_there_is_doubt(classifier: KernelClassifier, reader: Reader):
    features = reader.vectoriser.transform(["adresse ou paiement ?"])
    one, other = (
        classifier.probabilities(
            *features, lambda rows, text=text: reader.meaning.transform([text])
        )
        for text in ("je quitte mon logement", "un automate me répond")
    )
    assert classifier.classes[np.argmax(one - other)] == "adresse"


def test_a_batch_is_read_as_each_text_alone(classifier: KernelClassifier, reader: Reader):
    texts = ["mon adresse a changé", "payer en plusieurs fois", "un robot ?", ""]
    alone = [reader.read(classifier, text)[0] for text in texts]
    assert np.allclose(reader.read(classifier, *texts), alone, atol=1e-4)


def test_fitting_twice_gives_the_same_model(classifier: KernelClassifier, reader: Reader):
    again = reader.fit(LABELS)
    assert again.classes == classifier.classes
    assert np.allclose(reader.read(again, *TEXTS), reader.read(classifier, *TEXTS))


def test_a_model_stored_as_arrays_comes_back_the_same(classifier: KernelClassifier, reader: Reader):
    back = KernelClassifier.from_arrays(classifier.arrays())
    assert back.classes == classifier.classes
    expected = reader.read(classifier, "mon adresse", "un bruit")
    assert np.array_equal(reader.read(back, "mon adresse", "un bruit"), expected)


def test_sparse_features_are_enough(reader: Reader):
    sparse = reader.vectoriser.written(TEXTS)
    nothing = np.zeros((len(TEXTS), 0), np.float32)
    classifier = fit_kernel_classifier(sparse, nothing, nothing, LABELS)
    best = classifier.probabilities(sparse, nothing, nothing.__getitem__).argmax(axis=1)
    assert [classifier.classes[place] for place in best] == LABELS


def test_noise_between_two_classes_gets_no_confidence(reader: Reader):
    noise = [("pile", "face")[index % 2] for index in range(len(TEXTS))]
    assert reader.read(reader.fit(noise), *TEXTS).max(axis=1).mean() < 0.8


def test_one_class_alone_is_refused(reader: Reader):
    with pytest.raises(ValueError, match="two classes"):
        reader.fit(["adresse"] * len(TEXTS))


def test_the_fingerprint_is_that_of_the_code_alone():
    assert source_fingerprint() == source_fingerprint()
    assert len(source_fingerprint()) == 64
