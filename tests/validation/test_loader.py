"""What the knowledge's own loader says, with a line."""

from pathlib import Path

import pytest

from validation.loader import located
from validation.project import read_project


@pytest.mark.parametrize(
    ("message", "place"),
    [
        (
            "{root}/knowledge/topics/paiement.yml : topics › 0 › title : trop long",
            ("knowledge/topics/paiement.yml", 3),
        ),
        (
            "{root}/knowledge/topics/paiement.yml : topics › 0 : 'office' manque",
            ("knowledge/topics/paiement.yml", 2),
        ),
        ("{root}/knowledge/forms.yml : fichier absent", ("knowledge/forms.yml", 1)),
        ("sujet changer_adresse : concept inconnu : x", ("knowledge/topics/paiement.yml", 29)),
        ("formulaire en double", ("knowledge", 0)),
    ],
)
def test_the_loaders_message_is_given_a_line(root: Path, message: str, place: tuple[str, int]):
    project, _, _ = read_project(root)
    found = located(project, message.format(root=root))
    assert (found.path, found.line) == place
