"""What is offered to somebody who has not asked anything yet."""

from datetime import date
from typing import Any

import pytest
from econtacts_core.knowledge import Knowledge

from actions.opening import ActionOfferTopQuestions
from tests.actions.fakes import Outcome, choice, conversation, domain, message, run

SPRING = date(2027, 4, 20)


def offered(day: date = SPRING, said: dict[str, Any] | None = None, **slots: str) -> Outcome:
    start = said or message("/start", "start")
    return run(ActionOfferTopQuestions(lambda: day), conversation(start, **slots))


def test_the_questions_of_the_season_are_offered_first():
    assert offered().choices[0] == choice("declarer_revenus")
    assert offered(date(2027, 3, 1)).choices[0] == choice("moduler_prelevement")


def test_a_question_is_offered_in_peoples_words():
    assert offered().said[0]["buttons"][0]["title"] == "Je déclare mes revenus"


def test_they_come_with_a_sentence_of_the_assistant():
    assert offered().said[0]["response"] == "utter_top_questions"
    assert domain()["responses"]["utter_top_questions"]


def test_by_default_the_day_is_today(known: Knowledge):
    today = run(ActionOfferTopQuestions(), conversation(message("/start", "start")))
    expected = known.top_questions["impots"].on(date.today(), lambda topic: True)
    assert today.choices == [choice(question.topic) for question in expected]


def test_a_page_for_professionals_offers_their_questions():
    choices = offered(audience="professionnel").choices
    assert choice("declarer_tva") in choices
    assert choice("signaler_changement_situation") not in choices


@pytest.mark.parametrize(("collection", "messages"), [("impots", 1), ("recensement", 0)])
def test_a_collection_without_questions_of_its_own_offers_none(collection: str, messages: int):
    said = {**message("/start", "start"), "metadata": {"collection": collection}}
    assert len(offered(said=said).said) == messages
