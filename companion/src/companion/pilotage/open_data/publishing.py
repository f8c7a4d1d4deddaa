"""Writing the open data: one CSV file for each cut of the conversations, and their dictionary."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from companion.pilotage.indicators.catalogue import load_indicators
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.open_data.suppression import THRESHOLD, suppressed, with_totals
from companion.pilotage.reports.files import Field, Records, Value, as_csv
from companion.pilotage.reports.words import Words

DICTIONARY = "dictionnaire.json"

Month = str  # as 2026-01
Cells = dict[str, list[int]]  # by key, the counts in the order of `tables.yml`


@cache
def load_tables() -> Mapping[str, Any]:
    """Return what `tables.yml` says is published."""
    text = (files(__package__) / "tables.yml").read_text(encoding="utf-8")
    tables: Mapping[str, Any] = yaml.safe_load(text)
    return tables


@dataclass(frozen=True)
class Publisher:
    """Sums conversations by month; nothing that it writes counts fewer than the threshold."""

    reader: IndicatorReader
    words: Words

    def write(self, folder: Path, first: date, last: date) -> list[Path]:
        """Write every file about the days from `first` to `last`, both included, in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for name, records in self.records(Scope(first, last)).items():
            written.append(folder / f"{name}.csv")
            written[-1].write_bytes(as_csv(records))
        written.append(folder / DICTIONARY)
        dictionary = json.dumps(_dictionary(first, last), ensure_ascii=False, indent=1)
        written[-1].write_text(dictionary, encoding="utf-8")
        return written

    def records(self, scope: Scope) -> dict[str, Records]:
        """Return the rows of every file: the months in order, in each the values by their key."""
        dimensions = {name: str(table["by"]) for name, table in load_tables()["files"].items()}
        counted = {name: self._counted(by, scope) for name, by in dimensions.items()}
        months = sorted({month for by_month in counted.values() for month in by_month})
        rows: dict[str, list[tuple[Value, ...]]] = {name: [] for name in dimensions}
        for month in months:
            cells = {name: by_month.get(month, {}) for name, by_month in counted.items()}
            for name, hidden in _hidden_alike(cells).items():
                rows[name] += self._rows(dimensions[name], month, sorted(cells[name]), hidden)
        return {name: Records(_fields(), tuple(found)) for name, found in rows.items()}

    def _counted(self, dimension: str, scope: Scope) -> dict[Month, Cells]:
        names = load_tables()["counts"]
        found: defaultdict[Month, Cells] = defaultdict(
            lambda: defaultdict(lambda: [0] * len(names))
        )
        for (day, key), figures in self.reader.along(["day", dimension], names, scope).items():
            counts = found[f"{day:%Y-%m}"][str(key)]
            for place, name in enumerate(names):
                counts[place] += round(figures[name].numerator)
        return found

    def _rows(
        self,
        dimension: str,
        month: Month,
        keys: Sequence[str],
        counts: Sequence[Sequence[int | None]],
    ) -> Iterator[tuple[Value, ...]]:
        together = load_tables()["together"]
        labels = [self.words.label(dimension, key) for key in keys]
        named = zip([*keys, together], [*labels, together], counts, strict=True)
        for key, label, row in named:
            yield (month, key, label, *row)


def _hidden_alike(tables: Mapping[str, Cells]) -> dict[str, list[list[int | None]]]:
    """Return the tables of a month with small counts hidden; a total hidden in one is in all."""
    with_all = {
        name: with_totals([cells[key] for key in sorted(cells)]) for name, cells in tables.items()
    }
    columns: set[int] = set()
    while True:
        found = {
            name: suppressed(counts, totals_hidden=columns) for name, counts in with_all.items()
        }
        totals = [rows[-1] for rows in found.values() if rows]
        hidden = {place for row in totals for place, count in enumerate(row) if count is None}
        if hidden <= columns:
            return found
        columns |= hidden


def _fields() -> tuple[Field, ...]:
    texts = [Field(name, "VARCHAR") for name in ("mois", "cle", "libelle")]
    counts = [Field(name, "BIGINT") for name in (*load_tables()["counts"], "conversations")]
    return (*texts, *counts)


def _dictionary(first: date, last: date) -> dict[str, object]:
    """Return what each file and each of its columns means."""
    tables, indicators = load_tables(), load_indicators()
    counts = {name: indicators[name].definition.definition for name in tables["counts"]}
    return {
        "periode": {"du": str(first), "au": str(last)},
        "licence": tables["license"],
        "secret": tables["hidden"].format(threshold=THRESHOLD),
        "fichiers": {f"{name}.csv": table["title"] for name, table in tables["files"].items()},
        "colonnes": {**tables["columns"], **counts},
    }
