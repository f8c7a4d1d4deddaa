"""The pages of figures, their filters and their files, on the conversations counted by hand."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from companion.pilotage.indicators.reading import IndicatorReader
from companion.pilotage.indicators.scope import Scope
from companion.pilotage.reports.files import (
    BOM,
    Field,
    Records,
    as_csv,
    as_json,
    as_parquet,
    records_of,
)
from companion.pilotage.reports.query import BadQuery, read_query
from companion.pilotage.reports.specification import load_specification
from companion.pilotage.reports.stretches import stretches_of
from companion.pilotage.reports.table import Table
from companion.pilotage.reports.tables import Tables
from companion.pilotage.reports.words import Words, words_of
from companion.pilotage.roles import Role
from companion.storage.database import Database
from conftest import ROOT
from hand_counted import ADDRESS, PAYMENT, WEEK, fill
from page_reader import words_of as words_on
from staff import Colleague

TODAY = date(2026, 3, 8)
DATES = "du=2026-03-02&au=2026-03-08"
EVERY_PAGE = [*load_specification().pages, f"sujets/{ADDRESS}", "definitions"]


@pytest.fixture(scope="module")
def words(knowledge) -> Words:
    return words_of(knowledge, ROOT / "knowledge")


@pytest.fixture
def filled(pilotage_database: Database) -> Database:
    fill(pilotage_database)
    return pilotage_database


@pytest.fixture
def analyst(filled: Database, new_colleague: Callable[..., Colleague]) -> Colleague:
    return new_colleague(Role.ANALYST)


def table_of(database: Database, words: Words, name: str, order: str = "") -> Table:
    return Tables(IndicatorReader(database), words).table(name, Scope(*WEEK), order)


# ---- pages


@pytest.mark.parametrize("page", EVERY_PAGE)
async def test_every_page_is_shown_to_an_analyst(analyst: Colleague, page: str):
    answer = await analyst.read(f"/pilotage/{page}?{DATES}")
    assert answer.status_code == 200


@pytest.mark.parametrize("page", [*EVERY_PAGE, "exports", "tableaux/sujets.csv"])
async def test_no_page_is_shown_to_who_is_not_signed_in(new_colleague, page: str):
    answer = await new_colleague().read(f"/pilotage/{page}")
    assert answer.headers["location"].startswith("/pilotage/connexion")


async def test_figures_open_conversations_only_for_those_who_may_read_them(filled, new_colleague):
    behind = "du=2026-03-02&amp;au=2026-03-08&amp;issue=resolved"
    analyst, agent = new_colleague(Role.ANALYST), new_colleague(Role.AGENT)
    assert behind in (await analyst.read(f"/pilotage/vue-d-ensemble?{DATES}")).text
    shown = await agent.read(f"/pilotage/vue-d-ensemble?{DATES}")
    assert shown.status_code == 200
    assert behind not in shown.text


async def test_an_agent_takes_no_file_away(filled, new_colleague):
    answer = await new_colleague(Role.AGENT).read(f"/pilotage/tableaux/sujets.csv?{DATES}")
    assert answer.status_code == 403


async def test_a_page_tells_how_few_cases_a_share_rests_on(analyst: Colleague):
    page = words_on(await analyst.read(f"/pilotage/vue-d-ensemble?{DATES}"))
    assert "55,6 % 26,7 % à 81,1 % sur 9 peu de cas" in page  # 5 of 9


async def test_the_page_of_a_topic_counts_that_topic_alone(analyst: Colleague):
    page = words_on(await analyst.read(f"/pilotage/sujets/{PAYMENT}?{DATES}"))
    assert "La réponse est incomplète 1" in page  # conversation 15; 2 is of another topic


async def test_a_topic_that_does_not_exist_is_not_found(analyst: Colleague):
    assert (await analyst.read("/pilotage/sujets/rien_de_tel")).status_code == 404


async def test_what_is_wrong_in_the_address_is_told_and_nothing_is_counted(analyst: Colleague):
    answer = await analyst.read("/pilotage/sujets?du=hier&public=martien")
    assert answer.status_code == 422
    page = words_on(answer)
    assert "« hier » n'est pas une date. Écrivez-la comme 2026-01-31." in page
    assert "« martien » n'est pas connu. Choisissez dans la liste." in page
    assert "<table" not in answer.text


async def test_what_an_address_says_is_never_markup(analyst: Colleague):
    answer = await analyst.read("/pilotage/sujets?sujet=<script>alert(1)</script>&tri=<b>")
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text


# ---- the address


def test_thirty_days_to_today_are_counted_unless_asked_otherwise(words: Words):
    assert read_query({}, words, TODAY).scope == Scope(date(2026, 2, 7), TODAY)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({"periode": "7j"}, date(2026, 3, 2), TODAY),
        ({"periode": "annee"}, date(2026, 1, 1), TODAY),
        ({"periode": "12m"}, date(2025, 3, 9), TODAY),
        ({"periode": "7j", "au": "2026-01-31"}, date(2026, 1, 25), date(2026, 1, 31)),
        ({"du": "2026-03-01"}, date(2026, 3, 1), TODAY),
        ({"du": "2026-01-01", "au": "2026-01-01"}, date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_periods_are_read(words: Words, given: dict[str, str], start: date, end: date):
    scope = read_query(given, words, TODAY).scope
    assert (scope.start, scope.end) == (start, end)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"du": "2026-02-30"}, "du", "n'est pas une date"),
        ({"au": "0001-01-01"}, "au", "n'est pas une date"),
        ({"du": "2026-03-08", "au": "2026-03-01"}, "du", "le début doit venir avant la fin"),
        ({"du": "2001-01-01"}, "du", "de 1098 jours au plus"),
        ({"periode": "siecle"}, "periode", "n'existe pas"),
        ({"canal": "fax"}, "canal", "n'est pas connu"),
        ({"sujet": "'; DROP TABLE ratings"}, "sujet", "n'est pas connu"),
        ({"equipe": "*"}, "equipe", "n'est pas connu"),
        ({"tri": "a b"}, "tri", "On ne peut pas trier"),
    ],
)
def test_a_wrong_filter_is_told_in_french(words: Words, given, field: str, told: str):
    with pytest.raises(BadQuery) as caught:
        read_query(given, words, TODAY)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert told in caught.value.faults[0].message


def test_every_fault_is_told_at_once(words: Words):
    with pytest.raises(BadQuery) as caught:
        read_query({"du": "x", "au": "y", "canal": "z"}, words, TODAY)
    assert [fault.field for fault in caught.value.faults] == ["au", "du", "canal"]


def test_what_is_read_is_written_back_the_same(words: Words):
    given = {"du": "2026-03-02", "au": "2026-03-08", "public": "inconnu", "sujet": ADDRESS}
    query = read_query(given, words, TODAY)
    assert query.scope.audience == ""
    assert query.address() == f"du=2026-03-02&au=2026-03-08&public=inconnu&sujet={ADDRESS}"


# ---- tables


def test_a_table_is_in_the_order_of_what_it_is_about(filled: Database, words: Words):
    keys = [row.key for row in table_of(filled, words, "sujets").rows]
    assert keys[:2] == [ADDRESS, PAYMENT]  # 7 and 6 conversations
    upwards = table_of(filled, words, "sujets", "conversations")
    assert upwards.rows[-1].key == ADDRESS


def test_what_has_no_figure_comes_last_whatever_the_order(filled: Database, words: Words):
    for order in ("satisfaction", "-satisfaction"):
        assert table_of(filled, words, "sujets", order).rows[-1].key == ""


def test_a_trend_has_a_point_for_each_day_even_without_conversations(filled, words: Words):
    reader = IndicatorReader(filled)
    scope = Scope(date(2026, 2, 27), date(2026, 3, 2))
    table = Tables(reader, words).table("evolution", scope)
    assert [row.cells[0] for row in table.rows] == ["27/02", "28/02", "01/03", "02/03"]
    assert [row.cells[1].value for row in table.rows] == [None, None, None, 2 / 3]


@pytest.mark.parametrize(
    ("days", "count", "first"),
    [(7, 7, "02/03"), (60, 9, "semaine du 02/03"), (365, 12, "mars 2026")],
)
def test_longer_periods_have_longer_stretches(days: int, count: int, first: str):
    start = date(2026, 3, 2)
    scope = Scope(start, date.fromordinal(start.toordinal() + days - 1))
    stretches = stretches_of(scope)
    assert (len(stretches), stretches[0].label) == (count + (days == 365), first)
    assert sum(len(stretch.days) for stretch in stretches) == days


# ---- files

RECORDS = Records(
    (Field("topic", "VARCHAR"), Field("cases", "BIGINT"), Field("share", "DOUBLE")),
    (
        ("a", 3, 0.25),
        ("", None, None),
        ('=HYPERLINK("x"), "y"\nz', -2, -0.5),
        ("+33", 0, 1.0),
    ),
)


def test_no_text_of_a_csv_file_is_a_formula_and_numbers_stay_numbers():
    rows = list(csv.reader(io.StringIO(as_csv(RECORDS).decode(), newline="")))
    assert rows[0] == ["topic", "cases", "share"]
    assert rows[3] == ['\'=HYPERLINK("x"), "y"\nz', "-2", "-0.5"]
    assert rows[4][0] == "'+33"


def test_a_csv_file_ends_its_lines_as_rfc_4180_says_and_bears_a_mark_when_asked():
    assert as_csv(RECORDS).startswith(b"topic,cases,share\r\na,3,0.25\r\n")
    assert as_csv(RECORDS, bom=True).decode().startswith(f"{BOM}topic")


def test_a_json_file_gives_back_what_was_written():
    read = json.loads(as_json(RECORDS, {"title": "Été"}))
    assert read["title"] == "Été"
    assert [tuple(row.values()) for row in read["rows"]] == list(RECORDS.rows)


@pytest.mark.parametrize("rows", [RECORDS.rows, ()])
def test_a_parquet_file_gives_back_what_was_written(tmp_path: Path, rows):
    file = tmp_path / "table.parquet"
    file.write_bytes(as_parquet(Records(RECORDS.fields, rows)))
    read = duckdb.sql(f"SELECT * FROM '{file}'")  # noqa: S608
    assert [str(kind) for kind in read.types] == ["VARCHAR", "BIGINT", "DOUBLE"]
    assert read.fetchall() == list(rows)


def test_a_figure_becomes_its_value_its_cases_and_its_bounds(filled: Database, words: Words):
    records = records_of(table_of(filled, words, "satisfaction-par-canal"))
    names = [field.name for field in records.fields]
    chat = dict(zip(names, records.rows[0], strict=True))
    assert (chat["channel"], chat["satisfaction"], chat["satisfaction_cases"]) == ("chat", 5 / 8, 8)
    assert 0 < chat["satisfaction_low"] < 5 / 8 < chat["satisfaction_high"] < 1


@pytest.mark.parametrize("report", load_specification().reports)
@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
async def test_every_report_is_a_file_of_every_kind(analyst: Colleague, report: str, kind: str):
    answer = await analyst.read(f"/pilotage/tableaux/{report}.{kind}?{DATES}")
    assert answer.status_code == 200
    assert f"{report}-2026-03-02-2026-03-08.{kind}" in answer.headers["content-disposition"]


async def test_a_report_or_a_kind_that_does_not_exist_is_no_file(analyst: Colleague):
    assert (await analyst.read("/pilotage/tableaux/rien.csv")).status_code == 404
    assert (await analyst.read("/pilotage/tableaux/sujets.exe")).status_code == 422
