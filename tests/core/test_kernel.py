"""The classifier, on texts small enough to see through."""

import numpy as np
import pytest
from econtacts_core.features import FrenchVectoriser
from econtacts_core.kernel import KernelClassifier, fit_kernel_classifier, source_fingerprint

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


@pytest.fixture(scope="module")
def vectoriser() -> FrenchVectoriser:
    return FrenchVectoriser.fit(TEXTS)


@pytest.fixture(scope="module")
def classifier(vectoriser: FrenchVectoriser) -> KernelClassifier:
    return fit_kernel_classifier(*vectoriser.transform(TEXTS), LABELS)


@pytest.mark.parametrize("text", ["mon adresse", "quelque chose d'autre", "", "😀"])
def test_probabilities_sum_to_one(
    classifier: KernelClassifier, vectoriser: FrenchVectoriser, text: str
):
    row = classifier.probabilities(*vectoriser.transform([text]))[0]
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
    classifier: KernelClassifier, vectoriser: FrenchVectoriser, text: str, label: str
):
    row = classifier.probabilities(*vectoriser.transform([text]))[0]
    assert classifier.classes[np.argmax(row)] == label
    assert row.max() > 0.7


def test_a_batch_is_read_as_each_text_alone(
    classifier: KernelClassifier, vectoriser: FrenchVectoriser
):
    texts = ["mon adresse a changé", "un robot ?", ""]
    together = classifier.probabilities(*vectoriser.transform(texts))
    alone = [classifier.probabilities(*vectoriser.transform([text]))[0] for text in texts]
    assert np.allclose(together, alone, atol=1e-4)


def test_fitting_twice_gives_the_same_model(
    classifier: KernelClassifier, vectoriser: FrenchVectoriser
):
    features = vectoriser.transform(TEXTS)
    again = fit_kernel_classifier(*features, LABELS)
    assert again.classes == classifier.classes
    assert np.allclose(again.probabilities(*features), classifier.probabilities(*features))


def test_a_model_stored_as_arrays_comes_back_the_same(
    classifier: KernelClassifier, vectoriser: FrenchVectoriser
):
    back = KernelClassifier.from_arrays(classifier.arrays())
    features = vectoriser.transform(["mon adresse"])
    assert back.classes == classifier.classes
    assert np.array_equal(back.probabilities(*features), classifier.probabilities(*features))


def test_sparse_features_are_enough(vectoriser: FrenchVectoriser):
    sparse = vectoriser.written(TEXTS)
    nothing = np.zeros((len(TEXTS), 0), np.float32)
    classifier = fit_kernel_classifier(sparse, nothing, LABELS)
    best = classifier.probabilities(sparse, nothing).argmax(axis=1)
    assert [classifier.classes[place] for place in best] == LABELS


def test_noise_between_two_classes_gets_no_confidence(vectoriser: FrenchVectoriser):
    noise = [("pile", "face")[index % 2] for index in range(len(TEXTS))]
    features = vectoriser.transform(TEXTS)
    confidences = fit_kernel_classifier(*features, noise).probabilities(*features).max(axis=1)
    assert confidences.mean() < 0.8


def test_one_class_alone_is_refused(vectoriser: FrenchVectoriser):
    with pytest.raises(ValueError, match="two classes"):
        fit_kernel_classifier(*vectoriser.transform(TEXTS), ["adresse"] * len(TEXTS))


def test_the_fingerprint_is_that_of_the_code_alone():
    assert source_fingerprint() == source_fingerprint()
    assert len(source_fingerprint()) == 64
