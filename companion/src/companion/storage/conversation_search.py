"""Which conversations answer to a search, newest first, a page at a time.

A page is read from one index, in its order, until it is full; that is quick where what is wanted is
frequent. What is rare is looked up first, and only those conversations are put in order. Which of
both is better is found by looking for `FEW` matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    column,
    exists,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Session

from companion.storage.analytics import ExchangeFact, RasaUserMessage, SessionFact
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxMessage
from companion.storage.staff import Annotation

FEW = 2000
Key = tuple[datetime, str]

# SQLite's own index of words (migration 0006): its name is also the column to ask.
_words = table("message_words", column("rowid", Integer), column("message_words", String))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is searched for; empty is anything. Words are folded (`words.py`), in any order.

    Step, rating, reason, confidence (in [0, 1]) and, beside one of them, the topic are of one and
    the same exchange; alone, the topic is the conversation's.
    """

    words: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None  # not included
    topic: str | None = None
    outcome: str | None = None
    channel: str | None = None
    collection: str | None = None
    audience: str | None = None
    team: str | None = None
    territory: str | None = None
    step: str | None = None
    rating: str | None = None
    reason: str | None = None
    confidence_from: float | None = None
    confidence_to: float | None = None
    state: str | None = None  # of its annotations
    theme: str | None = None  # the number of a group of the inbox that has a message of it
    tester: bool | None = False  # None: both


class ConversationSearch:
    """Reads the analytics tables; what is not projected yet is not found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: Wanted, *, after: Key | None, most: int) -> Sequence[SessionFact]:
        """Return at most `most` sessions that are older than the key `after`, newest first."""
        found = select(SessionFact).where(*_of_sessions(wanted))
        if after is not None:
            found = found.where(_older(after))
        with self._database.transaction() as session:
            for condition in self._within(session, wanted):
                found = found.where(condition)
            newest = found.order_by(SessionFact.started_at.desc(), SessionFact.session_id.desc())
            return session.scalars(newest.limit(most)).all()

    def texts(self, sessions: Sequence[str], *, theme: str | None = None) -> dict[str, list[str]]:
        """Return what was typed in each of these sessions, in order; of one theme, if named."""
        typed = (
            select(RasaUserMessage.session_id, RasaUserMessage.text)
            .where(RasaUserMessage.session_id.in_(sessions), RasaUserMessage.text.not_like("/%"))
            .order_by(RasaUserMessage.sequence_number)
        )
        if theme is not None:
            typed = typed.where(RasaUserMessage.sequence_number.in_(_messages_of(theme)))
        texts: dict[str, list[str]] = {}
        with self._database.transaction() as session:
            for session_id, said in session.execute(typed):
                texts.setdefault(session_id, []).append(said or "")
        return texts

    def sessions_of(self, conversation_id: str) -> Sequence[SessionFact]:
        """Return the sessions of a conversation, in order."""
        theirs = select(SessionFact).filter_by(conversation_id=conversation_id)
        with self._database.transaction() as session:
            return session.scalars(theirs.order_by(SessionFact.started_at)).all()

    def _within(self, session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
        """Return what must hold for something within a session."""
        conditions: list[ColumnElement[bool]] = []
        if exchange := _of_exchange(wanted):
            matching = select(ExchangeFact.session_id).where(*exchange)
            here = ExchangeFact.session_id == SessionFact.session_id
            conditions.append(_among(session, matching, exists().where(here, *exchange)))
        if wanted.words:
            conditions.append(_with_words(session, wanted.words))
        if wanted.state:
            conditions.append(SessionFact.conversation_id.in_(_annotated(wanted.state)))
        if wanted.theme:
            told = ExchangeFact.event_id.in_(_messages_of(wanted.theme))
            conditions.append(
                SessionFact.session_id.in_(select(ExchangeFact.session_id).where(told))
            )
        return conditions


def _of_sessions(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = {
        SessionFact.outcome: wanted.outcome,
        SessionFact.topic: None if _of_exchange(wanted) else wanted.topic,
        SessionFact.channel: wanted.channel,
        SessionFact.collection: wanted.collection,
        SessionFact.audience: wanted.audience,
        SessionFact.team: wanted.team,
        SessionFact.territory: wanted.territory,
        SessionFact.tester: wanted.tester,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.since is not None:
        conditions.append(SessionFact.started_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(SessionFact.started_at < wanted.until)
    return conditions


def _of_exchange(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = {
        ExchangeFact.step: wanted.step,
        ExchangeFact.rating: wanted.rating,
        ExchangeFact.reason: wanted.reason,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.reason is not None and wanted.rating is None:
        conditions.append(ExchangeFact.rating.in_(("up", "down")))  # for the index's sake
    if wanted.confidence_from is not None:
        conditions.append(ExchangeFact.confidence >= wanted.confidence_from)
    if wanted.confidence_to is not None:
        conditions.append(ExchangeFact.confidence <= wanted.confidence_to)
    if conditions and wanted.topic is not None:
        conditions.append(ExchangeFact.topic == wanted.topic)
    return conditions


def _older(key: Key) -> ColumnElement[bool]:
    moment, session_id = key
    same = and_(SessionFact.started_at == moment, SessionFact.session_id < session_id)
    return and_(SessionFact.started_at <= moment, or_(SessionFact.started_at < moment, same))


def _among(
    session: Session, matching: Select[str], probe: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Return the quicker of: is in the list of those that match, or matches when looked at."""
    counted = select(func.count()).select_from(matching.limit(FEW).subquery())
    rare = (session.scalar(counted) or 0) < FEW
    return SessionFact.session_id.in_(matching) if rare else probe


def _with_words(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that one message of the session has all the words."""
    message = RasaUserMessage
    here = message.session_id == SessionFact.session_id
    if session.get_bind().dialect.name == "sqlite":
        query = " ".join(f'"{word}"*' for word in words)
        found = select(_words.c.rowid).where(_words.c.message_words.op("MATCH")(query))
        listed: ColumnElement[bool] = message.sequence_number.in_(found)
        # + 0: of one session, its few messages are looked at, not all that have the words.
        looked_at: ColumnElement[bool] = (message.sequence_number + 0).in_(found)
    else:
        query = " & ".join(f"{word}:*" for word in words)
        has = func.message_words(message.text).op("@@")(func.to_tsquery("simple", query))
        listed = looked_at = and_(has, message.text.not_like("/%"))
    matching = select(message.session_id).where(listed)
    return _among(session, matching, exists().where(here, looked_at))


def _messages_of(theme: str) -> Select[int]:
    return select(InboxMessage.event_id).where(InboxMessage.group_id == int(theme))


def _annotated(state: str) -> Select[str]:
    """Return the conversations of which something stands so: the last word on it says so."""
    latest = select(func.max(Annotation.id)).group_by(
        Annotation.conversation_id, Annotation.message_id
    )
    return select(Annotation.conversation_id).where(
        Annotation.state == state, Annotation.id.in_(latest)
    )
