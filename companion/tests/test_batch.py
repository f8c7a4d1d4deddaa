"""A file of messages, streamed through workers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from companion.classifier import batch
from companion.classifier.batch import BadLine, propose_lines
from conftest import ROOT

MODEL = Path("models/classifier.npz")
PIECE = 3  # lines: what is done with large pieces is done with small ones
REPEATED = 20
TEXTS = ["je déménage", "je ne peux pas payer mes impôts", "recette de la tarte aux pommes"]


def line(text: str) -> str:
    return json.dumps({"text": text}) + "\n"


pytestmark = pytest.mark.xdist_group("batch")  # the workers are started once


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@dataclass
class Streamed:
    """What came out of workers before the line that cannot be read, and how it was told."""

    topics: list[str | None]
    read_at_first: int  # lines, when the first proposal came
    problem: str


@pytest.fixture(scope="module")
def streamed() -> Streamed:
    """Stream many lines through two workers, once: each takes seconds to start."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for text in TEXTS * REPEATED:
            taken += 1
            yield line(text)
        yield '{"texte": "je déménage"}\n'

    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        patched.setattr(batch, "PIECE", PIECE)
        patched.setattr("os.cpu_count", lambda: 2)
        proposals = propose_lines(lines(), MODEL)
        found = [next(proposals)]
        read_at_first = taken
        with pytest.raises(BadLine) as refused:
            found.extend(proposals)
    return Streamed([json.loads(one)["topic"] for one in found], read_at_first, str(refused.value))


def test_many_lines_come_back_in_order_and_as_few_would(streamed: Streamed):
    few = [json.loads(one)["topic"] for one in propose_lines(map(line, TEXTS), MODEL)]
    assert few == ["changer_adresse", "demander_delai_paiement", None]
    assert streamed.topics == few * REPEATED


def test_a_line_that_cannot_be_read_is_named_wherever_it_stands(streamed: Streamed):
    assert streamed.problem.startswith(f"ligne {len(TEXTS) * REPEATED + 1} :")


def test_only_a_few_pieces_are_read_ahead(streamed: Streamed):
    assert streamed.read_at_first <= 10 * PIECE < len(TEXTS) * REPEATED


def test_one_approach_alone_proposes_as_both_would_write_it():
    for alone, silent in (("graph", "model"), ("model", "graph")):
        proposals = list(propose_lines(map(line, TEXTS), MODEL, alone=alone))
        scores = [json.loads(proposal)["scores"] for proposal in proposals[:2]]
        assert all(score[silent] == 0.0 < score[alone] for score in scores)


def test_a_file_without_lines_gives_none():
    assert list(propose_lines([], MODEL)) == []


def test_a_missing_model_is_said(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        list(propose_lines([line("bonjour")], tmp_path / "none.npz"))
