"""Alembic's entry: applies the migrations to the database that `database.migrate` names."""

from alembic import context
from companion.storage import (  # noqa: F401, their tables belong to the metadata
    analytics,
    inbox_tables,
    staff,
    summed,
)
from companion.storage.database import open_engine
from companion.storage.models import Base

engine = open_engine(context.config.attributes["url"])
with engine.connect() as connection:
    # batch: SQLite cannot alter a table in place
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
