"""A project of three intents, which trains in a moment, and the model that learnt them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from companion.classifier.training import train
from companion.learning.designers_files import HELD_OUT, UTTERANCES
from econtacts_core.knowledge import Knowledge

ROOT = Path(__file__).parents[2]
NLU = """version: "3.1"
nlu:
  - intent: payer_cfe
    examples: |
      - payer la cfe
      - où est mon avis de cfe
      - acompte de cfe
      - la cotisation foncière
  - intent: changer_adresse
    examples: |
      - j'ai déménagé
      - ma nouvelle adresse
      - changer d'adresse
      - signaler mon déménagement
  - intent: out_of_scope
    examples: |
      - une recette de tarte
      - la météo à Lyon
      - ma carte d'identité
      - un billet de train
"""
KEPT_APART = """version: "3.1"
nlu:
  - intent: changer_adresse
    examples: |
      - je crèche dans une autre piaule
  - intent: payer_cfe
    examples: |
      - comment payer la cfe svp
"""


@pytest.fixture(scope="session")
def two_topics(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge of the small project's own topics."""
    kept = {topic: knowledge.topics[topic] for topic in ("payer_cfe", "changer_adresse")}
    return replace(knowledge, topics=kept)


@pytest.fixture(scope="session")
def project(two_topics: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small project, trained once: nobody writes in it, `own_project` is for that."""
    root = tmp_path_factory.mktemp("project")
    written = {f"{UTTERANCES}/a.yml": NLU, f"{HELD_OUT}/held_out_a.yml": KEPT_APART}
    for path, text in written.items():
        (root / path).parent.mkdir(parents=True)
        (root / path).write_text(text, encoding="utf-8")
    for name in ("knowledge", "data/rules"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "domain.yml", root)
    assert train(two_topics, root / UTTERANCES, root / "models/classifier.npz")
    return root


@pytest.fixture
def own_project(project: Path, tmp_path: Path) -> Path:
    """Return a copy of the small project to write in."""
    return shutil.copytree(project, tmp_path / "project")
