"""The role of reporting tools reads its views, on a real PostgreSQL, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from companion.storage.database import Database
from companion.storage.models import Base
from conftest import ROOT, emptied
from hand_counted import fill
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

SCRIPT = Path(ROOT) / "operations" / "bi.sql"
VIEWS = ("conversations", "exchanges", "daily_conversations", "daily_exchanges")
# Whose conversation it was, and what was said.
PERSONAL = {
    "conversation_id",
    "sender_id",
    "text",
    "comment",
    "fields",
    "session_digest",
    "subject",
}


pytestmark = pytest.mark.xdist_group("bi")  # one database is filled for all of them


@pytest.fixture(scope="module")
def database(postgresql_database: Database) -> Iterator[Database]:
    fill(emptied(postgresql_database))
    for _ in range(2):  # it can be run again
        with postgresql_database.engine.begin() as connection:
            connection.exec_driver_sql(SCRIPT.read_text(encoding="utf-8"))
    yield postgresql_database
    with postgresql_database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA bi CASCADE")


@pytest.fixture
def reporter(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        connection.execute(text("SET ROLE econtacts_bi"))
        yield connection
        connection.rollback()
        connection.execute(text("RESET ROLE"))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("SELECT COUNT(*) FROM bi.conversations", 21),  # 22 less our own trial
        ("SELECT COUNT(*) FROM bi.conversations WHERE outcome = 'resolved'", 9),
        ("SELECT COUNT(*) FROM bi.exchanges WHERE rating = 'down'", 4),
        ("SELECT SUM(ups) FROM bi.daily_conversations", 6),
        ("SELECT SUM(exchanges) FROM bi.daily_exchanges WHERE typed", 20),
    ],
)
def test_the_views_say_what_was_counted_by_hand(reporter: Connection, question: str, answer: int):
    assert reporter.execute(text(question)).scalar_one() == answer


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_role_reads_no_table(reporter: Connection, table: str):
    with pytest.raises(ProgrammingError, match="permission denied"):
        reporter.execute(text(f"SELECT * FROM public.{table} LIMIT 1"))  # noqa: S608


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM bi.conversations",
        "UPDATE bi.daily_conversations SET ups = 0",
        "INSERT INTO bi.daily_exchanges SELECT * FROM bi.daily_exchanges",
        "DROP VIEW bi.conversations",
        "CREATE TABLE bi.mine (a INT)",
        "CREATE TABLE public.mine (a INT)",
        "CREATE OR REPLACE VIEW bi.conversations AS SELECT 1",
    ],
)
def test_the_role_writes_nothing(reporter: Connection, deed: str):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        reporter.execute(text(deed))


def test_no_view_tells_who_or_what_was_said(reporter: Connection):
    columns = reporter.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'bi'"
        )
    ).all()
    assert {table for table, _ in columns} == set(VIEWS)
    assert {column for _, column in columns} & PERSONAL == set()
