"""The companion's database: SQLite by default, any SQLAlchemy URL otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str, *, durable: bool = True, cache: int | None = None) -> Engine:
    """Return an engine for `url`; a SQLite file's folder is made when missing.

    What is not `durable` does not wait for the disk: were the power cut, the last seconds would be
    missing, and nothing else would be wrong. `cache` is how many mebibytes of a SQLite file each
    connection keeps in memory, two unless said.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        connect_args = {} if durable else {"options": "-c synchronous_commit=off"}
        return create_engine(url, pool_pre_ping=True, connect_args=connect_args)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 10})
    event.listen(engine, "connect", _prepare_sqlite)
    if not durable:
        event.listen(engine, "connect", _spare_the_disk)
    if cache is not None:
        event.listen(engine, "connect", partial(_keep_pages, cache))
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    # Readers do not wait for the writer.
    connection.execute("PRAGMA journal_mode = WAL")


def _spare_the_disk(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")


def _keep_pages(mebibytes: int, connection: Any, record: Any) -> None:
    connection.execute(f"PRAGMA cache_size = {-1024 * mebibytes}")


def scrub(engine: Engine) -> None:
    """Have what was erased leave the files too: SQLite keeps it in its write-ahead log."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest schema."""
    open_engine(url).dispose()
    command.upgrade(migrations(url), "head")


def migrations(url: str) -> Config:
    """Return what Alembic needs to know of the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["url"] = url
    return config


class Database:
    """Hands out transactions: committed when the block ends, rolled back when it raises."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session within one transaction."""
        with self._sessions.begin() as session:
            yield session
