"""Tables with a value of a dimension a row: a topic, a channel, or a stretch of time."""

from collections.abc import Iterable

from companion.pilotage.indicators.reading import Figures
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.readings import Readings, indicator, nothing, together
from companion.pilotage.reports.specification import Report
from companion.pilotage.reports.stretches import stretches_of
from companion.pilotage.reports.table import Cell, Change, Column, Figure, Row
from companion.pilotage.reports.words import Words, heading, load_words

TIME = "time"
CHANGE = "_change"
# What the browser of conversations can be asked for.
_BROWSED = ("topic", "reason", "channel", "collection", "audience", "team", "territory")


def breakdown_of(
    report: Report, readings: Readings, words: Words, scope: Scope
) -> tuple[list[Column], list[Row]]:
    """Return the columns and rows of such a report, in no order but that of time."""
    rows = _stretches if report.by == TIME else _values
    columns = [Column(report.by, heading(report.by)), *columns_of(report)]
    return columns, list(rows(report, readings, words, scope))


def columns_of(report: Report) -> Iterable[Column]:
    """Yield the columns of a report's indicators."""
    for name in report.indicators:
        title = indicator(name).title
        yield Column(name, title)
        if name in report.compare:
            yield Column(f"{name}{CHANGE}", load_words()["changed"].format(title=title))


def _values(report: Report, readings: Readings, words: Words, scope: Scope) -> Iterable[Row]:
    now = readings.by(report.by, report.indicators, scope)
    before = readings.by(report.by, report.compare, scope.before()) if report.compare else {}
    for key, figures in now.items():
        value = str(key)
        yield Row(
            value,
            (words.label(report.by, value), *cells_of(report, figures, before.get(key, {}))),
            opens={report.by: value} if value and report.by in _BROWSED else None,
            topic=value if report.by == "topic" and words.knows("topic", value) else None,
        )


def _stretches(report: Report, readings: Readings, words: Words, scope: Scope) -> Iterable[Row]:
    days = readings.by("day", report.indicators, scope)
    for stretch in stretches_of(scope):
        found = [days[day] for day in stretch.days if day in days]
        figures = {name: together(name, found) for name in report.indicators}
        first, last = str(stretch.days[0]), str(stretch.days[-1])
        cells = (stretch.label, *cells_of(report, figures, {}))
        yield Row(first, cells, opens={"from": first, "to": last})


def cells_of(report: Report, now: Figures, before: Figures) -> Iterable[Cell]:
    """Yield the cells of a row under these columns."""
    for name in report.indicators:
        told = indicator(name)
        yield Figure(told, now[name])
        if name in report.compare:
            yield Change(told, now[name], before.get(name) or nothing(name))
