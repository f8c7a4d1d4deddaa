"""A file of messages, streamed through workers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from companion.classifier.batch import PIECE, BadLine, propose_lines

MODEL = Path("models/classifier.npz")
TEXTS = ["je déménage", "je ne peux pas payer mes impôts", "recette de la tarte aux pommes"]


def line(text: str) -> str:
    return json.dumps({"text": text}) + "\n"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])


def test_many_lines_come_back_in_order_and_as_few_would():
    few = list(propose_lines(map(line, TEXTS), MODEL))
    many = list(propose_lines(map(line, TEXTS * PIECE), MODEL))
    decided = [json.loads(proposal)["topic"] for proposal in few]
    assert decided == ["changer_adresse", "demander_delai_paiement", None]
    assert [json.loads(proposal)["topic"] for proposal in many] == decided * PIECE


def test_one_approach_alone_proposes_as_both_would_write_it():
    for alone, silent in (("graph", "model"), ("model", "graph")):
        proposals = list(propose_lines(map(line, TEXTS), MODEL, alone=alone))
        scores = [json.loads(proposal)["scores"] for proposal in proposals[:2]]
        assert all(score[silent] == 0.0 < score[alone] for score in scores)


def test_a_line_that_cannot_be_read_is_named_wherever_it_stands():
    lines = [*map(line, ["bonjour"] * (2 * PIECE)), '{"texte": "je déménage"}\n']
    with pytest.raises(BadLine, match=f"ligne {2 * PIECE + 1}"):
        list(propose_lines(lines, MODEL))


def test_only_a_few_pieces_are_read_ahead():
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield line("je déménage")

    proposals = propose_lines(endless(), MODEL, careful=False)
    next(proposals)
    proposals.close()
    assert taken < 100 * PIECE


def test_a_file_without_lines_gives_none():
    assert list(propose_lines([], MODEL)) == []


def test_a_missing_model_is_said(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        list(propose_lines([line("bonjour")], tmp_path / "none.npz"))
