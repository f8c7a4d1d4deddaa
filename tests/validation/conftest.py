"""A small sound project, to be spoiled one mistake at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.validation.sample import written
from validation.__main__ import checked
from validation.findings import Finding
from validation.project import read_project

TODAY = date(2026, 11, 21)

REAL = Path(__file__).parents[2]
BORROWED = (
    "config.yml",
    "knowledge/contact.yml",
    "knowledge/elsewhere.yml",
    "knowledge/ladder.yml",
    "knowledge/territories.yml",
)

Spoil = Callable[[str, str, str], None]
Check = Callable[[], list[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a project without a mistake."""
    borrowed = {name: (REAL / name).read_text(encoding="utf-8") for name in BORROWED}
    for name, text in {**written(), **borrowed}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def spoil(root: Path) -> Spoil:
    """Replace a text of a file, which must be there."""

    def _spoil(name: str, old: str, new: str) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return _spoil


def find(root: Path) -> list[Finding]:
    """Return all that our checks find, in order."""
    project, found, sound = read_project(root)
    return sorted([*found, *(checked(project, TODAY) if sound else [])])


@pytest.fixture
def check(root: Path) -> Check:
    """Return what is found, each as the first line of the report."""
    return lambda: [str(found).splitlines()[0] for found in find(root)]
