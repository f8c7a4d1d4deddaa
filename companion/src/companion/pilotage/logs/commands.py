"""`python -m companion logs`: the figures, the list of conversations, conversations whole."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from companion.pilotage.logs.criteria import add_criteria
from companion.pilotage.logs.export import STORY, export
from companion.pilotage.logs.formats import FORMATS
from companion.pilotage.logs.search import search
from companion.pilotage.reports.commands import add_indicators_command

_MOST = 50


def add_logs_commands(commands: Any) -> None:
    """Add `logs` and its kinds to the companion's commands."""
    logs = commands.add_parser("logs", help="read conversations and their figures")
    kinds = logs.add_subparsers(required=True, metavar="indicators|search|export")
    add_indicators_command(kinds)
    searching = kinds.add_parser("search", help=search.__doc__, allow_abbrev=False)
    add_criteria(searching)
    searching.add_argument("--most", type=int, default=_MOST, help=f"{_MOST}; 0 is all")
    searching.add_argument("--format", choices=("table", "csv", "json"), default="table")
    searching.set_defaults(run=_piped(search))
    exporting = kinds.add_parser("export", help=export.__doc__, allow_abbrev=False)
    exporting.add_argument("conversation", nargs="?", default="", help="or criteria")
    add_criteria(exporting)
    exporting.add_argument("--format", choices=(*FORMATS, STORY), default="jsonl")
    exporting.set_defaults(run=_piped(export))


def _piped(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], None]:
    """Have a command end quietly when nobody reads on (`| head`)."""

    def piped(arguments: argparse.Namespace) -> None:
        try:
            run(arguments)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain again when it closes what nobody reads.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return piped
