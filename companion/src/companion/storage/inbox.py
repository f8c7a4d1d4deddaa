"""The inbox's messages, groups and decisions; every text it is given must be masked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from companion.storage.database import Database
from companion.storage.inbox_tables import (
    STATE_AFTER,
    InboxDecision,
    InboxGroup,
    InboxMessage,
    NewTopic,
)

# The group of the messages that have none.
ALONE = 0


@dataclass(frozen=True)
class GroupLine:
    """A group in a list: how many of its messages are in the state asked for."""

    id: int  # ALONE for the messages without group
    name: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a designer decides: a verdict, and for an assignment the topic and the use."""

    verdict: str
    topic: str | None = None
    use: str | None = None
    author: str


class InboxRepository:
    """Reads and decides; what is decided is added to the history, never replaced there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> Mapping[str, int]:
        """Return how many messages each state has."""
        counted = select(InboxMessage.state, func.count()).group_by(InboxMessage.state)
        with self._database.transaction() as session:
            return dict(session.execute(counted).all())

    def groups(self, state: str) -> list[GroupLine]:
        """Return the groups with messages in that state, largest first, the lone ones last."""
        group = func.coalesce(InboxMessage.group_id, ALONE)
        counted = (
            select(
                group.label("id"),
                func.coalesce(InboxGroup.name, "").label("name"),
                func.count().label("count"),
                func.min(InboxMessage.created_at, type_=InboxMessage.created_at.type).label(
                    "first"
                ),
                func.max(InboxMessage.created_at, type_=InboxMessage.created_at.type).label("last"),
            )
            .outerjoin(InboxGroup, InboxGroup.id == InboxMessage.group_id)
            .where(InboxMessage.state == state)
            .group_by(group, InboxGroup.name)
            .order_by(group == ALONE, func.count().desc(), group)
        )
        with self._database.transaction() as session:
            return [GroupLine(*row) for row in session.execute(counted)]

    def group_name(self, group_id: int) -> str | None:
        """Return a group's name, None when there is no such group."""
        with self._database.transaction() as session:
            found = session.get(InboxGroup, group_id)
            return None if found is None else found.name

    def messages(self, state: str, group_id: int | None = None, *, most: int) -> list[InboxMessage]:
        """Return messages in a state, of one group if named, latest first."""
        wanted = select(InboxMessage).where(InboxMessage.state == state)
        if group_id is not None:
            wanted = wanted.where(_in_group(group_id))
        ordered = wanted.order_by(InboxMessage.created_at.desc(), InboxMessage.event_id).limit(most)
        with self._database.transaction() as session:
            return list(session.scalars(ordered))

    def ids(self, state: str, group_id: int) -> list[int]:
        """Return every message of a group in a state."""
        wanted = select(InboxMessage.event_id).where(
            InboxMessage.state == state, _in_group(group_id)
        )
        with self._database.transaction() as session:
            return list(session.scalars(wanted))

    def accepted(self) -> list[InboxMessage]:
        """Return what is to be written in the files, by topic, oldest first."""
        wanted = (
            select(InboxMessage)
            .where(InboxMessage.state.in_(("to_do", "relevant")), InboxMessage.use.is_not(None))
            .order_by(InboxMessage.topic, InboxMessage.created_at, InboxMessage.event_id)
        )
        with self._database.transaction() as session:
            return list(session.scalars(wanted))

    def texts(self) -> Iterator[str]:
        """Yield what people wrote, of every message of the inbox."""
        with self._database.transaction() as session:
            yield from session.scalars(select(InboxMessage.text))

    def decide(self, event_ids: Collection[int], decided: Decided) -> int:
        """Decide of messages; return of how many. An unknown id counts for nothing."""
        with self._database.transaction() as session:
            found = session.scalars(
                select(InboxMessage).where(InboxMessage.event_id.in_(event_ids))
            ).all()
            for message in found:
                message.state = STATE_AFTER[decided.verdict]
                message.topic, message.use = decided.topic, decided.use
                session.add(_history(message, decided))
            return len(found)

    def reword(self, event_id: int, wording: str | None, author: str) -> None:
        """Keep the sentence that a designer wrote after a message; None takes it away."""
        with self._database.transaction() as session:
            message = session.get(InboxMessage, event_id)
            if message is not None and message.wording != wording:
                message.wording = wording
                again = Decided(
                    verdict="assign" if message.state == "to_do" else "keep",
                    topic=message.topic,
                    use=message.use,
                    author=author,
                )
                session.add(_history(message, again))

    def history(
        self, event_ids: Collection[int] | None = None, *, most: int
    ) -> list[InboxDecision]:
        """Return the latest decisions, of some messages or of all, latest first."""
        wanted = select(InboxDecision)
        if event_ids is not None:
            # SQLite gives the ids of erased events to new ones, said later than any decision
            wanted = wanted.join(
                InboxMessage,
                and_(
                    InboxMessage.event_id == InboxDecision.event_id,
                    InboxMessage.created_at <= InboxDecision.created_at,
                ),
            ).where(InboxDecision.event_id.in_(event_ids))
        with self._database.transaction() as session:
            return list(session.scalars(wanted.order_by(InboxDecision.id.desc()).limit(most)))

    def add_topic(self, topic: NewTopic) -> None:
        """Keep a topic that a designer wants. Raises `IntegrityError` when the id is taken."""
        with self._database.transaction() as session:
            session.add(topic)

    def new_topics(self) -> dict[str, NewTopic]:
        """Return the topics that designers want, by id."""
        with self._database.transaction() as session:
            return {found.id: found for found in session.scalars(select(NewTopic))}


def _in_group(group_id: int) -> ColumnElement[bool]:
    if group_id == ALONE:
        return InboxMessage.group_id.is_(None)
    return InboxMessage.group_id == group_id


def _history(message: InboxMessage, decided: Decided) -> InboxDecision:
    return InboxDecision(
        event_id=message.event_id,
        verdict=decided.verdict,
        topic=decided.topic,
        use=decided.use,
        reworded=message.wording is not None,
        author=decided.author,
    )
