"""Reading texts with the trained assistant."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

Parse = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def parse(agent: Any) -> Parse:
    """Read a text as the trained assistant does: intent, ranking and entities."""

    def _parse(text: str) -> dict[str, Any]:
        return asyncio.run(agent.parse_message(text))

    return _parse
