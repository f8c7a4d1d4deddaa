"""`make route`: the decision that a citizen would get, for each line of a file, with no server.

The assistant's model reads every line; those it does not understand go to the companion, run once
as a child process, exactly as the assistant would ask it during a conversation.
"""

import argparse
import asyncio
import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge
from econtacts_core.routing import (
    CONTACT_TOPIC,
    clarified_topics,
    nearest_topics,
    routed_topic,
    without_topic,
)
from tqdm import tqdm

from evaluation.quiet import quiet

with quiet():
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

MODEL = "models/assistant.tar.gz"
COMPANION = Path("companion/.venv/bin/python")

Parsed = Mapping[str, Any]
Routed = dict[str, Any]


def main() -> int:
    """Route one file; what the user can mend is told in one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help='one {"text": …} a line')
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    try:
        texts = read_texts(arguments.source)
    except (OSError, ValueError) as error:
        print(f"route: {error}", file=sys.stderr)
        return 2
    routed = asyncio.run(route(texts))
    with arguments.target.open("w", encoding="utf-8") as target:
        target.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in routed)
    return 0


def read_texts(source: Path) -> list[str]:
    """Read the texts of a file. Raises `ValueError` that names the line it cannot read."""
    with source.open(encoding="utf-8") as lines:
        return [_text(line, number) for number, line in enumerate(lines, start=1)]


def _text(line: str, number: int) -> str:
    expected = f'line {number}: an object {{"text": …}} was expected'
    try:
        text = json.loads(line)["text"]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(expected) from error
    if not isinstance(text, str):
        raise ValueError(expected)
    return text


async def route(texts: Sequence[str]) -> list[Routed]:
    """Return the decision for each text, in order."""
    return decisions(load_knowledge(knowledge_directory()), texts, await parse(texts))


async def parse(texts: Sequence[str]) -> list[Parsed]:
    """Read each text with the trained assistant, in order."""
    # Unconfigured, Rasa prints every message that it parses.
    configure_structlog(logging.WARNING)
    agent = await load_agent(model_path=MODEL)
    # A leading slash is a command for Rasa; the gateway refuses it, here it is only text.
    return [await agent.parse_message(text.strip().lstrip("/")) for text in _progress(texts)]


def decisions(knowledge: Knowledge, texts: Sequence[str], parsed: Sequence[Parsed]) -> list[Routed]:
    """Return the decision for each text as it was `parsed`, the companion's where it is asked."""
    routed = [_assistant_decision(knowledge, found) for found in parsed]
    unsure = [place for place, decision in enumerate(routed) if decision is None]
    proposed = companion_decisions([texts[place] for place in unsure])
    for place, decision in zip(unsure, proposed, strict=True):
        routed[place] = decision
    return [decision for decision in routed if decision is not None]


def _assistant_decision(knowledge: Knowledge, parsed: Parsed) -> Routed | None:
    """Return what the assistant decides alone, None when it asks the companion."""
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    if intent in knowledge.topics:
        near = nearest_topics(knowledge, parsed["intent_ranking"])
        others = [found for found in near if found[0] != intent]
        return _on_topics("answer", knowledge, [(intent, confidence), *others])
    if intent == "nlu_clarify":
        return _on_topics(
            "clarify", knowledge, clarified_topics(knowledge, parsed["intent_ranking"])
        )
    if intent in ("nlu_fallback", None):
        return None
    if intent == "human_handoff":
        # somebody to talk to is what this topic's answer leads to
        return _on_topics("talk", knowledge, [(CONTACT_TOPIC, confidence)])
    return without_topic("out_of_scope" if intent == "out_of_scope" else "talk", confidence)


def _on_topics(decision: str, knowledge: Knowledge, topics: Sequence[tuple[str, float]]) -> Routed:
    first, *others = (routed_topic(knowledge, topic, confidence) for topic, confidence in topics)
    return {"decision": decision, **first, "alternatives": others}


def companion_decisions(texts: Sequence[str]) -> Iterator[Routed]:
    """Have the companion propose for `texts`, in a process of its own environment."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked.jsonl", Path(folder) / "answered.jsonl"
        asked.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
        command = [str(COMPANION), "-m", "companion", "propose", str(asked), str(answered)]
        subprocess.run(command, check=True)
        with answered.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def _progress(texts: Sequence[str]) -> Iterator[str]:
    return iter(tqdm(texts, unit=" messages", disable=not sys.stderr.isatty()))


if __name__ == "__main__":
    sys.exit(main())
