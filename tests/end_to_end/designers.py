"""The steering pages beside a running product, over few of the designers' sentences.

Every topic is there with some of its sentences, so that training takes a moment and not a minute.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from companion.app import create_app
from companion.classifier.training import ENCODINGS, train
from companion.learning.designers_files import HELD_OUT, UTTERANCES
from companion.settings import Settings
from econtacts_core.knowledge import load_knowledge

from tests.end_to_end.product import Product
from tests.end_to_end.serving import served

LEARNT, KEPT_APART = 12, 2  # sentences of an intent
_FILES = ("domain.yml", "knowledge", "data/rules")
_INTENT, _SENTENCE = re.compile(r" *- (?:intent|lookup|synonym|regex):"), re.compile(r" {6}- ")


def few_sentences(text: str, most: int) -> str:
    """Return one of the designers' files with the first sentences of each intent."""
    kept, count = [], 0
    for line in text.splitlines(keepends=True):
        if _INTENT.match(line):
            count = 0
        count += bool(_SENTENCE.match(line))
        if count <= most or not _SENTENCE.match(line):
            kept.append(line)
    return "".join(kept)


def small_project(root: Path) -> Path:
    """Copy the designers' files to `root`, with few sentences, and train on them; return it."""
    for name in _FILES:
        copy = shutil.copytree if Path(name).is_dir() else shutil.copy
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copy(name, root / name)
    for folder, pattern, most in (
        (UTTERANCES, "*.yml", LEARNT),
        (HELD_OUT, "held_out_*.yml", KEPT_APART),
    ):
        (root / folder).mkdir(parents=True)
        for path in Path(folder).glob(pattern):
            few = few_sentences(path.read_text(encoding="utf-8"), most)
            (root / folder / path.name).write_text(few, encoding="utf-8")
    model = root / "models" / "classifier.npz"
    model.parent.mkdir()
    shutil.copy(Path("models") / ENCODINGS, model.parent)  # sentences encoded already
    train(load_knowledge(root / "knowledge"), root / UTTERANCES, model)
    return root


@contextmanager
def steering_beside(product: Product, root: Path) -> Iterator[str]:
    """Serve the steering pages of a product over the project in `root`; yield their address."""
    changed = {
        "COMPANION_ROLES": "pilotage",
        "COMPANION_PROJECT": str(root),
        "COMPANION_KNOWLEDGE": str(root / "knowledge"),
        "COMPANION_MODEL": str(root / "models" / "classifier.npz"),
    }
    # in the environment, where the process of a trial finds them too
    given = {
        name: value
        for name, value in {**product.environment, **changed}.items()
        if name.startswith("COMPANION_")
    }
    with pytest.MonkeyPatch.context() as environment:
        for name, value in given.items():
            environment.setenv(name, value)
        with served(create_app(Settings())) as address:
            yield address
