"""A page of the list of conversations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from companion.pilotage.browser.filters import Filters
from companion.pilotage.browser.words import Stretch, folded, marked
from companion.storage.analytics import SessionFact
from companion.storage.conversation_search import ConversationSearch, Key

PAGE_SIZE = 25
EXCERPT = 200  # characters
_AT_ONCE = 200  # rows, where all are read
_MORE = (
    "raison", "etape", "public", "canal", "collection", "equipe", "departement", "annotation",
    "confiance_min", "confiance_max", "testeurs",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A conversation of the list, and what was said that answers to the search."""

    session: SessionFact
    excerpt: Sequence[Stretch]


@dataclass(frozen=True)
class Listing:
    """Reads one page at a time."""

    search: ConversationSearch

    def all(self, filters: Filters) -> Iterator[Row]:
        """Yield the rows of every page."""
        while True:
            rows, last = self.page(filters, _AT_ONCE)
            yield from rows
            if last is None:
                return
            filters = replace(filters, after=last)

    def page(self, filters: Filters, size: int) -> tuple[list[Row], Key | None]:
        """Return the rows of a page, and the key of the last, None when nothing comes after."""
        found = self.search.page(filters.wanted, after=filters.after, most=size + 1)
        sessions = found[:size]
        texts = self.search.texts(
            [session.session_id for session in sessions], theme=filters.wanted.theme
        )
        words = filters.wanted.words
        rows = [
            Row(session, _excerpt(texts.get(session.session_id, []), words)) for session in sessions
        ]
        if len(found) <= size:
            return rows, None
        return rows, (sessions[-1].started_at, sessions[-1].session_id)


def more_is_used(filters: Filters) -> bool:
    """Tell whether a filter is set that is folded away otherwise."""
    return any(name in _MORE for name in (*filters.used, *filters.wrong))


def _excerpt(texts: Sequence[str], words: tuple[str, ...]) -> list[Stretch]:
    """Return the first message that has all the words, or the first of all, cut short."""
    having = (text for text in texts if all(word in folded(text) for word in words))
    text = next(having, texts[0] if texts else "")
    short = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    return marked(short, words)
