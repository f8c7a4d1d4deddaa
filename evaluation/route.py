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
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge
from econtacts_core.routing import clarified_topics, routed_topic, without_topic
from rasa.core.agent import Agent, load_agent
from rasa.utils.log_utils import configure_structlog
from tqdm import tqdm

MODEL = "models/assistant.tar.gz"
COMPANION = Path("companion/.venv/bin/python")

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
    # Unconfigured, Rasa prints every message that it parses.
    configure_structlog(logging.WARNING)
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
    knowledge = load_knowledge(knowledge_directory())
    agent = await load_agent(model_path=MODEL)
    routed = [await _assistant_decision(agent, knowledge, text) for text in _progress(texts)]
    unsure = [place for place, decision in enumerate(routed) if decision is None]
    proposed = companion_decisions([texts[place] for place in unsure])
    for place, decision in zip(unsure, proposed, strict=True):
        routed[place] = decision
    return [decision for decision in routed if decision is not None]


async def _assistant_decision(agent: Agent, knowledge: Knowledge, text: str) -> Routed | None:
    """Return what the assistant decides alone, None when it asks the companion."""
    # A leading slash is a command for Rasa; the gateway refuses it, here it is only text.
    parsed = await agent.parse_message(text.strip().lstrip("/"))
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    if intent in knowledge.topics:
        others = clarified_topics(knowledge, parsed["intent_ranking"])[1:]
        return _on_topics("answer", knowledge, [(intent, confidence), *others])
    if intent == "nlu_clarify":
        return _on_topics(
            "clarify", knowledge, clarified_topics(knowledge, parsed["intent_ranking"])
        )
    if intent in ("nlu_fallback", None):
        return None
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
