"""Tables with an indicator a row, now and in the period before."""

from companion.pilotage.indicators.measure import Measure
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.readings import Readings, indicator
from companion.pilotage.reports.specification import Report
from companion.pilotage.reports.table import Change, Column, Figure, Row
from companion.pilotage.reports.words import Words, heading

COLUMNS = ("indicator", "cases", "figure", "change")


def list_of(
    report: Report, readings: Readings, words: Words, scope: Scope
) -> tuple[list[Column], list[Row]]:
    """Return the columns and rows of such a report."""
    now = readings.totals(report.indicators, scope)
    before = readings.totals(report.indicators, scope.before())
    rows = [_row(name, now[name], before[name]) for name in report.indicators]
    return [Column(name, heading(name)) for name in COLUMNS], rows


def _row(name: str, now: Measure, before: Measure) -> Row:
    told = indicator(name)
    figures = (round(now.numerator), Figure(told, now), Change(told, now, before))
    return Row(name, (told.title, *figures), opens={})
