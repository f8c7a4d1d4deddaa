"""One conversation, brought together from the record and from what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from econtacts_core.keyword_graph import KeywordGraph
from econtacts_core.knowledge import Knowledge

from companion.errors import ApiError
from companion.pilotage.browser.shown import shown
from companion.pilotage.browser.turns import Turn, turns_of
from companion.storage.analytics import SessionFact
from companion.storage.annotations import AnnotationRepository
from companion.storage.conversation_search import ConversationSearch
from companion.storage.database import Database
from companion.storage.models import Proposal
from companion.storage.proposals import ProposalRepository
from companion.storage.ratings import RatingRepository
from companion.storage.staff import Annotation
from companion.storage.tracker import TrackerEvent, TrackerEvents


@dataclass(frozen=True)
class Reading:
    """What one page shows. `notes` by message, under "" those of the whole conversation."""

    id: str
    turns: Sequence[Turn]
    sessions: Sequence[SessionFact]
    notes: Mapping[str, Sequence[Annotation]]
    words: Mapping[tuple[str, str], str]  # by proposal and topic, what the graph read


class Reader:
    """Reads conversations; what a form asked for is hidden."""

    def __init__(self, knowledge: Knowledge, database: Database, tracker: TrackerEvents) -> None:
        self._knowledge = knowledge
        self._tracker = tracker
        self._search = ConversationSearch(database)
        self._proposals = ProposalRepository(database, database)
        self._ratings = RatingRepository(database)
        self._annotations = AnnotationRepository(database)

    def events(self, conversation_id: str) -> list[TrackerEvent]:
        """Return what may be shown. Raises a 404 error when there is no such conversation."""
        events = self._tracker.lived(conversation_id)
        if not events:
            raise ApiError(404, "unknown_conversation")
        return shown(events)

    def read(self, conversation_id: str) -> Reading:
        """Return a conversation. Raises a 404 error when there is none."""
        events = self.events(conversation_id)
        proposals = self._proposals.of_conversation(conversation_id)
        ratings = self._ratings.of_conversation(conversation_id)
        notes: dict[str, list[Annotation]] = {}
        for note in self._annotations.of_conversation(conversation_id):
            notes.setdefault(note.message_id or "", []).append(note)
        return Reading(
            id=conversation_id,
            turns=turns_of(events, ratings, proposals),
            sessions=self._search.sessions_of(conversation_id),
            notes=notes,
            words=self._words(proposals),
        )

    def _words(self, proposals: Sequence[Proposal]) -> dict[tuple[str, str], str]:
        """Read the texts again: which words a topic was found by is not stored."""
        return {
            (proposal.id, topic): ", ".join(dict.fromkeys(score.words.values()))
            for proposal in proposals
            for topic, score in self._graph.scores(proposal.text).items()
        }

    @cached_property
    def _graph(self) -> KeywordGraph:
        return KeywordGraph(self._knowledge)
