"""Tables with a month or a week of the year a row, the years side by side."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from companion.pilotage.indicators.reading import Figures
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.readings import Readings, indicator, together
from companion.pilotage.reports.specification import Report
from companion.pilotage.reports.stretches import month_name
from companion.pilotage.reports.table import Column, Figure, Row
from companion.pilotage.reports.words import Words, heading, load_words

_EARLIEST = date(2000, 1, 1)  # before any conversation: seasons are seen over years


def season_of(
    report: Report, readings: Readings, words: Words, scope: Scope
) -> tuple[list[Column], list[Row]]:
    """Return the columns and rows of such a report, up to the end of the period."""
    days = readings.by("day", report.indicators, replace(scope, start=_EARLIEST))
    found: defaultdict[tuple[int, int], list[Figures]] = defaultdict(list)
    for day, figures in days.items():
        found[_place(report.by, day)].append(figures)
    years = sorted({year for year, _ in found})
    columns = [Column(report.by, heading(report.by)), *(Column(str(y), str(y)) for y in years)]
    told = indicator(report.indicators[0])
    rows = [
        Row(
            f"{number:02}",
            (
                _label(report.by, number),
                *(
                    Figure(told, together(told.id, found[year, number]))
                    if (year, number) in found
                    else None
                    for year in years
                ),
            ),
        )
        for number in sorted({number for _, number in found})
    ]
    return columns, rows


def _place(by: str, day: str | date) -> tuple[int, int]:
    """Return the year that a day counts in, and its month or week."""
    if not isinstance(day, date):
        raise TypeError(f"{day} is no day")
    if by == "month":
        return day.year, day.month
    year, week, _ = day.isocalendar()
    return year, week


def _label(by: str, number: int) -> str:
    if by == "month":
        return month_name(number)
    return str(load_words()["week"]).format(number=number)
