"""Open data: what is hidden cannot be had back, and what is published can be read."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.open_data.publishing import Publisher, load_tables
from companion.pilotage.open_data.suppression import THRESHOLD, suppressed, with_totals
from companion.pilotage.reports.words import words_of
from companion.storage.database import Database
from conftest import emptied
from hand_counted import ADDRESS, PAYMENT, Talk, fill, typed
from scipy.optimize import linprog

Shown = list[list[int | None]]


def random_table(seed: int) -> list[list[int]]:
    chance = Random(seed)  # noqa: S311
    columns, rows = chance.randint(1, 5), chance.randint(1, 6)
    sizes = [0, 1, 4, 9, 12, 30, 200]
    return with_totals([[chance.choice(sizes) for _ in range(columns)] for _ in range(rows)])


def bounds_of(shown: Shown) -> dict[tuple[int, int], tuple[float, float]]:
    """Return what anybody can compute of each hidden count: its least and greatest value."""
    height, width = len(shown), len(shown[0])
    equations, sums = [], []
    for line in [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]:
        row = np.zeros(height * width)
        for r, c in line[:-1]:
            row[r * width + c] = 1
        r, c = line[-1]
        row[r * width + c] = -1
        equations.append(row)
        sums.append(0)
    known = [(0, None) if count is None else (count, count) for line in shown for count in line]
    found = {}
    for r in range(height):
        for c in range(width):
            if shown[r][c] is None:
                aim = np.zeros(height * width)
                aim[r * width + c] = 1
                least = linprog(aim, A_eq=equations, b_eq=sums, bounds=known)
                most = linprog(-aim, A_eq=equations, b_eq=sums, bounds=known)
                greatest = float("inf") if most.status == 3 else -most.fun
                found[r, c] = (least.fun, greatest)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_small_count_can_be_computed_from_what_is_shown(seed: int):
    counts = random_table(seed)
    shown = suppressed(counts)
    told = [
        place
        for place, (least, most) in bounds_of(shown).items()
        if most - least < 1 and 0 < counts[place[0]][place[1]] < THRESHOLD
    ]
    assert told == []


@pytest.mark.parametrize("seed", range(20))
def test_nothing_shown_is_small_and_nothing_shown_is_changed(seed: int):
    counts = random_table(seed)
    for line, shown in zip(counts, suppressed(counts), strict=True):
        for count, seen in zip(line, shown, strict=True):
            assert seen is None or seen == count >= THRESHOLD


def test_large_counts_stay():
    counts = with_totals([[50, 30], [60, 11]])
    assert suppressed(counts) == counts


def test_one_small_count_takes_another_of_its_row_and_two_of_another_row_with_it():
    assert suppressed(with_totals([[50, 3, 40], [60, 30, 20]])) == [
        [50, None, None, 93],
        [60, None, None, 110],
        [110, 33, 60, 203],
    ]


@pytest.fixture(params=["sqlite", "postgresql"])
def publisher(request: pytest.FixtureRequest, knowledge, settings) -> Publisher:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    database: Database = emptied(request.getfixturevalue(kind))
    fill(database, crowd())
    return Publisher(IndicatorReader(database), words_of(knowledge, settings.knowledge))


def crowd() -> list[Talk]:
    """Return a month with one topic spoken of much and one little, and a month with little."""
    january, february = date(2026, 1, 10), date(2026, 2, 10)
    answer = {topic: [typed("answer", topic)] for topic in (ADDRESS, PAYMENT)}
    return [
        *[Talk(january, "resolved", answer[ADDRESS], ADDRESS, territory="44")] * 40,
        *[Talk(january, "dissatisfied", answer[ADDRESS], ADDRESS, territory="44")] * 15,
        *[Talk(january, "resolved", answer[PAYMENT], PAYMENT, territory="75")] * 25,
        *[Talk(january, "dissatisfied", answer[PAYMENT], PAYMENT, territory="75")] * 4,
        *[Talk(february, "resolved", answer[ADDRESS], ADDRESS)] * 5,
    ]


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_the_files_hold_sums_by_month_without_small_counts(publisher: Publisher, tmp_path: Path):
    publisher.write(tmp_path, date(2026, 1, 1), date(2026, 2, 28))
    january = [
        row for row in rows_of(tmp_path / "conversations-par-sujet.csv") if row["mois"] == "2026-01"
    ]
    found = {
        row["cle"]: (row["resolved"], row["dissatisfied"], row["conversations"]) for row in january
    }
    # 4 is small; 15 would give it away, and 25 and 40 from the totals of the rows. By channel there
    # is one row, whose five zeros would be had from 65 + 19 = 84: it hides 19, so every file does.
    assert found == {
        ADDRESS: ("", "", "55"),
        PAYMENT: ("", "", "29"),
        "ensemble": ("65", "", "84"),
    }


def test_a_month_with_too_few_conversations_says_nothing(publisher: Publisher, tmp_path: Path):
    files = publisher.write(tmp_path, date(2026, 1, 1), date(2026, 2, 28))
    for file in files[:-1]:
        february = [row for row in rows_of(file) if row["mois"] == "2026-02"]
        counts = [
            row[name] for row in february for name in [*load_tables()["counts"], "conversations"]
        ]
        assert february
        assert set(counts) == {""}


def test_no_number_of_any_file_is_small(publisher: Publisher, tmp_path: Path):
    files = publisher.write(tmp_path, date(2026, 1, 1), date(2026, 2, 28))
    names = [*load_tables()["counts"], "conversations"]
    numbers = [
        int(row[name])
        for file in files[:-1]
        for row in rows_of(file)
        for name in names
        if row[name]
    ]
    assert numbers
    assert min(numbers) >= THRESHOLD


def test_a_total_is_hidden_in_every_file_or_in_none(publisher: Publisher, tmp_path: Path):
    files = publisher.write(tmp_path, date(2026, 1, 1), date(2026, 2, 28))
    totals = [
        {name: row[name] for name in ("mois", *load_tables()["counts"], "conversations")}
        for file in files[:-1]
        for row in rows_of(file)
        if row["cle"] == "ensemble" and row["mois"] == "2026-01"
    ]
    assert len(totals) == len(files) - 1
    assert all(total == totals[0] for total in totals)


def test_the_dictionary_names_every_column_of_every_file(publisher: Publisher, tmp_path: Path):
    *files, dictionary = publisher.write(tmp_path, date(2026, 1, 1), date(2026, 2, 28))
    told = json.loads(dictionary.read_text(encoding="utf-8"))
    assert set(told["fichiers"]) == {file.name for file in files}
    for file in files:
        assert set(rows_of(file)[0]) == set(told["colonnes"])
    assert str(THRESHOLD) in told["secret"]
