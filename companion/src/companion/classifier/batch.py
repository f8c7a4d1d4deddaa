"""Proposals for a file of messages, one JSON object a line, with nothing stored."""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from econtacts_core.knowledge import Knowledge
from econtacts_core.routing import other_form, routed_topic

from companion.classifier.masking import mask
from companion.classifier.orchestrator import Orchestrator, Verdict


class BadLine(ValueError):
    """A line that is not a JSON object with a text; the message names its number."""


def propose_lines(
    lines: TextIO, orchestrator: Orchestrator, knowledge: Knowledge
) -> Iterator[dict[str, Any]]:
    """Yield one proposal a line, in the lines' order.

    Raises:
        BadLine: for a line that cannot be read.
    """
    for number, line in enumerate(lines, start=1):
        verdict = orchestrator.judge(mask(_text(line, number)).text)
        yield _proposed(verdict, knowledge)


def _text(line: str, number: int) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, TypeError, KeyError) as error:
        raise BadLine(f'ligne {number} : un objet {{"text": …}} était attendu') from error
    if not isinstance(text, str):
        raise BadLine(f"ligne {number} : « text » n'est pas un texte")
    return text


def _proposed(verdict: Verdict, knowledge: Knowledge) -> dict[str, Any]:
    if not verdict.candidates:
        return other_form()
    first, *others = verdict.candidates
    return {
        "decision": verdict.decision,
        **routed_topic(knowledge, first.topic, first.score),
        "alternatives": [routed_topic(knowledge, other.topic, other.score) for other in others],
        "scores": {"graph": first.graph, "model": first.model},
        "team": verdict.team,
    }
