"""Tables as files: CSV, JSON, Parquet.

Each cell becomes plain values: a figure gives its value and, where it is a share or a mean, the
cases it rests on and the bounds of its interval. Shares are between 0 and 1, durations in seconds.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import duckdb

from companion.pilotage.reports.table import Cell, Change, Figure, Row, Table

Value = str | int | float | None
Kind = Literal["VARCHAR", "BIGINT", "DOUBLE"]
BOM = "\ufeff"  # by which some spreadsheets know UTF-8
# What a spreadsheet would take for a formula, at the start of a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Field:
    """A column of a file, with its type in SQL."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Records:
    """Typed columns and rows of plain values."""

    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]


def records_of(table: Table) -> Records:
    """Return a table as plain values; the first column gives its key and its label."""
    first = table.columns[0].id
    fields = [Field(first, "VARCHAR"), Field(f"{first}_label", "VARCHAR")]
    places = list(enumerate(table.columns[1:], start=1))
    for place, column in places:
        fields += _fields(column.id, [row.cells[place] for row in table.rows])
    widths = {place: _width([row.cells[place] for row in table.rows]) for place, _ in places}
    return Records(tuple(fields), tuple(_record(row, widths) for row in table.rows))


def _record(row: Row, widths: Mapping[int, int]) -> tuple[Value, ...]:
    values: list[Value] = [row.key, str(row.cells[0])]
    for place, width in widths.items():
        values += _values(row.cells[place])[:width]
    return tuple(values)


def _fields(name: str, cells: Sequence[Cell]) -> list[Field]:
    if any(isinstance(cell, int) for cell in cells):
        return [Field(name, "BIGINT")]
    parts = ("", "_cases", "_low", "_high")[: _width(cells)]
    return [Field(f"{name}{part}", "BIGINT" if part == "_cases" else "DOUBLE") for part in parts]


def _width(cells: Iterable[Cell]) -> int:
    figures = (cell for cell in cells if isinstance(cell, Figure))
    return 4 if any(figure.measure.denominator is not None for figure in figures) else 1


def _values(cell: Cell) -> list[Value]:
    if isinstance(cell, Figure):
        low, high = cell.interval() or (None, None)
        cases = cell.measure.denominator
        return [cell.value, None if cases is None else round(cases), low, high]
    return [cell.value if isinstance(cell, Change) else cell, None, None, None]


def as_csv(records: Records, *, bom: bool = False) -> bytes:
    """Write a table with its header, in UTF-8."""
    header = [field.name for field in records.fields]
    return (BOM.encode() if bom else b"") + csv_lines([header, *records.rows])


def csv_lines(rows: Iterable[Sequence[Value]]) -> bytes:
    """Write rows as RFC 4180 has it, in UTF-8; no text can be taken for a formula."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_harmless(value) for value in row] for row in rows)
    return written.getvalue().encode()


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_json(records: Records, about: Mapping[str, object]) -> bytes:
    """Write an object: `about` the table, then its `rows`, each an object."""
    names = [field.name for field in records.fields]
    rows = [dict(zip(names, row, strict=True)) for row in records.rows]
    return json.dumps({**about, "rows": rows}, ensure_ascii=False, indent=1).encode()


def as_parquet(records: Records) -> bytes:
    """Write typed columns."""
    names = [field.name for field in records.fields]
    with TemporaryDirectory() as folder, duckdb.connect() as base:
        source, target = Path(folder) / "rows.json", Path(folder) / "table.parquet"
        lines = (json.dumps(dict(zip(names, row, strict=True))) for row in records.rows)
        source.write_text("\n".join(lines), encoding="utf-8")
        # Row by row, DuckDB takes a hundred times longer.
        types = {field.name: field.kind for field in records.fields}
        base.execute(
            "COPY (SELECT * FROM read_json(?, columns=?, format='newline_delimited'))"
            " TO ? (FORMAT parquet)",
            [str(source), types, str(target)],
        )
        return target.read_bytes()
