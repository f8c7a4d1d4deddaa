"""One message through the whole analysis: masked, judged, stored."""

from collections.abc import Collection
from dataclasses import dataclass

from companion.classifier.masking import Masked, mask
from companion.classifier.orchestrator import Orchestrator, Verdict
from companion.storage.proposals import Origin, ProposalRepository


@dataclass(frozen=True)
class Analysis:
    """A stored proposal: what was read, and what was decided."""

    proposal_id: str
    masked: Masked
    verdict: Verdict


class ClassifierService:
    """What the HTTP contract offers, without HTTP."""

    def __init__(self, orchestrator: Orchestrator, proposals: ProposalRepository) -> None:
        self._orchestrator = orchestrator
        self._proposals = proposals

    def propose(self, text: str, origin: Origin, refused: Collection[str] = ()) -> Analysis:
        """Judge `text` without the topics `refused`; only its masked form is scored and stored."""
        masked = mask(text)
        verdict = self._orchestrator.judge(masked.text, origin.audience, refused)
        return Analysis(self._proposals.add(masked, verdict, origin), masked, verdict)

    def feedback(self, proposal_id: str, outcome: str, topic: str | None, text: str | None) -> bool:
        """Store what became of a proposal; False when there is no such proposal."""
        kept = None if text is None else mask(text).text
        return self._proposals.add_feedback(proposal_id, outcome, topic, kept)
