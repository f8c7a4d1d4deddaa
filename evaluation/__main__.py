"""`make evaluate`: measure our held-out utterances, and write the page that tells all figures."""

import argparse
import asyncio
import json
import sys
from datetime import date
from pathlib import Path

from econtacts_core.knowledge import knowledge_directory, load_knowledge

from evaluation.confusion import confusion, read_subjects
from evaluation.held_out import read_held_out, read_several, reading
from evaluation.measures import measure, measure_several
from evaluation.page import PICTURE, page
from evaluation.pairs import worst_pairs
from evaluation.picture import draw
from evaluation.report import Findings, Labelled, terminal
from evaluation.route import decisions, parse
from evaluation.score import Line, read_lines, score
from evaluation.witnesses import Firsts, firsts

SETS = ("routes_dev", "out_of_scope_dev")
WAYS = ("route", "propose", "graph", "model")
RESULTS = Path("results")


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="evaluate", description=__doc__)
    parser.add_argument("labelled", type=Path, help="folder of labelled messages, routed before")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    arguments = parser.parse_args()
    knowledge = load_knowledge(knowledge_directory())
    held_out, seen = read_held_out()
    messages = [*held_out, *read_several()]
    texts = [message.text for message in messages]
    parsed = asyncio.run(parse(texts))
    routed = decisions(knowledge, texts, parsed)
    readings = [reading(*each) for each in zip(messages, parsed, routed, strict=True)]
    single, several = readings[: len(held_out)], readings[len(held_out) :]
    found = Findings(
        held_out=measure(single, knowledge.topics),
        seen=seen,
        several=measure_several(several),
        pairs=worst_pairs(single, knowledge.topics),
        labelled=read_labelled(arguments.labelled),
        firsts=read_firsts(arguments.labelled),
    )
    print("== held out")
    print(terminal(found))
    titles = {topic.id: topic.title for topic in knowledge.topics.values()}
    (arguments.docs / "evaluation.md").write_text(page(found, titles, date.today()), "utf-8")
    subjects = read_subjects(knowledge_directory() / "topics")
    draw(confusion(single, subjects), arguments.docs / PICTURE)
    print(f"written: {arguments.docs / 'evaluation.md'}, {arguments.docs / PICTURE}")
    return 0


def read_labelled(folder: Path) -> list[Labelled]:
    """Score what `make evaluate` has just routed; nothing where the folder is not."""
    if not folder.is_dir():
        return []
    refs = json.loads((folder / "topics.json").read_text("utf-8"))
    return [
        Labelled(
            name,
            way,
            score(
                read_lines(folder / f"{name}.jsonl"),
                _routed(name, way),
                refs,
            ),
        )
        for name in SETS
        for way in WAYS
    ]


def read_firsts(folder: Path) -> list[Firsts]:
    """Compare what `make evaluate` has just proposed with each approach alone."""
    if not folder.is_dir():
        return []
    ways = ("propose", "graph", "model")
    return [firsts(name, *(_routed(name, way) for way in ways)) for name in SETS]


def _routed(name: str, way: str) -> list[Line]:
    return read_lines(RESULTS / f"{name}.{way}.jsonl")


if __name__ == "__main__":
    sys.exit(main())
