"""`make evaluate`: how many messages were led to the right place, by decision and by label."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """Shares in [0, 1] over the messages of one file.

    `first` and `three` (the right topic came first, or among the first three) are None when no
    message has a right topic: a file of foreign matters is there to be refused. `precision` is the
    share of right topics among the answers given at once, None without any.
    """

    messages: int
    first: float | None
    three: float | None
    answered: float
    precision: float | None
    refused: float  # out_of_scope or other_form
    decisions: Mapping[str, int]
    missed: Mapping[str, int]  # labels of the messages whose right topic was not first


def score(
    messages: Sequence[Line], routed: Sequence[Line], refs: Mapping[str, Sequence[str]]
) -> Score:
    """Compare `routed` with the labels of `messages`; lines pair by order.

    Args:
        refs: for each label, the refs of which a right answer covers at least one.

    Raises:
        ValueError: when the files are not of one length.
    """
    firsts, threes, refusals, answers, right_answers = 0, 0, 0, 0, 0
    missed: Counter[str] = Counter()
    for message, line in zip(messages, routed, strict=True):
        wanted = set(refs.get(message["topic"], ()))
        hits = [bool(wanted & set(topic["refs"])) for topic in (line, *line["alternatives"])]
        firsts += hits[0]
        threes += any(hits[:3])
        answers += line["decision"] == "answer"
        right_answers += hits[0] and line["decision"] == "answer"
        refusals += line["decision"] in ("out_of_scope", "other_form")
        if not hits[0]:
            missed[message["topic"]] += 1
    total = len(messages)
    ours = any(message["topic"] in refs for message in messages)
    return Score(
        messages=total,
        first=firsts / total if ours else None,
        three=threes / total if ours else None,
        answered=answers / total,
        precision=right_answers / answers if answers else None,
        refused=refusals / total,
        decisions=Counter(line["decision"] for line in routed),
        missed=missed,
    )


def main() -> None:
    """Print the scores of one pair of files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", type=Path)
    parser.add_argument("routed", type=Path)
    parser.add_argument("refs", type=Path, help="topics.json: label to refs")
    arguments = parser.parse_args()
    found = score(
        read_lines(arguments.messages),
        read_lines(arguments.routed),
        json.loads(arguments.refs.read_text()),
    )
    print(f"{arguments.messages.name}: {found.messages} messages")
    if found.first is not None and found.three is not None:
        print(f"  right topic first     {found.first:.3f}")
        print(f"  right topic in three  {found.three:.3f}")
        print(f"  not first, by label   {_counts(found.missed.items())}")
    precision = "–" if found.precision is None else f"{found.precision:.3f}"
    print(f"  answered at once      {found.answered:.3f}, of them right {precision}")
    print(f"  refused               {found.refused:.3f}")
    print(f"  decisions             {_counts(found.decisions.items())}")


def read_lines(path: Path) -> list[Line]:
    """Read a file of one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(pairs, key=lambda pair: -pair[1]))


if __name__ == "__main__":
    main()
