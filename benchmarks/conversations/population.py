"""Many conversations, turn by turn in the order of time: deterministic for a seed."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from benchmarks.conversations.calendar import season, starts
from benchmarks.conversations.dialogue import Dialogue, Turn
from benchmarks.conversations.scenarios import WAYS, Fall, People
from benchmarks.conversations.world import World

_TESTERS = 0.005
_ANOTHER_QUESTION = 0.18
_SAYS_THANKS = 0.12
_COMES_BACK = 0.08
_AUDIENCES = (None, "particulier", "professionnel")


@dataclass(frozen=True)
class Plan:
    """What to make: `count` conversations over `days` from `first`, and what to plant."""

    count: int
    first: date
    days: int = 365
    seed: int = 1
    fall: Fall | None = None


class Population:
    """Who asks what: topics are unequal, and satisfy unequally."""

    def __init__(self, world: World, plan: Plan) -> None:
        self._world, self._plan = world, plan
        self._chance = random.Random(plan.seed)  # noqa: S311
        topics = [topic for topic in world.knowledge.topics if topic in world.utterances]
        self._chance.shuffle(topics)
        # Few topics make most of the questions (Zipf).
        weights = {topic: 1.0 / (rank + 3) for rank, topic in enumerate(topics)}
        self._by_month = {
            month: [weight * season(topic, month) for topic, weight in weights.items()]
            for month in range(1, 13)
        }
        self._topics = topics
        self._satisfied = {topic: self._chance.uniform(0.45, 0.85) for topic in topics}
        self._territories = sorted(world.knowledge.territories.departments)

    def turns(self) -> Iterator[Turn]:
        """Yield every turn of everybody, in the order of time."""
        waiting: list[tuple[float, int, Turn]] = []
        made = 0
        plan = self._plan
        for at in starts(plan.count, plan.first, plan.days, self._chance):
            while waiting and waiting[0][0] < at:
                yield heapq.heappop(waiting)[2]
            for turn in self._conversation(at):
                made += 1
                heapq.heappush(waiting, (turn.seconds, made, turn))
        while waiting:
            yield heapq.heappop(waiting)[2]

    def _conversation(self, at: float) -> list[Turn]:
        chance = self._chance
        dialogue = Dialogue(
            world=self._world,
            chance=chance,
            sender=f"{chance.getrandbits(128):032x}",
            seconds=at,
            audience=chance.choices(_AUDIENCES, (75, 18, 7))[0],
            territory=chance.choice(self._territories) if chance.random() < 0.2 else None,
            tester=chance.random() < _TESTERS,
        )
        people = People(dialogue, self._satisfied, self._pick, self._part(at), self._plan.fall)
        self._visit(dialogue, people, greeted=True)
        if chance.random() < _COMES_BACK:
            dialogue.come_back(chance.uniform(0.1, 12.0))
            self._visit(dialogue, people, greeted=False)
        return dialogue.turns

    def _visit(self, dialogue: Dialogue, people: People, *, greeted: bool) -> None:
        chance = self._chance
        dialogue.open(greeted=greeted)
        way = chance.choices(list(WAYS), list(WAYS.values()))[0]
        getattr(people, way)()
        if way == "leaves":
            return
        if chance.random() < _ANOTHER_QUESTION:
            people.typed()
        if chance.random() < _SAYS_THANKS:
            people.thanks()

    def _pick(self, at: float) -> str:
        month = datetime.fromtimestamp(at, timezone.utc).month
        return self._chance.choices(self._topics, self._by_month[month])[0]

    def _part(self, at: float) -> float:
        begun = datetime.combine(self._plan.first, datetime.min.time(), timezone.utc)
        return (at - begun.timestamp()) / timedelta(days=self._plan.days).total_seconds()
