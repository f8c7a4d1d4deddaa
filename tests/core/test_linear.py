"""The shape of the linear model, on texts small enough to see through."""

import numpy as np
import pytest
from econtacts_core.linear import (
    fit_linear_classifier,
    french_vectoriser,
    prepare,
    source_fingerprint,
)
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

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


@pytest.fixture(scope="module")
def vectoriser() -> FeatureUnion:
    return french_vectoriser().fit(prepare(text for texts in TOYS.values() for text in texts))


@pytest.fixture(scope="module")
def classifier(vectoriser: FeatureUnion) -> LogisticRegression:
    texts = [text for texts in TOYS.values() for text in texts]
    labels = [label for label, texts in TOYS.items() for _ in texts]
    return fit_linear_classifier(vectoriser.transform(prepare(texts)), labels)


@pytest.mark.parametrize("text", ["mon adresse", "quelque chose d'autre", "", "😀"])
def test_probabilities_sum_to_one(
    classifier: LogisticRegression, vectoriser: FeatureUnion, text: str
):
    row = classifier.predict_proba(vectoriser.transform(prepare([text])))[0]
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
    classifier: LogisticRegression, vectoriser: FeatureUnion, text: str, label: str
):
    row = classifier.predict_proba(vectoriser.transform(prepare([text])))[0]
    assert classifier.classes_[np.argmax(row)] == label
    assert row.max() > 0.8


def test_fitting_twice_gives_the_same_model(
    classifier: LogisticRegression, vectoriser: FeatureUnion
):
    texts = [text for texts in TOYS.values() for text in texts]
    labels = [label for label, texts in TOYS.items() for _ in texts]
    again = fit_linear_classifier(vectoriser.transform(prepare(texts)), labels)
    assert np.allclose(again.coef_, classifier.coef_)


def test_noise_between_two_classes_gets_no_confidence(vectoriser: FeatureUnion):
    texts = [text for texts in TOYS.values() for text in texts]
    noise = [("pile", "face")[index % 2] for index in range(len(texts))]
    vectors = vectoriser.transform(prepare(texts))
    confidences = fit_linear_classifier(vectors, noise).predict_proba(vectors).max(axis=1)
    assert confidences.mean() < 0.8


def test_each_part_of_a_vector_has_unit_length(vectoriser: FeatureUnion):
    vector = vectoriser.transform(prepare(["mon adresse change"]))
    assert vector.multiply(vector).sum() == pytest.approx(2.0)


def test_the_fingerprint_is_that_of_the_code_alone():
    assert source_fingerprint() == source_fingerprint()
    assert len(source_fingerprint()) == 64


def test_two_classes_are_told_apart(vectoriser: FeatureUnion):
    texts = [*TOYS["adresse"], *TOYS["robot"]]
    labels = ["adresse"] * len(TOYS["adresse"]) + ["robot"] * len(TOYS["robot"])
    classifier = fit_linear_classifier(vectoriser.transform(prepare(texts)), labels)
    asked = vectoriser.transform(prepare(["suis-je avec un robot"]))
    assert classifier.predict(asked).tolist() == ["robot"]
    assert classifier.predict_proba(asked).max() > 0.8
