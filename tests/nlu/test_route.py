"""`make route`: the decision a citizen would get, with no server running."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest

from evaluation.route import Routed, read_texts, route

JOB_LOST = "je viens de perdre mon emploi et je paye toujours autant"
EXPECTED = [
    (JOB_LOST, "answer", "moduler_prelevement"),
    ("bonjour à vous", "talk", None),
    ("refaire mon permis de conduire perdu", "out_of_scope", None),
    ("merci bien", "talk", None),
]


@pytest.fixture(scope="module")
def routed() -> dict[str, Routed]:
    """Route all the texts in one go, as the command does: the model takes seconds to load."""
    texts = [text for text, _, _ in EXPECTED]
    return dict(zip(texts, asyncio.run(route(texts)), strict=True))


@pytest.mark.parametrize(("text", "decision", "topic"), EXPECTED)
def test_a_text_gets_the_decision_of_the_chat_whoever_decides(
    routed: dict[str, Routed], text: str, decision: str, topic: str | None
):
    assert (routed[text]["decision"], routed[text]["topic"]) == (decision, topic)


def test_a_sure_topic_comes_with_its_refs_and_where_it_leads(routed: dict[str, Routed]):
    line = routed[JOB_LOST]
    assert line["service"] == "gerer_mon_prelevement"
    assert "P03" in line["refs"]
    assert 0.5 < line["confidence"] <= 1


def test_what_the_assistant_is_never_sure_of_is_left_to_the_companion_line_by_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    knowledge = tmp_path / "knowledge"
    shutil.copytree("knowledge", knowledge)
    (knowledge / "ladder.yml").write_text(
        "assistant: {sure: 1.0, possible: 1.0}\n"
        "requests: {sure: 1.0, possible: 1.0}\norchestrator: {sure: 1.0, possible: 0.05}\n"
    )
    monkeypatch.setenv("ECONTACTS_KNOWLEDGE", str(knowledge))
    texts = ["où payer ma cfe", "qsdf qsdf", JOB_LOST]
    lines = asyncio.run(route(texts))
    assert [line["decision"] for line in lines] == ["suggest", "other_form", "suggest"]
    assert [line["topic"] for line in lines] == ["payer_cfe", None, "moduler_prelevement"]


@pytest.mark.parametrize("line", ["bonjour", '{"texte": "bonjour"}', '["bonjour"]', ""])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str):
    source = tmp_path / "questions.jsonl"
    source.write_text(json.dumps({"text": "bonjour"}) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_texts(source)
