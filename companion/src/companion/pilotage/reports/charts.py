"""What a chart draws: numbers only, for the script of the pages."""

from typing import Any

from companion.pilotage.reports.table import Cell, Change, Figure, Table


def chart_of(table: Table) -> dict[str, Any] | None:
    """Return labels and series; None for a table that is not drawn, or that is empty."""
    if table.chart is None or not table.rows:
        return None
    rows = table.rows[: table.chart.rows]
    drawn = [
        (place, column)
        for place, column in enumerate(table.columns[1:], start=1)
        if not table.chart.columns or column.id in table.chart.columns
    ]
    return {
        "kind": table.chart.kind,
        "labels": [str(row.cells[0]) for row in rows],
        "series": [
            {
                "label": column.label,
                "unit": _unit([row.cells[place] for row in rows]),
                "values": [_number(row.cells[place]) for row in rows],
            }
            for place, column in drawn
        ],
    }


def _unit(cells: list[Cell]) -> str:
    return next((cell.indicator.unit for cell in cells if isinstance(cell, Figure)), "count")


def _number(cell: Cell) -> float | None:
    if isinstance(cell, (Figure, Change)):
        return cell.value
    return cell if isinstance(cell, int) else None
