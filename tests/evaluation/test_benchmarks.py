"""What the benchmarks read and count; what they measure is not tested, it is published."""

import doctest
from pathlib import Path

import pytest

from benchmarks import messages, retrieval

SHEETS = (
    ",Titre,Texte\n7,Crèche,Comment inscrire un enfant.\n9,Déchets,Quand passent les camions.\n"
)
MAIL = '{"text": "je déménage", "labels": ["adresse"]}\n'


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_examples_of_the_docstrings_hold():
    assert doctest.testmod(retrieval).failed == 0


def test_questions_are_tied_to_their_sheets(tmp_path: Path):
    documents = retrieval.read_documents(write(tmp_path / "sheets.csv", SHEETS))
    asked = write(tmp_path / "asked.csv", "question,num_texte\nQuand ?,9\n")
    assert [document.title for document in documents] == ["Crèche", "Déchets"]
    assert retrieval.read_questions(asked, documents) == (["Quand ?"], [1])


@pytest.mark.parametrize(
    ("sheets", "said"),
    [("", "no line"), ("id,Titre\n7,Crèche\n", "texte"), ("id,Texte\n7,Comment\n", "titre")],
)
def test_sheets_without_what_is_needed_are_refused(tmp_path: Path, sheets: str, said: str):
    with pytest.raises(retrieval.BadFile, match=said):
        retrieval.read_documents(write(tmp_path / "sheets.csv", sheets))


def test_a_question_about_no_sheet_is_refused(tmp_path: Path):
    documents = retrieval.read_documents(write(tmp_path / "sheets.csv", SHEETS))
    asked = write(tmp_path / "asked.csv", "question,num_texte\nQuand ?,8\n")
    with pytest.raises(retrieval.BadFile, match="'8'"):
        retrieval.read_questions(asked, documents)


@pytest.mark.parametrize(
    "line",
    ["{", '{"text": "je déménage"}', '{"text": 3, "labels": ["a"]}', '{"text": "", "labels": []}'],
)
def test_a_message_without_text_or_labels_is_named(tmp_path: Path, line: str):
    with pytest.raises(messages.BadFile, match="line 2"):
        messages.read_messages(write(tmp_path / "mails.jsonl", MAIL + line))


def test_labels_are_counted_over_all_messages():
    def way(train: object, texts: list[str]) -> list[frozenset[str]]:
        return [frozenset({"adresse"})] * len(texts)

    truth = [("a", frozenset({"adresse"})), ("b", frozenset({"adresse", "délai"}))]
    found = messages.measure(way, [(truth, truth)])
    assert (found.micro_f1, found.exact) == (pytest.approx(0.8), 0.5)
