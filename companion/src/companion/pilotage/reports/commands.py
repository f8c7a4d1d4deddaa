"""The figures from the command line: `logs indicators`, and `open-data`."""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from econtacts_core.knowledge import load_knowledge

from companion.pilotage.dates import today
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.logs.aligned import aligned
from companion.pilotage.open_data.publishing import Publisher
from companion.pilotage.reports import french
from companion.pilotage.reports.files import as_csv, as_json, records_of
from companion.pilotage.reports.query import ADDRESS_NAMES, read_query
from companion.pilotage.reports.specification import load_specification
from companion.pilotage.reports.table import Cell, Change, Figure, Table
from companion.pilotage.reports.tables import Tables
from companion.pilotage.reports.words import Words, words_of
from companion.settings import Settings
from companion.storage.database import Database, migrate, open_engine

# Named as the rest of the command line is, in English.
_OPTIONS = {
    "period": "periode",
    "from": "du",
    "to": "au",
    "sort": "tri",
    **ADDRESS_NAMES,
}


def add_indicators_command(kinds: Any) -> None:
    """Add `indicators` to the kinds of `logs`."""
    figures = kinds.add_parser("indicators", help=show_indicators.__doc__)
    for name in _OPTIONS:
        figures.add_argument(f"--{name}", default="", dest=f"asked_{name}")
    reports = sorted(load_specification().reports)
    figures.add_argument("--report", choices=reports, default="indicateurs", metavar="REPORT")
    figures.add_argument("--format", choices=("table", "csv", "json"), default="table")
    figures.set_defaults(run=show_indicators)


def add_open_data_command(commands: Any) -> None:
    """Add `open-data` to the companion's commands."""
    publishing = commands.add_parser("open-data", help=publish.__doc__)
    publishing.add_argument("folder", type=Path)
    publishing.add_argument("--months", type=int, default=12, help="whole months, up to the last")
    publishing.set_defaults(run=publish)


def show_indicators(arguments: argparse.Namespace) -> None:
    """Print a report, the same as on the pages."""
    words, reader = _opened()
    asked = {key: getattr(arguments, f"asked_{name}") for name, key in _OPTIONS.items()}
    query = read_query(asked, words, today())
    table = Tables(reader, words).table(arguments.report, query.scope, query.order)
    records = records_of(table)
    about = {"title": table.title, "from": str(query.scope.start), "to": str(query.scope.end)}
    printed = {
        "csv": lambda: as_csv(records),
        "json": lambda: as_json(records, about) + b"\n",
        "table": lambda: f"{_aligned(table)}\n".encode(),
    }[arguments.format]()
    sys.stdout.buffer.write(printed)


def publish(arguments: argparse.Namespace) -> None:
    """Write the open data of the last whole months: sums only, small counts hidden."""
    words, reader = _opened()
    last = today().replace(day=1) - timedelta(days=1)
    for path in Publisher(reader, words).write(
        arguments.folder, _first(last, arguments.months), last
    ):
        sys.stdout.write(f"{path}\n")


def _first(last: date, months: int) -> date:
    """Return the first day of so many months that end with that of `last`."""
    month = 12 * last.year + last.month - months
    return date(month // 12, month % 12 + 1, 1)


def _opened() -> tuple[Words, IndicatorReader]:
    settings = Settings()
    migrate(settings.database_url)
    words = words_of(load_knowledge(settings.knowledge), settings.knowledge)
    return words, IndicatorReader(Database(open_engine(settings.database_url)))


def _aligned(table: Table) -> str:
    headings = [column.label for column in table.columns]
    rows = [[_written(cell) for cell in row.cells] for row in table.rows]
    return aligned([headings, *rows], numbers=True)


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return french.count(cell)
    if cell is None or cell.value is None:
        return "–"
    return _figure(cell, cell.value)


def _figure(cell: Figure | Change, value: float) -> str:
    if isinstance(cell, Change):
        return french.difference(value, cell.indicator.unit)
    bounds = cell.interval()
    told = french.written(value, cell.indicator.unit)
    return f"{told} [{french.share(bounds[0])} – {french.share(bounds[1])}]" if bounds else told
