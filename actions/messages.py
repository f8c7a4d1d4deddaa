"""The shape of the assistant's replies: text, choices, and what the page shows as cards."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from econtacts_core.cards import Card, destination_card
from econtacts_core.knowledge import Answer, Knowledge, Topic
from rasa_sdk.executor import CollectingDispatcher

Button = dict[str, str]


CHOOSE_TOPIC = "/choose_topic"


def choose_button(topic_id: str, title: str) -> Button:
    """Offer a topic under a title."""
    return {"title": title, "payload": CHOOSE_TOPIC + json.dumps({"topic": topic_id})}


def topic_buttons(topics: Iterable[Topic]) -> list[Button]:
    """Offer `topics` as choices, each by its own title."""
    return [choose_button(topic.id, topic.title) for topic in topics]


def offered_topics(buttons: Iterable[Button]) -> set[str]:
    """Return the topics that these buttons offer."""
    payloads = (button["payload"] for button in buttons)
    return {
        json.loads(payload.removeprefix(CHOOSE_TOPIC))["topic"]
        for payload in payloads
        if payload.startswith(CHOOSE_TOPIC)
    }


def none_button(domain: Mapping[str, Any]) -> Button:
    """Offer the way out of a list of choices, in the words of the domain."""
    title = domain["responses"]["utter_choice_none"][0]["text"]
    return {"title": title, "payload": "/none_of_these"}


def request_button(domain: Mapping[str, Any], topic: Topic) -> Button:
    """Offer to prepare the request of `topic` in the conversation, in the words of the domain."""
    title = domain["responses"]["utter_choice_prepare_request"][0]["text"]
    return {"title": title, "payload": "/start_request" + json.dumps({"request": topic.id})}


def say_answer(
    dispatcher: CollectingDispatcher,
    knowledge: Knowledge,
    topic: Topic,
    answer: Answer,
    *,
    text: str | None = None,
    buttons: Iterable[Button] = (),
) -> None:
    """Give `answer` with where it leads and where it comes from; `text` says it in other words."""
    dispatcher.utter_message(
        text=text or answer.chat,
        buttons=list(buttons),
        json_message={
            "kind": "answer",
            "topic": topic.id,
            "cards": [destination_card(found) for found in knowledge.leads_to(answer)],
            "sources": [
                {"title": s.title, "href": s.href, "date": s.date and s.date.isoformat()}
                for s in topic.sources
            ],
            "reviewed_on": topic.reviewed_on.isoformat(),
            "valid_until": topic.valid_until and topic.valid_until.isoformat(),
        },
    )


def say_cards(dispatcher: CollectingDispatcher, response: str, cards: Iterable[Card]) -> None:
    """Say one of the assistant's own sentences with cards below."""
    dispatcher.utter_message(response=response, json_message={"cards": list(cards)})
