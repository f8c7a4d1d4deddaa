"""Messages as the projection writes them in the analytics tables."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from companion.storage.analytics import (
    ExchangeFact,
    RasaSender,
    RasaSession,
    RasaTurn,
    RasaUserMessage,
    SessionFact,
)
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxGroup, InboxMessage
from companion.storage.models import now
from sqlalchemy import select

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_numbers = count(1)


def said(database: Database, text: str, *, at: datetime = NOON, **facts: Any) -> int:
    """Write one message, not understood unless `facts` say more; return its event id."""
    number = next(_numbers)
    name = f"id-{number}"
    tester = facts.pop("tester", False)
    with database.transaction() as session:
        moment = at.replace(tzinfo=None)
        session.add(
            RasaSender(
                id=name, sender_key=name, channel="rest", first_seen=moment, last_seen=moment
            )
        )
        session.add(
            RasaSession(
                id=name,
                sender_id=name,
                timestamp=moment,
                start_sequence_number=number,
                end_sequence_number=number,
            )
        )
        session.add(_session(name, at, tester=tester))
        session.add(
            RasaTurn(
                id=name,
                sender_id=name,
                session_id=name,
                start_sequence_number=number,
                end_sequence_number=number,
            )
        )
        session.add(
            RasaUserMessage(
                id=name,
                event_id=name,
                sender_id=name,
                session_id=name,
                channel="rest",
                text=text,
                timestamp=moment,
                sequence_number=number,
            )
        )
        values: dict[str, Any] = {"typed": True, "step": "other_form", **facts}
        session.add(
            ExchangeFact(
                turn_id=name,
                session_id=name,
                sender_id=name,
                event_id=number,
                day=at.date(),
                at=at,
                channel="chat",
                collection="impots",
                in_hours=True,
                **values,
            )
        )
    return number


def people_say(database: Database, *texts: str) -> None:
    """Write messages of an hour ago that nobody understood."""
    for text in texts:
        said(database, text, at=now() - timedelta(hours=1))


def grouped(database: Database, name: str, *events: int) -> int:
    """Put these messages in a new group of the inbox; return its id."""
    with database.transaction() as session:
        group = InboxGroup(name=name, named_at=len(events), size=len(events), total=b"")
        session.add(group)
        session.flush()
        session.add_all(
            InboxMessage(
                event_id=event,
                conversation_id=f"id-{event}",
                text=name,
                reasons=["not_understood"],
                group_id=group.id,
                created_at=session.scalar(select(ExchangeFact.at).filter_by(event_id=event))
                or NOON,
            )
            for event in events
        )
        return group.id


def _session(name: str, at: datetime, *, tester: bool) -> SessionFact:
    return SessionFact(
        session_id=name,
        sender_id=name,
        conversation_id=name,
        day=at.date(),
        started_at=at,
        ended_at=at + timedelta(minutes=1),
        channel="chat",
        collection="impots",
        tester=tester,
        in_hours=True,
        typed=1,
        clicked=0,
        understood=0,
        outcome="not_understood",
        pretreated=False,
        handoff=False,
        other_form=True,
        requests_sent=0,
        answers=0,
        ups=0,
        downs=0,
        repeated=False,
    )
