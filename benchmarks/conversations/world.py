"""What made-up people and the assistant know: the project's own utterances, answers and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml
from econtacts_core.cards import Card, contact_card, destination_card, elsewhere_card
from econtacts_core.collection import MAIN_COLLECTION
from econtacts_core.knowledge import Answer, Knowledge, Topic, load_knowledge
from econtacts_core.routing import OTHER_FORM

from tests.utterances import read_utterances

ROOT = Path(__file__).parents[2]
Buttons = list[dict[str, str]]


@dataclass(frozen=True)
class Theme:
    """Texts on one matter that the assistant does not know, from a part of the year on."""

    begins: float
    texts: Sequence[str]


@dataclass(frozen=True)
class World:
    """The knowledge, what people type by intent, and the assistant's own sentences."""

    knowledge: Knowledge
    utterances: Mapping[str, Sequence[str]]
    responses: Mapping[str, tuple[str, Buttons | None]]
    themes: Sequence[Theme]

    def answer(self, topic: Topic, audience: str | None) -> tuple[str, dict[str, Any]]:
        """Return what is said on a topic, and what the page shows with it."""
        answer = topic.answer_for({"audience": audience})
        return answer.chat, {
            "kind": "answer",
            "topic": topic.id,
            "cards": self._cards(answer),
            "sources": [
                {"title": s.title, "href": s.href, "date": s.date and s.date.isoformat()}
                for s in topic.sources
            ],
            "reviewed_on": topic.reviewed_on.isoformat(),
            "valid_until": topic.valid_until and topic.valid_until.isoformat(),
        }

    def other_form(self) -> list[Card]:
        """Return the cards of the last step of the ladder."""
        known = self.knowledge
        return [destination_card(known.destinations[OTHER_FORM]), contact_card(known.contact)]

    def contact(self) -> list[Card]:
        """Return where to find somebody to talk to."""
        known = self.knowledge
        appointment = destination_card(known.destinations["contact_et_rdv"])
        return [contact_card(known.contact), appointment]

    def elsewhere(self) -> list[Card]:
        """Return another administration."""
        return [elsewhere_card(self.knowledge.elsewhere_default)]

    def top_questions(self, seconds: float) -> Buttons:
        """Return what the opening offers at a moment, in seconds since 1970."""
        day = datetime.fromtimestamp(seconds, timezone.utc).date()
        offered = self.knowledge.top_questions[MAIN_COLLECTION].on(day, lambda topic: True)
        return [
            {"title": asked.title, "payload": f'/choose_topic{{"topic": "{asked.topic}"}}'}
            for asked in offered
        ]

    def choices(self, topics: Sequence[str]) -> Buttons:
        """Return topics to choose from, and the way out."""
        named = [self.knowledge.topics[topic] for topic in topics]
        buttons = [
            {"title": topic.title, "payload": f'/choose_topic{{"topic": "{topic.id}"}}'}
            for topic in named
        ]
        none = {"title": self.responses["utter_choice_none"][0], "payload": "/none_of_these"}
        return [*buttons, none]

    def _cards(self, answer: Answer) -> list[Card]:
        return [destination_card(found) for found in self.knowledge.leads_to(answer)]


def load_world() -> World:
    """Read the project's own files."""
    spoken: dict[str, list[str]] = {}
    for utterance in read_utterances(ROOT / "data" / "nlu", "*.yml"):
        spoken.setdefault(utterance.intent, []).append(utterance.text)
    unknown = yaml.safe_load(Path(__file__).with_name("unknown.yml").read_text(encoding="utf-8"))
    themes = [Theme(theme["from"], theme["texts"]) for theme in unknown["themes"]]
    return World(load_knowledge(ROOT / "knowledge"), spoken, _responses(), themes)


def _responses() -> dict[str, tuple[str, Buttons | None]]:
    found: dict[str, tuple[str, Buttons | None]] = {}
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            found[name] = (variants[0]["text"], _buttons(variants[0].get("buttons")))
    return found


def _buttons(written: Sequence[Mapping[str, str]] | None) -> Buttons | None:
    """Return buttons as Rasa sends them: with single braces."""
    if written is None:
        return None
    return [
        {
            "title": button["title"],
            "payload": button["payload"].replace("{{", "{").replace("}}", "}"),
        }
        for button in written
    ]
