"""What the repositories tell the projection, and how what it derived is erased.

The projection reads events; what changes without an event is marked here, in the transaction that
changes it, so that the conversation is derived anew.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from companion.storage.analytics import (
    ConversationToProject,
    DayToSum,
    ExchangeFact,
    ProjectionProgress,
    RasaAction,
    RasaBotMessage,
    RasaEvent,
    RasaSender,
    RasaSession,
    RasaSessionSlotState,
    RasaSlot,
    RasaTurn,
    RasaUserMessage,
    SessionFact,
)
from companion.storage.days import in_paris
from companion.storage.models import now

# Each with `session_id`; a session's own row goes last, since it tells whose it was.
OF_A_SESSION = (
    RasaTurn,
    RasaEvent,
    RasaBotMessage,
    RasaUserMessage,
    RasaAction,
    RasaSlot,
    RasaSessionSlotState,
    ExchangeFact,
    SessionFact,
)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def mark(connection: Connection, conversation_id: str | None) -> None:
    """Have a conversation projected anew; what belongs to none needs nothing."""
    if conversation_id is None:
        return
    insert = _INSERTS[connection.dialect.name](ConversationToProject)
    moment = now()
    connection.execute(
        insert.values(conversation_id=conversation_id, marked_at=moment).on_conflict_do_update(
            index_elements=["conversation_id"], set_={"marked_at": moment}
        )
    )


def sum_again(session: Session, days: Iterable[date]) -> None:
    """Have the summaries of these days made anew."""
    insert = _INSERTS[session.get_bind().dialect.name](DayToSum).on_conflict_do_nothing()
    for day in sorted(set(days)):
        session.execute(insert.values(day=day))


def keep_still(session: Session) -> None:
    """Wait for the batch that the projection is writing, and keep it from writing another.

    Without this a batch read before an erasure could bring back what was erased; so could messages
    taken into the inbox. SQLite has one writer at a time anyway.
    """
    session.execute(select(ProjectionProgress.id).with_for_update())


def forget_projected(session: Session, conversation_id: str) -> None:
    """Erase what was derived of a conversation, kept still; have its days summed again."""
    sender = select(RasaSender.id).filter_by(sender_key=conversation_id).scalar_subquery()
    sessions = select(RasaSession.id).where(RasaSession.sender_id == sender)
    for facts in (SessionFact, ExchangeFact):
        theirs = select(facts.day).where(facts.session_id.in_(sessions)).distinct()
        sum_again(session, session.scalars(theirs))
    _forget_sessions(session, sessions)
    session.execute(delete(RasaSession).where(RasaSession.sender_id == sender))
    session.execute(delete(RasaSender).filter_by(sender_key=conversation_id))
    session.execute(delete(ConversationToProject).filter_by(conversation_id=conversation_id))


def freeze_days_before(session: Session, limit: datetime) -> None:
    """Keep the summaries of days until `limit` as they are: their conversations are purged."""
    keep_still(session)
    day = in_paris(limit.timestamp()).date() + timedelta(days=1)
    progress = session.get(ProjectionProgress, 1)
    if progress is None:
        session.add(ProjectionProgress(id=1, watermark=0, frozen_before=day))
    elif progress.frozen_before is None or progress.frozen_before < day:
        progress.frozen_before = day


def forget_projected_before(session: Session, limit: datetime) -> None:
    """Erase what was derived of older sessions, kept still; summaries hold no person and stay."""
    in_utc = limit.astimezone(UTC).replace(tzinfo=None)
    old = select(RasaSession.id).where(RasaSession.timestamp < in_utc)
    _forget_sessions(session, old)
    session.execute(delete(RasaSession).where(RasaSession.timestamp < in_utc))
    known = select(RasaSession.sender_id)
    session.execute(delete(RasaSender).where(RasaSender.id.not_in(known)))
    session.execute(delete(ConversationToProject).where(ConversationToProject.marked_at < limit))


def _forget_sessions(session: Session, which: Select[str]) -> None:
    for table in OF_A_SESSION:
        session.execute(delete(table).where(table.session_id.in_(which)))
