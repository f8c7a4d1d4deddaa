"""`python -m companion project`: catch up with the conversations, or derive all of it again."""

import argparse
import sys
from typing import Any

from econtacts_core.knowledge import load_knowledge
from sqlalchemy import Engine
from tqdm import tqdm

from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import reference_of
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine
from companion.storage.tracker import TrackerEvents

# MiB: the indexes that insertions meet anywhere, of some millions of events.
_CACHE = 64


def project(arguments: argparse.Namespace) -> None:
    """Bring the analytics tables up to date with the conversations."""
    settings = Settings()
    migrate(settings.database_url)
    projection = Projection(
        Database(engine_to_catch_up(settings.database_url)),
        TrackerEvents(open_engine(settings.tracker_url)),
        reference_of(load_knowledge(settings.knowledge), settings.knowledge),
    )
    read = 0
    with tqdm(unit=" events", unit_scale=True, disable=not sys.stderr.isatty()) as bar:
        for step in projection.run(rebuild=arguments.rebuild):
            read += step.events
            bar.total = read + step.left
            bar.update(step.events)
    print(f"{read} events read; the tables are up to date")


def engine_to_catch_up(url: str) -> Engine:
    """Return an engine to write years of conversations: what a power cut takes is derived again."""
    return open_engine(url, durable=False, cache=_CACHE)


def add_projection_command(commands: Any) -> None:
    """Add `project` to the command line."""
    projecting = commands.add_parser("project", help=project.__doc__)
    projecting.add_argument("--rebuild", action="store_true", help="derive all of it again")
    projecting.set_defaults(run=project)
