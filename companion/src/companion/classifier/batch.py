"""Proposals for a file of messages, one JSON object a line, with nothing stored.

Lines stream through worker processes, one a core, each with its own model; only a few pieces are
held at a time, however long the file.
"""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import batched, chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import Knowledge, knowledge_directory, load_knowledge
from econtacts_core.routing import other_form, routed_topic
from threadpoolctl import threadpool_limits

from companion.classifier.masking import mask
from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Approach, Orchestrator, Verdict

PIECE = 64  # lines
_PIECES_AHEAD = 4  # for each worker


class BadLine(ValueError):
    """A line that is not a JSON object with a text; the message names its number."""


class Proposer:
    """Reads pieces of a file; `careful` as in `TopicModel`, `alone` as in `Orchestrator`."""

    def __init__(self, model: Path, *, careful: bool = True, alone: Approach | None = None) -> None:
        self._knowledge = load_knowledge(knowledge_directory())
        topics = TopicModel.load(model)
        self._orchestrator = Orchestrator(self._knowledge, replace(topics, careful=careful), alone)

    def propose(self, first: int, lines: Sequence[str]) -> list[str]:
        """Return one line of JSON for each of `lines`, the first of which has the number `first`.

        Raises:
            BadLine: for a line that cannot be read.
        """
        texts = [mask(_text(line, number)).text for number, line in enumerate(lines, start=first)]
        return [
            json.dumps(_proposed(verdict, self._knowledge), ensure_ascii=False) + "\n"
            for verdict in self._orchestrator.judge_all(texts)
        ]


def propose_lines(
    lines: Iterable[str], model: Path, *, careful: bool = True, alone: Approach | None = None
) -> Iterator[str]:
    """Yield one proposal a line, in the lines' order; what fits in one piece is read right here.

    Raises:
        BadLine: for a line that cannot be read; proposals for pieces before it were yielded.
        FileNotFoundError: when there is no `model`.
    """
    if not model.exists():
        raise FileNotFoundError(model)
    make = partial(Proposer, model, careful=careful, alone=alone)
    pieces = _numbered(lines)
    start = list(islice(pieces, 2))
    if len(start) < 2:  # workers would take longer to start than this takes to read
        proposer = make()
        for number, piece in start:
            yield from proposer.propose(number, piece)
    else:
        yield from _by_workers(chain(start, pieces), make)


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield pieces, each with the number of its first line."""
    for place, piece in enumerate(batched(lines, PIECE)):
        yield 1 + PIECE * place, piece


def _by_workers(
    pieces: Iterable[tuple[int, Sequence[str]]], make: Callable[[], Proposer]
) -> Iterator[str]:
    count = os.cpu_count() or 1
    waiting: deque[Future[list[str]]] = deque()
    with ProcessPoolExecutor(count, get_context("spawn"), _start_worker, (make,)) as workers:
        for number, piece in pieces:
            waiting.append(workers.submit(_propose_in_worker, number, piece))
            if len(waiting) > count * _PIECES_AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _start_worker(make: Callable[[], Proposer]) -> None:
    global _proposer
    threadpool_limits(1)  # each core has its worker already
    _proposer = make()


def _propose_in_worker(number: int, piece: Sequence[str]) -> list[str]:
    return _proposer.propose(number, piece)


# A worker process has one, for all its life.
_proposer: Proposer


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
