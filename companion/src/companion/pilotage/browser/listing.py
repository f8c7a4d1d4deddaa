"""A page of the list of conversations."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.pilotage.browser.filters import Filters, written_key
from companion.pilotage.browser.words import Stretch, folded, marked
from companion.storage.analytics import SessionFact
from companion.storage.conversation_search import ConversationSearch

PAGE_SIZE = 25
EXCERPT = 200  # characters
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

    def page(self, filters: Filters) -> tuple[list[Row], str | None]:
        """Return the rows of a page, and the address of the next, None when it is the last."""
        found = self.search.page(filters.wanted, after=filters.after, most=PAGE_SIZE + 1)
        sessions = found[:PAGE_SIZE]
        texts = self.search.texts([session.session_id for session in sessions])
        words = filters.wanted.words
        rows = [
            Row(session, _excerpt(texts.get(session.session_id, []), words)) for session in sessions
        ]
        if len(found) <= PAGE_SIZE:
            return rows, None
        last = sessions[-1]
        return rows, filters.address(apres=written_key(last.started_at, last.session_id))


def more_is_used(filters: Filters) -> bool:
    """Tell whether a filter is set that is folded away otherwise."""
    return any(name in _MORE for name in (*filters.used, *filters.wrong))


def _excerpt(texts: Sequence[str], words: tuple[str, ...]) -> list[Stretch]:
    """Return the first message that has all the words, or the first of all, cut short."""
    having = (text for text in texts if all(word in folded(text) for word in words))
    text = next(having, texts[0] if texts else "")
    short = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    return marked(short, words)
