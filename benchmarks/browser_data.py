"""Conversations for `make bench-browser`: as many as wanted, by a fixed seed.

Sessions, exchanges and messages, in the designers' own words, as the projection stores them.
"""

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from companion.storage.analytics import (
    OUTCOMES,
    STEPS,
    ExchangeFact,
    RasaUserMessage,
    SessionFact,
)
from econtacts_core.knowledge import knowledge_directory, load_knowledge
from tqdm import tqdm

BEGAN = datetime(2025, 11, 21, tzinfo=UTC)
APART = timedelta(seconds=157)  # 200 000 conversations are a year
_OUTCOMES = (2, 5, 6, 8, 3, 10, 60, 6)  # of a hundred, in the order of `OUTCOMES`
_STEPS = (50, 12, 6, 6, 2, 4, 3, 5, 11, 1)  # of `STEPS`


def utterances(folder: Path) -> list[str]:
    """Return every utterance that the designers wrote."""
    entries = [
        entry
        for path in sorted(folder.glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]
    lines = (line for entry in entries for line in str(entry.get("examples", "")).splitlines())
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def fill(path: Path, conversations: int) -> None:
    """Write so many conversations into the tables that the projection fills."""
    dice = random.Random(200_000)  # noqa: S311, reproducible, not secret
    texts = utterances(Path("data/nlu"))
    topics = list(load_knowledge(knowledge_directory()).topics)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA cache_size = -500000")
        connection.execute("PRAGMA synchronous = OFF")
        numbers = tqdm(range(conversations), unit=" conversations")
        for number in numbers:
            for table, row in _conversation(dice, number, texts, topics):
                columns = ", ".join(row)
                marks = ", ".join("?" * len(row))
                connection.execute(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608, our names
                    tuple(row.values()),
                )


def _conversation(
    dice: random.Random, number: int, texts: list[str], topics: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    at = BEGAN + number * APART
    session_id, sender_id = _name(dice), _name(dice)
    shared = {
        "session_id": session_id,
        "sender_id": sender_id,
        "day": at.date().isoformat(),
        "channel": dice.choices(("chat", "mail", "phone"), (980, 19, 1))[0],
        "collection": "impots",
        "audience": dice.choice(("particulier", "professionnel", None)),
        "topic": dice.choice(topics),
        "in_hours": 1,
    }
    turns, ratings = dice.choice((1, 2, 2, 3, 3, 4, 5, 8)), []
    for turn in range(turns):
        rating = dice.choices((None, "up", "down"), (85, 9, 6))[0]
        ratings.append(rating)
        yield _exchange(dice, number * 8 + turn, shared, at, rating)
        yield _message(dice, number * 8 + turn, shared, at, texts)
    counted = dict.fromkeys(
        ("clicked", "understood", "pretreated", "handoff", "other_form", "requests_sent"), 0
    )
    yield (
        SessionFact.__tablename__,
        {
            **shared,
            **counted,
            "conversation_id": _name(dice),
            "started_at": _written(at),
            "ended_at": _written(at),
            "tester": int(dice.random() < 0.005),
            "typed": turns,
            "outcome": dice.choices(OUTCOMES, _OUTCOMES)[0],
            "answers": turns,
            "ups": ratings.count("up"),
            "downs": ratings.count("down"),
            "repeated": 0,
        },
    )


def _exchange(
    dice: random.Random, event: int, shared: dict[str, Any], at: datetime, rating: str | None
) -> tuple[str, dict[str, Any]]:
    reasons = ("hors_sujet", "incomplete", "lien_introuvable", None)
    return ExchangeFact.__tablename__, {
        **shared,
        "turn_id": _name(dice),
        "event_id": event,
        "at": _written(at),
        "typed": 1,
        "confidence": round(dice.random(), 3),
        "step": dice.choices(STEPS, _STEPS)[0],
        "rating": rating,
        "reason": dice.choice(reasons) if rating == "down" else None,
    }


def _message(
    dice: random.Random, event: int, shared: dict[str, Any], at: datetime, texts: list[str]
) -> tuple[str, dict[str, Any]]:
    clicked = dice.random() < 0.25
    return RasaUserMessage.__tablename__, {
        "id": _name(dice),
        "event_id": _name(dice),
        "sender_id": shared["sender_id"],
        "session_id": shared["session_id"],
        "channel": "rest",
        "text": '/choose_topic{"topic": "x"}' if clicked else dice.choice(texts),
        "timestamp": at.replace(tzinfo=None).isoformat(" "),
        "sequence_number": event,
    }


def _name(dice: random.Random) -> str:
    return f"{dice.getrandbits(128):032x}"


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}.000000"
