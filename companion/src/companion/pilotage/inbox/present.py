"""The judge in service, for those who improve it: loaded when it is first needed, or shared."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from econtacts_core.knowledge import Knowledge

from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Orchestrator


@dataclass
class Present:
    """What reads messages today."""

    load: Callable[[], Orchestrator]

    @classmethod
    def stored(cls, knowledge: Knowledge, path: Path) -> "Present":
        """Return what the model in the file `path` makes of messages; reading it takes a second."""
        return cls(lambda: Orchestrator(knowledge, TopicModel.load(path)))

    @classmethod
    def shared(cls, orchestrator: Orchestrator) -> "Present":
        """Return the judge that this process has already: a second one would double its memory."""
        return cls(lambda: orchestrator)

    @cached_property
    def orchestrator(self) -> Orchestrator:
        """The judge. Raises `FileNotFoundError` when no model was ever trained."""
        return self.load()

    @property
    def model(self) -> TopicModel:
        """Its learned half."""
        return self.orchestrator.model

    def proposals(self, texts: list[str], most: int) -> list[str]:
        """Return the topics that the orchestrator sees in these texts together, best first."""
        weight: dict[str, float] = {}
        for verdict in self.orchestrator.judge_all(texts):
            for candidate in verdict.candidates:
                weight[candidate.topic] = weight.get(candidate.topic, 0.0) + candidate.score
        return sorted(weight, key=lambda topic: -weight[topic])[:most]
