"""Tables with a theme a row: a group of misunderstood messages that is new, or that rises."""

from companion.pilotage.indicators.scope import Scope
from companion.pilotage.indicators.themes import INDICATOR
from companion.pilotage.reports.breakdowns import cells_of, columns_of
from companion.pilotage.reports.readings import Readings
from companion.pilotage.reports.specification import Report
from companion.pilotage.reports.table import Column, Row
from companion.pilotage.reports.words import Words, heading


def themes_of(
    report: Report, readings: Readings, words: Words, scope: Scope
) -> tuple[list[Column], list[Row]]:
    """Return the columns and rows of such a report, the greatest growth first."""
    rows = [
        Row(
            theme.id,
            (
                theme.name,
                *cells_of(report, {INDICATOR: theme.now}, {INDICATOR: theme.before}),
            ),
            opens={report.by: theme.id},
            theme=theme.id,
        )
        for theme in readings.themes(scope)
    ]
    return [Column(report.by, heading(report.by)), *columns_of(report)], rows
