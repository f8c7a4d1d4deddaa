"""Labels learnt from whole messages, several to one."""

import pytest
from companion.classifier.labels import Knowing, LabelModel
from companion.classifier.model import TopicModel
from econtacts_core.keyword_graph import KeywordGraph

ADDRESS = [
    "Bonjour, je déménage en mai à Lille. Comment changer mon adresse ?",
    "Nous avons emménagé dans une nouvelle maison, l'adresse de mes courriers est fausse.",
    "Mon adresse n'est pas à jour depuis mon déménagement.",
    "Je quitte mon appartement, notez ma nouvelle adresse postale.",
    "Nouvelle adresse à enregistrer, nous avons changé de ville.",
    "Veuillez envoyer mes avis à ma nouvelle adresse.",
]
DELAY = [
    "Bonjour, je ne peux pas payer mon impôt ce mois-ci, je demande un délai.",
    "Est-il possible de payer en plusieurs fois ? Je suis au chômage.",
    "Je sollicite un échéancier de paiement pour ma taxe foncière.",
    "Impossible de régler la somme avant la date, pouvez-vous m'accorder du temps ?",
    "Je voudrais étaler le paiement de ce que je vous dois.",
    "Mes finances ne permettent pas de payer tout de suite, un report serait bienvenu.",
]
TEXTS = ADDRESS + DELAY + [f"{one} {other}" for one, other in zip(ADDRESS, DELAY, strict=True)]
LABELS = [{"adresse"}] * 6 + [{"délai"}] * 6 + [{"adresse", "délai"}] * 6


@pytest.fixture(scope="module")
def knowing(graph: KeywordGraph, model: TopicModel) -> Knowing:
    return Knowing(graph, model)


@pytest.fixture(scope="module")
def labels(knowing: Knowing) -> LabelModel:
    return LabelModel(TEXTS, LABELS, knowing.read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J'ai déménagé, voici ma nouvelle adresse.", {"adresse"}),
        ("Je n'arrive pas à payer, puis-je avoir un délai ?", {"délai"}),
        (
            "J'ai déménagé, ma nouvelle adresse est à noter. Je demande aussi un délai pour payer.",
            {"adresse", "délai"},
        ),
    ],
)
def test_each_request_of_a_message_is_labelled(labels: LabelModel, text: str, expected: set[str]):
    assert labels.predict([text]) == [expected]


@pytest.mark.parametrize("text", ["", "zzz", "👋", "bonjour"])
def test_every_message_gets_one_label_or_more(labels: LabelModel, text: str):
    assert labels.predict([text])[0]


def test_one_label_alone_teaches_nothing(knowing: Knowing):
    with pytest.raises(ValueError, match="two labels"):
        LabelModel(ADDRESS, [{"adresse"}] * 6, knowing.read)
