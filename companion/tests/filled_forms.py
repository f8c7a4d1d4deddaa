"""A form as a citizen sends it, and what is stored of it."""

from typing import Any

import documents
import pytest
from browser import Browser
from companion.storage.database import Database
from companion.storage.models import (
    FormRequest,
    RequestAttachment,
    new_id,
)
from sqlalchemy import select

MESSAGE = "Je n'ai pas reçu mon avis zyxwvut."
FIELDS = {"subject": "Avis non reçu", "message": MESSAGE}
PDF = ("avis.pdf", documents.pdf())


def request(**changed: Any) -> dict[str, Any]:
    return {"form": "F06", "fields": FIELDS, "idempotency_key": new_id(), **changed}


def stored(database: Database) -> list[FormRequest]:
    with database.transaction() as session:
        return list(session.scalars(select(FormRequest)))


def joined(database: Database) -> list[tuple[str, bytes]]:
    with database.transaction() as session:
        found = session.scalars(select(RequestAttachment).order_by(RequestAttachment.place))
        return [(attachment.name, attachment.content) for attachment in found]


@pytest.fixture
async def citizen(browser: Browser) -> Browser:
    await browser.open()
    return browser
