"""The model in service, for those who improve it: loaded when it is first needed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from econtacts_core.knowledge import Knowledge

from companion.classifier.model import TopicModel
from companion.classifier.orchestrator import Orchestrator


@dataclass
class Present:
    """What reads messages today. Raises `FileNotFoundError` when no model was ever trained."""

    knowledge: Knowledge
    path: Path

    @cached_property
    def model(self) -> TopicModel:
        """The trained model; reading it takes a second."""
        return TopicModel.load(self.path)

    @cached_property
    def orchestrator(self) -> Orchestrator:
        """The judge over that model and the keyword graph."""
        return Orchestrator(self.knowledge, self.model)

    def proposals(self, texts: list[str], most: int) -> list[str]:
        """Return the topics that the orchestrator sees in these texts together, best first."""
        weight: dict[str, float] = {}
        for verdict in self.orchestrator.judge_all(texts):
            for candidate in verdict.candidates:
                weight[candidate.topic] = weight.get(candidate.topic, 0.0) + candidate.score
        return sorted(weight, key=lambda topic: -weight[topic])[:most]
