"""The inbox without its pages: `python -m companion inbox --help`."""

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import knowledge_directory, load_knowledge
from tqdm import tqdm

from companion.learning.report import report
from companion.pilotage.inbox.arrivals import LOOKED_BACK, Arrivals
from companion.pilotage.inbox.present import Present
from companion.pilotage.inbox.texts import texts
from companion.pilotage.inbox.writing import PatchWriter
from companion.pilotage.trials.trial import Candidate, run_trial
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.inbox import InboxRepository

_MODEL = Path("models/classifier.npz")


def add_inbox_commands(commands: Any) -> None:
    """Add `inbox` and what it can do to the command line."""
    inbox = commands.add_parser("inbox", help=__doc__).add_subparsers(required=True)
    grouping = inbox.add_parser("group", help=group.__doc__)
    grouping.add_argument("--days", type=int, default=LOOKED_BACK.days)
    grouping.set_defaults(run=group)
    writing = inbox.add_parser("patch", help=patch.__doc__)
    writing.add_argument("target", type=Path)
    writing.set_defaults(run=patch)
    trying = inbox.add_parser("trial", help=trial.__doc__)
    trying.add_argument("patch", type=Path)
    trying.set_defaults(run=trial)


def group(arguments: argparse.Namespace) -> None:
    """Take in the messages that were misunderstood, and group them."""
    settings = Settings()
    present = Present.stored(load_knowledge(settings.knowledge), settings.model)
    arrivals = Arrivals(_database(settings), settings.project, present)
    taken = arrivals.take_in(timedelta(days=arguments.days))
    with tqdm(unit=" messages", disable=not sys.stderr.isatty()) as shown:
        for count in taken:
            shown.update(count)
        print(texts()["command"]["taken_in"].format(count=shown.n))


def patch(arguments: argparse.Namespace) -> None:
    """Write the designers' sentences as a patch, and say what stays out."""
    settings = Settings()
    knowledge = load_knowledge(settings.knowledge)
    present = Present.stored(knowledge, settings.model)
    inbox = InboxRepository(_database(settings))
    written = PatchWriter(settings.project, inbox, present, knowledge.topics).write()
    arguments.target.write_text(written.diff, encoding="utf-8")
    words = texts()
    for refusal in written.refused:
        told = {"event_id": refusal.sentence.event_id, "reason": words["refusals"][refusal.code]}
        print(words["command"]["refused"].format(**told))
    counts = {"taken": len(written.taken), "refused": len(written.refused)}
    print(words["command"]["written"].format(**counts, unwritten=written.unwritten))
    print(arguments.target)


def trial(arguments: argparse.Namespace) -> None:
    """Measure on a copy what a patch changes for the sentences kept apart."""
    diff = arguments.patch.read_text(encoding="utf-8")
    words = texts()
    with tempfile.TemporaryDirectory() as folder:
        found = run_trial(
            diff,
            knowledge_directory().parent,
            _MODEL,
            Candidate(Path(folder) / "copy"),
            lambda step: print(f"→ {words['trial_steps'][step]}", flush=True),
        )
    print("\n".join(report(found)))


def _database(settings: Settings) -> Database:
    migrate(settings.database_url)
    return Database(open_engine(settings.database_url))
