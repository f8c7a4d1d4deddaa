"""Bringing the inbox up to date: new messages come in, each goes to its group."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from econtacts_core.meaning import Matrix
from sqlalchemy import select
from sqlalchemy.orm import Session

from companion.pilotage.inbox.arrangement import Arrangement, arrange
from companion.pilotage.inbox.names import GroupNames
from companion.pilotage.inbox.suspects import Suspect, suspects
from companion.storage.analytics import ExchangeFact
from companion.storage.database import Database
from companion.storage.inbox_tables import InboxGroup, InboxMessage
from companion.storage.projected import keep_still

# Messages compared with each other at once: memory stays flat however many come.
BLOCK = 1000
# Of the messages still alone, so many are compared again with the new ones.
_ALONE_AGAIN = 1000

Read = Callable[[Sequence[str]], Matrix]
Hold = Callable[[Session], None]


@dataclass(frozen=True)
class Grouping:
    """Stores and groups what the inbox lacks; the same messages in the same order group alike."""

    database: Database
    read: Read
    names: GroupNames

    def catch_up(self, since: datetime, hold: Hold) -> Iterator[int]:
        """Take in the messages said since then; yield how many, block by block.

        `hold` is called in each transaction before it writes; it raises when it must not.
        """
        for block in suspects(self.database, since, block=BLOCK):
            vectors = self.read([found.text for found in block])
            with self.database.transaction() as session:
                self._take(session, block, vectors, hold)
            yield len(block)

    def _take(
        self, session: Session, block: Sequence[Suspect], vectors: Matrix, hold: Hold
    ) -> None:
        alone = _alone(session)
        together = self._together(alone, vectors)
        groups = session.scalars(select(InboxGroup).order_by(InboxGroup.id)).all()
        totals = self._totals(session, groups, vectors.shape[1])
        found = arrange(together, totals, [group.size for group in groups])
        # What is long is done: nobody else who writes has to wait for it.
        hold(session)
        new = [_message(suspect) for suspect in block]
        session.add_all(new)
        self._place(session, [*alone, *new], together, groups, totals, found)
        _leave_out_erased(session, new)

    def _together(self, alone: Sequence[InboxMessage], vectors: Matrix) -> Matrix:
        """Return the vectors of the messages still alone, then the new ones."""
        earlier = [np.frombuffer(found.vector or b"", np.float16) for found in alone]
        known = [row for row in earlier if len(row) == vectors.shape[1]]
        if len(known) < len(earlier):
            # the model learnt another topic since then: its vectors are longer
            known = list(self.read([found.text for found in alone]))
        together: Matrix = np.vstack([*known, vectors]).astype(np.float32)
        return together

    def _place(
        self,
        session: Session,
        messages: Sequence[InboxMessage],
        vectors: Matrix,
        groups: Sequence[InboxGroup],
        totals: Matrix,
        found: Arrangement,
    ) -> None:
        for message, vector, place in zip(messages, vectors, found.joined, strict=True):
            message.vector = vector.astype(np.float16).tobytes() if place < 0 else None
            if place >= 0:
                message.group_id = groups[place].id
        for place in np.unique(found.joined[found.joined >= 0]):
            self._grow(session, groups[place], totals[place], vectors[found.joined == place])
        for rows in found.born:
            self._bear(session, [messages[row] for row in rows], vectors[rows])

    def _grow(self, session: Session, group: InboxGroup, total: Matrix, new: Matrix) -> None:
        group.size += len(new)
        group.total = (total + new.sum(axis=0)).astype(np.float32).tobytes()
        if group.size >= 2 * group.named_at:
            session.flush()
            group.name = self.names.name(_texts(session, group))
            group.named_at = group.size

    def _bear(self, session: Session, messages: Sequence[InboxMessage], vectors: Matrix) -> None:
        group = InboxGroup(
            name=self.names.name([message.text for message in messages]),
            named_at=len(messages),
            size=len(messages),
            total=vectors.sum(axis=0).astype(np.float32).tobytes(),
        )
        session.add(group)
        session.flush()
        for message in messages:
            message.group_id, message.vector = group.id, None

    def _totals(self, session: Session, groups: Sequence[InboxGroup], features: int) -> Matrix:
        """Return the groups' sums; those of a model with other topics are read anew."""
        rows = []
        for group in groups:
            total = np.frombuffer(group.total, np.float32)
            if len(total) != features:
                texts = _texts(session, group)
                total = self.read(texts).sum(axis=0) if texts else np.zeros(features, np.float32)
                group.total, group.size = total.astype(np.float32).tobytes(), max(1, len(texts))
            rows.append(total)
        return np.array(rows, np.float32).reshape(len(groups), features)


def _leave_out_erased(session: Session, messages: Sequence[InboxMessage]) -> None:
    """Take out again what was erased after it was read."""
    keep_still(session)
    read = [message.event_id for message in messages]
    there = select(ExchangeFact.event_id).where(ExchangeFact.event_id.in_(read))
    kept = set(session.scalars(there))
    for message in messages:
        if message.event_id not in kept:
            session.delete(message)


def _alone(session: Session) -> Sequence[InboxMessage]:
    waiting = (
        select(InboxMessage)
        .where(InboxMessage.group_id.is_(None), InboxMessage.state == "to_check")
        .order_by(InboxMessage.created_at.desc(), InboxMessage.event_id)
        .limit(_ALONE_AGAIN)
    )
    return session.scalars(waiting).all()


def _texts(session: Session, group: InboxGroup) -> list[str]:
    return list(session.scalars(select(InboxMessage.text).filter_by(group_id=group.id)))


def _message(found: Suspect) -> InboxMessage:
    return InboxMessage(
        event_id=found.event_id,
        conversation_id=found.conversation_id,
        text=found.text,
        reasons=list(found.reasons),
        seen_as=found.seen_as,
        created_at=found.said_at,
    )
