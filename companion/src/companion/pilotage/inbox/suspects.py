"""Which messages a designer should look at, read from the analytics tables.

We may have understood them badly (nothing found, a choice offered, sent to another administration),
or somebody says so: the person, by a topic refused or an answer rated of no help; a colleague, by
an annotation. Clicks and testers are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, cast, false, or_, select

from companion.storage.analytics import ExchangeFact, RasaTurn, RasaUserMessage, SessionFact
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxMessage
from companion.storage.staff import Annotation

NOT_UNDERSTOOD_STEPS = ("other_form",)
WEAK_STEPS = ("clarify", "suggest")
# Most are rightly sent there; of those that are not, nothing else tells.
SENT_AWAY_STEPS = ("out_of_scope",)
_MISREAD = ("mauvais_sujet", "message_mal_compris", "hors_sujet")


@dataclass(frozen=True)
class Suspect:
    """A message to look at, masked, and why: see `_reasons`."""

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
            ExchangeFact.turn_id.in_(_annotated_turns()).label("annotated"),
        )
        .join(SessionFact, SessionFact.session_id == ExchangeFact.session_id)
        .join(
            RasaUserMessage,
            and_(
                RasaUserMessage.session_id == ExchangeFact.session_id,
                RasaUserMessage.sequence_number == ExchangeFact.event_id,
            ),
        )
        .where(ExchangeFact.typed, SessionFact.tester == false(), RasaUserMessage.text.is_not(None))
    )


def _annotated_turns() -> Select[str]:
    """Return the turns of which somebody noted that a message was misread: its own or a reply."""
    number = cast(Annotation.message_id, Integer)
    return (
        select(RasaTurn.id)
        .join(SessionFact, SessionFact.session_id == RasaTurn.session_id)
        .join(Annotation, Annotation.conversation_id == SessionFact.conversation_id)
        .where(
            Annotation.reason.in_(_MISREAD),
            RasaTurn.start_sequence_number <= number,
            RasaTurn.end_sequence_number >= number,
        )
    )


def _wanted(since: datetime, after: int) -> Select[*tuple[Any, ...]]:
    suspicious = or_(
        ExchangeFact.step.in_((*NOT_UNDERSTOOD_STEPS, *WEAK_STEPS, *SENT_AWAY_STEPS)),
        ExchangeFact.rating == "down",
        ExchangeFact.confirmed == false(),
        ExchangeFact.turn_id.in_(_annotated_turns()),
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
    if row.step in SENT_AWAY_STEPS:
        yield "sent_away"
    if row.confirmed is False:
        yield "refused"
    if row.rating == "down":
        yield "rated_down"
    if row.annotated:
        yield "annotated"
