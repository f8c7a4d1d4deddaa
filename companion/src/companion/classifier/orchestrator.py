"""One judge over both approaches: normalises, fuses, and answers, suggests or abstains.

The two scores are treated as two witnesses: a topic is believed unless both are wrong. What the
model takes for a foreign matter weakens the graph, whose words may occur anywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from econtacts_core.keyword_graph import GraphScore, KeywordGraph
from econtacts_core.knowledge import Knowledge
from econtacts_core.offices import Situation

from companion.classifier.model import OUT_OF_SCOPE, Reading, TopicModel
from companion.classifier.urgency import most_urgent

Decision = Literal["answer", "suggest", "abstain"]
Approach = Literal["graph", "model"]

MAX_CANDIDATES = 5
# Beside a possible topic, up to this many choices are filled with less likely ones: somebody who is
# asked anyway is better served by three choices than by one.
_CHOICES = 3
_CHOICE_FLOOR = 0.02
# The graph alone never makes a message sure: a combination of words can be met by chance.
GRAPH_TRUST = 0.6


@dataclass(frozen=True)
class Candidate:
    """A topic proposed, what each approach thought of it, and why."""

    topic: str
    score: float
    graph: float
    model: float
    rule: tuple[str, ...]
    words: Mapping[str, str]
    terms: tuple[str, ...]
    nearest: str | None  # the example that means nearly the same


@dataclass(frozen=True)
class Verdict:
    """What the orchestrator decided; candidates come best first, none when it abstains.

    `team` is that of the best topic, or of the `urgency` when no topic was found.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    team: str | None
    urgency: Situation | None = None

    @property
    def first_by(self) -> Literal["graph", "model", "both", "nobody"]:
        """Which approach saw the first topic at all, whatever the other made of it."""
        if not self.candidates:
            return "nobody"
        first = self.candidates[0]
        if not first.graph:
            return "model"
        return "both" if first.model >= _CHOICE_FLOOR else "graph"


class Orchestrator:
    """Reads a masked text with both approaches; knows no web, no database, no clock.

    With one `alone`, the other is never heard: to measure what each is worth.
    """

    def __init__(
        self, knowledge: Knowledge, model: TopicModel, alone: Approach | None = None
    ) -> None:
        self._knowledge = knowledge
        self._thresholds = knowledge.ladder.orchestrator
        self._graph = KeywordGraph(knowledge)
        self.model = model
        self._alone = alone

    def judge(
        self, text: str, audience: str | None = None, refused: Collection[str] = ()
    ) -> Verdict:
        """Propose topics for `text`; topics not meant for a known `audience` are left out.

        So are the topics that the person `refused`; whoever was misunderstood once is asked, not
        answered outright.
        """
        return self._verdict(text, self.model.read([text])[0], audience, refused)

    def judge_all(self, texts: Sequence[str]) -> list[Verdict]:
        """Judge many texts of which nothing else is known; quicker than one by one."""
        read = zip(texts, self.model.read(texts), strict=True)
        return [self._verdict(text, reading, None, ()) for text, reading in read]

    def _verdict(
        self,
        text: str,
        reading: Reading,
        audience: str | None,
        refused: Collection[str],
    ) -> Verdict:
        found = self._graph.concepts(text)
        graph = {} if self._alone == "model" else self._graph.scores_of(found)
        model = (
            {OUT_OF_SCOPE: 0.0} if self._alone == "graph" else _ruled_out(reading.scores, refused)
        )
        trust = 1.0 if self._alone == "graph" else GRAPH_TRUST
        fused = {
            topic.id: _fuse(
                trust, graph.get(topic.id), model.get(topic.id, 0.0), model[OUT_OF_SCOPE]
            )
            for topic in self._knowledge.topics.values()
            if topic.id not in refused
            and (audience is None or any(audience in answer.audience for answer in topic.answers))
        }
        # what is likelier foreign than any subject of ours is not worth a proposal
        best = _best(fused, max(self._thresholds.possible, model[OUT_OF_SCOPE]))
        candidates = tuple(
            Candidate(
                topic=topic,
                score=fused[topic],
                model=model.get(topic, 0.0),
                **_read_by_model(reading, topic if topic in model else None),
                **_read_by_graph(graph.get(topic)),
            )
            for topic in best
        )
        urgency = most_urgent(self._knowledge.offices.situations, found)
        return Verdict(
            decision=self._decide(candidates, refused),
            candidates=candidates,
            team=self._team(best, urgency),
            urgency=urgency,
        )

    def _team(self, best: Sequence[str], urgency: Situation | None) -> str | None:
        if best:
            return self._knowledge.topics[best[0]].office
        return urgency.team if urgency else None

    def _decide(self, candidates: tuple[Candidate, ...], refused: Collection[str]) -> Decision:
        if not candidates:
            return "abstain"
        sure = candidates[0].score >= self._thresholds.sure and not refused
        return "answer" if sure else "suggest"


def _read_by_model(reading: Reading, topic: str | None) -> dict[str, Any]:
    """Return why the model thinks of a topic; nothing for a `topic` that it never learnt."""
    if topic is None:
        return {"terms": (), "nearest": None}
    return {"terms": tuple(reading.terms(topic)), "nearest": reading.nearest(topic)}


def _read_by_graph(found: GraphScore | None) -> dict[str, Any]:
    """Return what a candidate tells of the graph."""
    if found is None:
        return {"graph": 0.0, "rule": (), "words": {}}
    return {"graph": found.score, "rule": found.rule, "words": found.words}


def _best(fused: Mapping[str, float], floor: float) -> list[str]:
    """Return the topics to propose, best first: none unless one reaches `floor`."""
    ranked = sorted(fused, key=lambda topic: -fused[topic])[:MAX_CANDIDATES]
    likely = [topic for topic in ranked if fused[topic] >= floor]
    if not likely:
        return []
    return likely + [
        topic for topic in ranked[len(likely) : _CHOICES] if fused[topic] >= _CHOICE_FLOOR
    ]


def _ruled_out(scores: Mapping[str, float], refused: Collection[str]) -> Mapping[str, float]:
    """Return what the probabilities become once the refused topics are known to be wrong."""
    left = {name: score for name, score in scores.items() if name not in refused}
    total = sum(left.values())
    if len(left) == len(scores) or not total:
        return left
    return {name: score / total for name, score in left.items()}


def _fuse(trust: float, graph: GraphScore | None, model: float, foreign: float) -> float:
    witness = trust * (graph.score if graph else 0.0) * (1.0 - foreign)
    # Written so that the model alone keeps its score to the last digit: thresholds use `>=`.
    return model + witness * (1.0 - model)
