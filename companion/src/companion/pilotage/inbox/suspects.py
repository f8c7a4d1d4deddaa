"""Which messages a designer should look at, read from the analytics tables.

A message may be misread by ourselves (nothing found, a choice offered) or by the person (a topic
refused, an answer rated of no help). Clicks and testers are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from companion.storage.analytics import ExchangeFact, RasaUserMessage, SessionFact
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxMessage

NOT_UNDERSTOOD_STEPS = ("other_form",)
WEAK_STEPS = ("clarify", "suggest")


@dataclass(frozen=True)
class Suspect:
    """A message to look at, masked, and why: not_understood, weak, refused, rated_down."""

    event_id: int
    conversation_id: str
    text: str
    reasons: tuple[str, ...]
    seen_as: str | None
    said_at: datetime


def suspects(database: Database, since: datetime, *, block: int) -> Iterator[list[Suspect]]:
    """Yield the messages said since then that the inbox does not have, oldest first, by blocks.

    Whoever takes a block must store it before asking for the next.
    """
    last = -1
    while True:
        with database.transaction() as session:
            rows = session.execute(_wanted(since, last).limit(block)).all()
        if not rows:
            return
        last = rows[-1].event_id
        yield [_suspect(row) for row in rows]


def annotated(session: Session, event_id: int) -> Suspect | None:
    """Return a message that somebody pointed out in the conversation browser, None if unknown."""
    row = session.execute(_known().where(ExchangeFact.event_id == event_id)).first()
    return None if row is None else _suspect(row)


def _known() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ExchangeFact.event_id,
            ExchangeFact.at,
            ExchangeFact.step,
            ExchangeFact.topic,
            ExchangeFact.rating,
            ExchangeFact.confirmed,
            SessionFact.conversation_id,
            RasaUserMessage.text,
        )
        .join(SessionFact, SessionFact.session_id == ExchangeFact.session_id)
        .join(
            RasaUserMessage,
            and_(
                RasaUserMessage.sender_id == ExchangeFact.sender_id,
                RasaUserMessage.sequence_number == ExchangeFact.event_id,
            ),
        )
        .where(ExchangeFact.typed, SessionFact.tester == false(), RasaUserMessage.text.is_not(None))
    )


def _wanted(since: datetime, after: int) -> Select[*tuple[Any, ...]]:
    suspicious = or_(
        ExchangeFact.step.in_((*NOT_UNDERSTOOD_STEPS, *WEAK_STEPS)),
        ExchangeFact.rating == "down",
        ExchangeFact.confirmed == false(),
    )
    there = select(InboxMessage.event_id).where(InboxMessage.event_id == ExchangeFact.event_id)
    return (
        _known()
        .where(ExchangeFact.day >= since.date(), ExchangeFact.event_id > after, suspicious)
        .where(~there.exists())
        .order_by(ExchangeFact.event_id)
    )


def _suspect(row: Row[*tuple[Any, ...]]) -> Suspect:
    return Suspect(
        event_id=row.event_id,
        conversation_id=row.conversation_id,
        text=row.text,
        reasons=tuple(_reasons(row)),
        seen_as=row.topic,
        said_at=row.at,
    )


def _reasons(row: Row[*tuple[Any, ...]]) -> Iterator[str]:
    if row.step in NOT_UNDERSTOOD_STEPS:
        yield "not_understood"
    if row.step in WEAK_STEPS:
        yield "weak"
    if row.confirmed is False:
        yield "refused"
    if row.rating == "down":
        yield "rated_down"
