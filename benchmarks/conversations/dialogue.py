"""One sender's conversation, turn by turn, as Rasa would have recorded it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.conversations import events
from benchmarks.conversations.events import Event
from benchmarks.conversations.world import Buttons, World

_RANKED = 10  # intents that Rasa notes
_FORGOTTEN = ("tax", "notice", "event", "year")


@dataclass
class Candidate:
    """A topic proposed, with its scores."""

    topic: str
    graph: float
    model: float

    @property
    def score(self) -> float:
        """What both scores make together."""
        return self.model + 0.6 * self.graph * (1.0 - self.model)


@dataclass
class Proposal:
    """What the companion proposed, and what became of it."""

    id: str
    seconds: float
    text: str
    decision: str
    candidates: Sequence[Candidate]
    audience: str | None
    territory: str | None


@dataclass
class Turn:
    """What Rasa records at once: a message, the reply, and what the companion keeps of it."""

    sender: str
    seconds: float
    events: list[Event]
    rating: tuple[str, str | None] | None = None
    rated: int = 0  # which of the events
    topic: str = ""  # of the answer rated
    proposal: Proposal | None = None
    feedback: tuple[str, str, str | None] | None = None  # proposal, outcome, topic
    form: str | None = None  # of the request sent


@dataclass
class Dialogue:
    """Builds the turns of one sender; time goes on as people read and type."""

    world: World
    chance: random.Random
    sender: str
    seconds: float
    audience: str | None = None
    territory: str | None = None
    tester: bool = False
    turns: list[Turn] = field(default_factory=list)

    def open(self, *, greeted: bool = True) -> None:
        """Start a session; the page opens the first one."""
        noted = self._metadata()
        begun = [
            events.slot("session_started_metadata", noted),
            events.action("action_session_start", policy=None),
            events.session_started(),
            events.slot("session_started_metadata", noted),
            events.action("action_listen", policy=None),
        ]
        self.turns.append(Turn(self.sender, self.seconds, begun))
        if greeted:
            text, entities = events.click("start")
            self._begin(text, [("start", 1.0)], {}, entities)
            self.act("utter_welcome", hidden=True)
            self.utter("utter_welcome")
            self.act("action_offer_top_questions", hidden=True)
            self._offer("utter_top_questions", self.world.top_questions(self.seconds))
            self.listen(hidden=True)

    def types(self, text: str, ranking: Sequence[tuple[str, float]]) -> None:
        """Type a message that Rasa reads as the first of `ranking`."""
        self._wait(8, 45)
        self._begin(text, ranking, {}, [])

    def clicks(self, title: str, intent: str, entity: str | None = None, value: str = "") -> None:
        """Click a button."""
        self._wait(3, 20)
        text, entities = events.click(intent, entity, value)
        self._begin(text, [(intent, 1.0)], {"title": title}, entities)

    def answer(self, topic_id: str) -> None:
        """Give the answer of a topic, and forget what was known for it alone."""
        topic = self.world.knowledge.topics[topic_id]
        text, custom = self.world.answer(topic, self.audience)
        self.act("action_answer_topic")
        self.turns[-1].rated, self.turns[-1].topic = len(self.turns[-1].events), topic_id
        self._add(events.bot(text, custom=custom))
        known = {"audience": self.audience, "tax": None, "notice": None, "event": None}
        self.slots(topic=topic_id, answered_with=known, **dict.fromkeys(_FORGOTTEN))

    def utter(self, response: str, **filled: str) -> None:
        """Say one of the assistant's own sentences."""
        text, buttons = self.world.responses[response]
        self._add(
            events.bot(
                text.format(**filled) if filled else text,
                template=response,
                filled=filled,
                buttons=buttons,
            )
        )

    def offer(self, response: str, topics: Sequence[str]) -> None:
        """Offer topics to choose from, and the way out."""
        self._offer(response, self.world.choices(topics))

    def show(self, response: str | None, cards: Sequence[Any]) -> None:
        """Show where to go, below a sentence or alone."""
        text = self.world.responses[response][0] if response else None
        self._add(events.bot(text, template=response, custom={"cards": list(cards)}))

    def act(self, name: str, *, hidden: bool = False) -> None:
        """Run an action."""
        self._add(events.action(name, hidden=hidden))

    def loop(self, name: str | None) -> None:
        """Begin or end a form."""
        self._add(events.active_loop(name))

    def slots(self, **values: Any) -> None:
        """Set slots."""
        for name, value in values.items():
            self._add(events.slot(name, value))

    def listen(self, *, hidden: bool = False) -> None:
        """End the turn."""
        self.act("action_listen", hidden=hidden)

    def propose(self, text: str, decision: str, candidates: Sequence[Candidate]) -> Proposal:
        """Have the companion read a message."""
        made = Proposal(
            id=self._new_id(),
            seconds=self.turns[-1].seconds + 0.05,
            text=text,
            decision=decision,
            candidates=candidates,
            audience=self.audience,
            territory=self.territory,
        )
        self.turns[-1].proposal = made
        return made

    def come_back(self, days: float) -> None:
        """Let days go by."""
        self.seconds += days * 86_400

    def ranking(self, first: str, confidence: float) -> list[tuple[str, float]]:
        """Return a ranking of intents as Rasa notes it, without the step of the ladder."""
        others = self.chance.sample(list(self.world.knowledge.topics), _RANKED)
        others = [name for name in others if name != first]
        left, ranked = 1.0 - confidence, [(first, confidence)]
        for name in others[: _RANKED - 1]:
            left *= 0.55
            ranked.append((name, left))
        return ranked

    def _begin(
        self,
        text: str,
        ranking: Sequence[tuple[str, float]],
        clicked: dict[str, str],
        entities: Sequence[Event],
    ) -> None:
        said = events.user(text, ranking, self._new_id(), {**clicked, **self._metadata()}, entities)
        self.turns.append(Turn(self.sender, self.seconds, [said]))
        for entity in entities:
            self.slots(**{entity["entity"]: entity["value"]})
        self._add(events.featurization())

    def _offer(self, response: str, buttons: Buttons) -> None:
        text, _ = self.world.responses[response]
        self._add(events.bot(text, template=response, buttons=buttons))

    def _add(self, event: Event) -> None:
        self.turns[-1].events.append(event)

    def _metadata(self) -> dict[str, Any]:
        noted: dict[str, Any] = {"channel": "chat", "collection": "impots"}
        return {**noted, "tester": True} if self.tester else noted

    def _wait(self, least: float, most: float) -> None:
        self.seconds += self.chance.uniform(least, most)

    def _new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"
