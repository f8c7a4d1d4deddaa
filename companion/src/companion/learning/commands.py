"""Learning from the command line: `python -m companion learn --help`."""

import argparse
from collections.abc import Iterator
from typing import Any

from econtacts_core.knowledge import load_knowledge

from companion.learning.comparison import Asked
from companion.learning.dataset import Dataset
from companion.learning.designers_files import UTTERANCES, DesignersFiles
from companion.learning.learn import Lesson, NothingToLearn, learn, promote
from companion.learning.report import report
from companion.learning.texts import texts
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.learning import LearningRepository


def add_learn_command(commands: Any) -> None:
    """Add `learn` to the command line."""
    learning = commands.add_parser("learn", help=learn_labels.__doc__)
    learning.add_argument("--promote", action="store_true", help="if it is no worse")
    learning.set_defaults(run=learn_labels)


def learn_labels(arguments: argparse.Namespace) -> None:
    """Train a candidate on the topics that people named, measure it, and put it in service."""
    settings = Settings()
    migrate(settings.database_url)
    learning = LearningRepository(Database(open_engine(settings.database_url)))
    print(f"→ {texts()['learning']}", flush=True)
    try:
        lesson = learn(
            load_knowledge(settings.knowledge),
            settings.project / UTTERANCES,
            _kept_apart(DesignersFiles(settings.project)),
            learning,
            settings.model,
        )
    except NothingToLearn:
        print(texts()["nothing"])
        return
    print("\n".join(_lines(lesson)))
    if arguments.promote and lesson.is_no_worse:
        promote(lesson, learning, settings.model)
    print(texts()["verdicts"][_verdict(lesson, promoted=arguments.promote)])


def _kept_apart(files: DesignersFiles) -> list[Asked]:
    return [
        Asked(place.text, place.intent)
        for key, place in files.kept_apart.items()
        if key not in files.taught
    ]


def _lines(lesson: Lesson) -> Iterator[str]:
    yield from _counts(lesson.dataset)
    for name, found in (("sentences", lesson.sentences), ("labels", lesson.labels)):
        yield f"== {texts()['measured_on'][name]}"
        yield from report(found)


def _counts(dataset: Dataset) -> Iterator[str]:
    yield texts()["counts"].format(learnt=len(dataset.learnt), apart=len(dataset.kept_apart))
    for reason, count in dataset.dropped.items():
        yield f"  {count:6} {texts()['dropped'][reason]}"


def _verdict(lesson: Lesson, *, promoted: bool) -> str:
    if not lesson.is_no_worse:
        return "worse"
    return "promoted" if promoted else "no_worse"
