"""The tables that the pages and the files show."""

from dataclasses import replace

from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.breakdowns import TIME, breakdown_of
from companion.pilotage.reports.lists import list_of
from companion.pilotage.reports.readings import Readings
from companion.pilotage.reports.seasons import season_of
from companion.pilotage.reports.specification import Report, load_specification
from companion.pilotage.reports.table import Change, Chart, Figure, Row, Table
from companion.pilotage.reports.themes import themes_of
from companion.pilotage.reports.words import Words

_MAKERS = {"list": list_of, "breakdown": breakdown_of, "season": season_of, "themes": themes_of}


class Tables:
    """Makes the tables of one page or file."""

    def __init__(self, reader: IndicatorReader, words: Words) -> None:
        self._readings = Readings(reader)
        self._words = words

    def table(self, name: str, scope: Scope, order: str = "") -> Table:
        """Return a report over a scope, in the order asked for: a column's id, `-` before it.

        Raises `KeyError` for a report that does not exist.
        """
        report = load_specification().reports[name]
        columns, rows = _MAKERS[report.kind](report, self._readings, self._words, scope)
        drawn = report.chart
        chart = Chart(drawn.kind, drawn.columns, drawn.rows) if drawn else None
        table = Table(name, report.title, report.note, tuple(columns), tuple(rows), chart)
        return _told_first(table, report).sorted_by(order)


def _told_first(table: Table, report: Report) -> Table:
    """Put first what the report is about, and leave out what it is not."""
    if report.kind == "breakdown" and report.by != TIME:
        table = table.sorted_by(report.sort or f"-{report.indicators[0]}")
    if report.limit is None:
        return table
    worth = [row for row in table.rows if row.key and _is_worth_telling(row, report)]
    return replace(table, rows=tuple(worth[: report.limit]))


def _is_worth_telling(row: Row, report: Report) -> bool:
    if report.clearly_worse:
        return any(isinstance(cell, Change) and cell.clearly_worse for cell in row.cells)
    first, change = row.cells[1:3]
    if report.rising and not (isinstance(change, Change) and (change.value or 0) > 0):
        return False
    return isinstance(first, Figure) and first.measure.numerator >= report.at_least
