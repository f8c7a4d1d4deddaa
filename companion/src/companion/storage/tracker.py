"""Rasa's tracker store as the companion reads it: the one durable record of conversations."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, groupby, takewhile
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Engine,
    Float,
    Integer,
    MetaData,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    delete,
    func,
    inspect,
    select,
)

from companion.storage.database import scrub

LARGEST_ID = 2**31 - 1  # of an SQL integer: PostgreSQL refuses to compare with more
_events = Table(
    "events",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)
_SPOKEN = ("user", "bot")
_AT_ONCE = 500  # conversations asked for in one query


@dataclass(frozen=True)
class TrackerEvent:
    """One event: `kind` is user, bot, action, slot…, `data` is Rasa's event as it wrote it."""

    id: int
    kind: str
    timestamp: float  # seconds since 1970
    data: Mapping[str, Any]


class StoredEvent(NamedTuple):
    """One event as it lies in the tracker store, of any kind; `data` is JSON."""

    id: int
    sender_id: str
    type_name: str
    timestamp: float | None
    data: str | None


_STORED = select(*(_events.c[name] for name in StoredEvent._fields))


class TrackerEvents:
    """Reads what was said; writes nothing but the erasing of a conversation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._table_seen = False

    def newest(self) -> int:
        """Return the id of the latest event of all, 0 when there is none."""
        if not self._exists():
            return 0
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(_events.c.id))).scalar() or 0

    def latest(self, *, after: int) -> dict[str, int]:
        """Return, of each conversation with an event after `after`, the id of its latest one."""
        if not self._exists():
            return {}
        newest = (
            select(_events.c.sender_id, func.max(_events.c.id))
            .where(_events.c.id > after)
            .group_by(_events.c.sender_id)
        )
        with self._engine.connect() as connection:
            return dict(tuple(row) for row in connection.execute(newest))

    def spoken(self, conversation_id: str, *, after: int = 0) -> list[TrackerEvent]:
        """Return what was said after event `after`, in order."""
        return self._read(conversation_id, _events.c.id > after, kinds=_SPOKEN)

    def lived(self, conversation_id: str) -> list[TrackerEvent]:
        """Return every event of a conversation, of any kind, in order."""
        return self._read(conversation_id, kinds=None)

    def one(self, conversation_id: str, event_id: int) -> TrackerEvent | None:
        """Return one thing said, only if it belongs to the conversation."""
        return next(
            iter(self._read(conversation_id, _events.c.id == event_id, kinds=_SPOKEN)), None
        )

    def asked(self, conversation_id: str) -> str | None:
        """Return the slot that a form is asking for, None when no form waits."""
        if not self._exists():
            return None
        latest = (
            select(_events.c.data)
            .where(_events.c.sender_id == conversation_id, _events.c.type_name == "slot")
            .where(_events.c.data.contains('"requested_slot"'))
            .order_by(_events.c.id.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            written = connection.execute(latest).scalar()
        return None if written is None else json.loads(written)["value"]

    def slots(self, conversation_id: str, names: Collection[str]) -> dict[str, Any]:
        """Return the present values of some slots; one that was never set is left out."""
        if not self._exists():
            return {}
        written = (
            select(_events.c.data)
            .where(_events.c.sender_id == conversation_id, _events.c.type_name == "slot")
            .order_by(_events.c.id)
        )
        with self._engine.connect() as connection:
            set_one_by_one = [json.loads(data) for data in connection.execute(written).scalars()]
        return {slot["name"]: slot["value"] for slot in set_one_by_one if slot["name"] in names}

    def exchange(self, conversation_id: str, turn: str) -> list[TrackerEvent]:
        """Return what was said under `turn` and what was answered to it, nothing when not heard."""
        said = self._read(
            conversation_id, _events.c.data.contains(f'"{turn}"', autoescape=True), kinds=_SPOKEN
        )
        asked = next((event for event in said if _turn(event) == turn), None)
        if asked is None:
            return []
        after = self.spoken(conversation_id, after=asked.id)
        return [asked, *takewhile(lambda event: event.kind == "bot", after)]

    def after(self, event_id: int, limit: int) -> list[StoredEvent]:
        """Return at most `limit` events after event `event_id`, of all conversations, in order."""
        following = _STORED.where(_events.c.id > event_id).order_by(_events.c.id).limit(limit)
        return self._stored(following)

    def between(self, first: int, last: int) -> list[StoredEvent]:
        """Return the events from `first` to `last`, both included, in order."""
        return self._stored(_STORED.where(_events.c.id.between(first, last)).order_by(_events.c.id))

    def whole(self, conversations: Collection[str]) -> Iterator[tuple[str, list[StoredEvent]]]:
        """Yield each of these conversations that has events, with all of them in order."""
        for some in batched(conversations, _AT_ONCE):
            theirs = _STORED.where(_events.c.sender_id.in_(some)).order_by(
                _events.c.sender_id, _events.c.id
            )
            rows = self._stored(theirs)
            for conversation_id, events in groupby(rows, key=lambda event: event.sender_id):
                yield conversation_id, list(events)

    def still_there(self, events: Collection[int]) -> set[int]:
        """Return which of these events were not erased."""
        there: set[int] = set()
        for some in batched(events, _AT_ONCE):
            there.update(self._ids(select(_events.c.id).where(_events.c.id.in_(some))))
        return there

    def forget(self, conversation_id: str) -> None:
        """Erase every event of a conversation."""
        if self._exists():
            with self._engine.begin() as connection:
                connection.execute(delete(_events).where(_events.c.sender_id == conversation_id))
            scrub(self._engine)

    def forget_before(self, limit: datetime) -> None:
        """Erase what is older than `limit`, whoever's it was."""
        if self._exists():
            old = delete(_events).where(_events.c.timestamp < limit.timestamp())
            with self._engine.begin() as connection:
                connection.execute(old)
            scrub(self._engine)

    def _read(
        self,
        conversation_id: str,
        *which: ColumnElement[bool],
        kinds: Collection[str] | None,
    ) -> list[TrackerEvent]:
        if not self._exists():
            return []
        wanted = (
            select(_events)
            .where(_events.c.sender_id == conversation_id, *which)
            .order_by(_events.c.id)
        )
        if kinds is not None:
            wanted = wanted.where(_events.c.type_name.in_(kinds))
        with self._engine.connect() as connection:
            return [_event(row) for row in connection.execute(wanted).mappings()]

    def _stored(self, query: Select[Any]) -> list[StoredEvent]:
        if not self._exists():
            return []
        with self._engine.connect() as connection:
            return list(map(StoredEvent._make, connection.execute(query).all()))

    def _ids(self, query: Select[Any]) -> list[int]:
        if not self._exists():
            return []
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _exists(self) -> bool:
        """Tell whether Rasa has made its table: it does so when it first starts."""
        if not self._table_seen:
            self._table_seen = inspect(self._engine).has_table(_events.name)
        return self._table_seen


def _event(row: RowMapping) -> TrackerEvent:
    return TrackerEvent(row["id"], row["type_name"], row["timestamp"], json.loads(row["data"]))


def _turn(event: TrackerEvent) -> str | None:
    """Return the turn that a user's words bear; what is recorded of a reply bears none."""
    metadata = event.data.get("metadata") or {}
    return metadata.get("turn") if event.kind == "user" else None
