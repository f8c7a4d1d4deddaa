"""One message through the whole analysis: masked, judged, stored."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from econtacts_core.territories import Department, Territories

from companion.classifier.language import LanguageReader
from companion.classifier.library import Library
from companion.classifier.masking import Masked, mask
from companion.classifier.orchestrator import Verdict
from companion.classifier.territory import TerritoryReader
from companion.metrics import Metrics
from companion.storage.proposals import Origin, ProposalRepository, Proposed


class UnknownTopic(ValueError):
    """The topic said to be right is none of the collection, or was not proposed."""


@dataclass(frozen=True)
class Analysis:
    """A stored proposal: what was read, what was decided, and where the message comes from."""

    proposal_id: str
    masked: Masked
    verdict: Verdict
    territory: Department | None
    language: str | None


class ClassifierService:
    """What the HTTP contract offers, without HTTP."""

    def __init__(
        self,
        library: Library,
        territories: Territories,
        proposals: ProposalRepository,
        metrics: Metrics,
    ) -> None:
        self._library = library
        self._territories = TerritoryReader(territories)
        self._languages = LanguageReader()
        self._proposals = proposals
        self._metrics = metrics

    def propose(self, text: str, origin: Origin, refused: Collection[str] = ()) -> Analysis:
        """Judge `text` without the topics `refused`; only its masked form is scored and stored.

        Of what is masked, one thing is kept: the department of an address, which tells no person
        from another.

        Raises `KeyError` for a collection that is not in the library.
        """
        orchestrator = self._library[origin.collection].orchestrator
        masked, territory = mask(text), self._territories.read(text)
        language = self._languages.read(masked.text)
        verdict = orchestrator.judge(masked.text, origin.audience, refused)
        origin = replace(origin, territory=territory.code if territory else None, language=language)
        proposal_id = self._proposals.add(masked, verdict, origin)
        self._count(masked, verdict, origin)
        return Analysis(proposal_id, masked, verdict, territory, language)

    def feedback(self, proposal_id: str, outcome: str, topic: str | None, text: str | None) -> bool:
        """Store what became of a proposal; False when there is no such proposal.

        Raises:
            UnknownTopic: `topic` was not proposed, though accepted, or is no topic at all. What is
                learnt from later must not hold it.
        """
        proposed = self._proposals.find(proposal_id)
        if proposed is None:
            return False
        if topic is not None and topic not in self._choosable(proposed, outcome):
            raise UnknownTopic(topic)
        kept = None if text is None else mask(text).text
        self._proposals.add_feedback(proposal_id, outcome, topic, kept)
        self._metrics.feedback(outcome)
        return True

    def _count(self, masked: Masked, verdict: Verdict, origin: Origin) -> None:
        self._metrics.proposal(
            origin.collection, origin.channel, verdict.decision, verdict.first_by
        )
        for kind in masked.kinds:
            self._metrics.masked(kind)

    def _choosable(self, proposed: Proposed, outcome: str) -> Collection[str]:
        if outcome == "accepted":
            return proposed.topics
        shelf = self._library.get(proposed.collection)
        return shelf.knowledge.topics if shelf else ()
