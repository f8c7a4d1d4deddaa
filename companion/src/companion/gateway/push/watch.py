"""One look at the databases for all the streams of a process, however many there are."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError

from companion.gateway.messages import Notice
from companion.storage.conversations import ConversationRepository
from companion.storage.tracker import TrackerEvents

logger = structlog.get_logger()

PACE = 0.3  # seconds between two looks
# Looks. Of two writers at once the one with the smaller ids may be seen last: a look goes back
# over the ids of the latest ones, longer than any of Rasa's transactions takes.
_OVERLAP = 10


@dataclass(eq=False)
class Follower:
    """One stream: `changed` is set when there may be something to tell."""

    conversation_id: str
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = 0  # the latest event for which it was woken
    over: bool = False


@dataclass(frozen=True)
class _Seen:
    newest: int
    latest: Mapping[str, int]
    alive: Collection[str]
    notice: Notice | None


class Watch:
    """Wakes the streams whose conversation has grown or ended, and all of them for a notice.

    It only says when to look: each stream reads its own conversation, from where it is, so that
    nothing depends on a look that was missed. It looks only while somebody follows.
    """

    def __init__(
        self,
        tracker: TrackerEvents,
        conversations: ConversationRepository,
        notice: Callable[[], Notice | None],
    ) -> None:
        self._tracker = tracker
        self._conversations = conversations
        self._notice = notice
        self._followers: set[Follower] = set()
        self._marks: deque[int] = deque(maxlen=_OVERLAP)
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self.notice: Notice | None = None

    @contextmanager
    def following(self, conversation_id: str) -> Iterator[Follower]:
        """Follow a conversation while the block lasts."""
        follower = Follower(conversation_id)
        self._followers.add(follower)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_on())
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def close(self) -> None:
        """End every stream within one look: they would keep the process from stopping."""
        self._closing = True

    async def _look_on(self) -> None:
        self._marks.clear()
        while self._followers:
            if self._closing:
                self._end(self._followers)
                return
            await self._look()
            await asyncio.sleep(PACE)

    async def _look(self) -> None:
        followed = {follower.conversation_id for follower in self._followers}
        try:
            seen = await run_sync(self._read, followed)
        except SQLAlchemyError as error:
            # The streams stay: what is said meanwhile is told when the database is back.
            logger.error("storage_failed", error=type(error).__name__)
            return
        # SQLite gives the ids of an erased conversation again: what was known of them is void.
        first = not self._marks or seen.newest < self._marks[-1]
        if first:
            self._marks.clear()
        self._marks.append(seen.newest)
        self._end(f for f in self._followers if f.conversation_id in followed - set(seen.alive))
        changed = first or seen.notice != self.notice
        self.notice = seen.notice
        for follower in self._followers:
            latest = seen.latest.get(follower.conversation_id, 0)
            if changed or latest > follower.told:
                follower.told = max(latest, follower.told)
                follower.changed.set()

    def _read(self, followed: Collection[str]) -> _Seen:
        newest = self._tracker.newest()
        latest = self._tracker.latest(after=min([*self._marks, newest]))
        return _Seen(newest, latest, self._conversations.alive(followed), self._notice())

    def _end(self, followers: Iterable[Follower]) -> None:
        for follower in followers:
            follower.over = True
            follower.changed.set()
