"""The lower steps of the confidence ladder."""

from collections.abc import Mapping
from typing import Any

import pytest
from econtacts_core.knowledge import Knowledge
from econtacts_core.routing import OTHER_FORM
from rasa_sdk import Action

from actions.ladder import ActionClarify, ActionDescendLadder, ActionSuggest
from tests.actions.conftest import Play
from tests.actions.fakes import (
    NONE,
    Outcome,
    choice,
    clicked,
    conversation,
    message,
    proposal,
    run,
)

UNCLEAR = message("mon truc de l'an dernier", "nlu_fallback")
NONE_OF_THESE = clicked("none_of_these")


def hesitation(**ranking: float) -> dict[str, Any]:
    """Write a message between whose intents the assistant hesitates."""
    return message("ma maison", "nlu_clarify", {"nlu_clarify": 0.4, **ranking})


def is_other_form(outcome: Outcome, known: Knowledge) -> bool:
    """Tell whether the general form and the telephone were offered."""
    titles = [known.destinations[OTHER_FORM].title, known.contact.phone]
    return (
        outcome.said[-1]["response"] == "utter_other_form"
        and [card["title"] for card in outcome.cards] == titles
    )


def test_clarify_offers_the_topics_and_a_way_out(known: Knowledge):
    heard = hesitation(payer_cfe=0.4, contester_impot=0.2)
    outcome = run(ActionClarify(), conversation(heard))
    assert outcome.said[0]["response"] == "utter_clarify"
    assert outcome.choices == [choice("payer_cfe"), choice("contester_impot"), NONE]


def test_clarify_names_its_choices_by_their_titles(known: Knowledge):
    outcome = run(ActionClarify(), conversation(hesitation(payer_cfe=0.4)))
    titles = [button["title"] for button in outcome.said[0]["buttons"]]
    assert titles == [known.topics["payer_cfe"].title, "Autre chose"]


def test_clarify_offers_three_topics_at_most(known: Knowledge):
    heard = hesitation(**dict.fromkeys(known.topics, 0.06))
    assert len(run(ActionClarify(), conversation(heard)).choices) == 3 + 1


def test_clarify_forgets_an_older_proposal():
    tracker = conversation(hesitation(payer_cfe=0.4), proposal_id="p0")
    assert run(ActionClarify(), tracker).slots == {"proposal_id": None}


def test_suggest_asks_about_what_was_typed_last(play: Play):
    fake = play(None)
    run(ActionSuggest(), conversation(UNCLEAR, clicked("start"), audience="professionnel"))
    known = {"audience": "professionnel", "channel": "chat", "conversation_id": "c1"}
    assert fake.asked == [("mon truc de l'an dernier", known)]


def test_suggest_gives_the_answer_of_which_the_companion_is_sure(play: Play, known: Knowledge):
    play(proposal("answer", "payer_cfe"))
    outcome = run(ActionSuggest(), conversation(UNCLEAR))
    assert outcome.said[0]["text"] == known.topics["payer_cfe"].answers[0].chat
    assert outcome.slots == {"topic": "payer_cfe", "proposal_id": None}


def test_suggest_offers_as_a_choice_a_sure_topic_that_asks_something_first(play: Play):
    play(proposal("answer", "changer_adresse"))
    outcome = run(ActionSuggest(), conversation(UNCLEAR))
    assert outcome.choices == [choice("changer_adresse"), NONE]


def test_suggest_offers_the_companions_proposals(play: Play):
    play(proposal("suggest", "payer_cfe", "contester_impot"))
    outcome = run(ActionSuggest(), conversation(UNCLEAR))
    assert outcome.said[0]["response"] == "utter_suggest"
    assert outcome.choices == [choice("payer_cfe"), choice("contester_impot"), NONE]
    assert outcome.slots == {"proposal_id": "p1"}


def test_suggest_leaves_out_topics_that_the_assistant_does_not_know(play: Play):
    play(proposal("suggest", "sujet_inconnu", "payer_cfe"))
    assert run(ActionSuggest(), conversation(UNCLEAR)).choices == [choice("payer_cfe"), NONE]


@pytest.mark.parametrize(
    "opinion",
    [proposal("abstain"), None, proposal("answer", "sujet_inconnu"), proposal("suggest")],
    ids=["abstains", "down", "unknown topic", "nothing to offer"],
)
def test_suggest_falls_to_the_general_form(
    play: Play, known: Knowledge, opinion: Mapping[str, Any] | None
):
    play(opinion)
    outcome = run(ActionSuggest(), conversation(UNCLEAR, proposal_id="p0"))
    assert is_other_form(outcome, known)
    assert outcome.slots == {"proposal_id": None}


@pytest.mark.parametrize("action", [ActionSuggest(), ActionDescendLadder()], ids=lambda a: a.name())
def test_nothing_typed_means_nothing_asked(play: Play, known: Knowledge, action: Action):
    fake = play(proposal("answer", "payer_cfe"))
    outcome = run(action, conversation(clicked("start"), NONE_OF_THESE))
    assert fake.asked == []
    assert is_other_form(outcome, known)


def test_after_vouliez_vous_dire_comes_the_companion(play: Play):
    fake = play(proposal("suggest", "payer_cfe"))
    outcome = run(ActionDescendLadder(), conversation(UNCLEAR, NONE_OF_THESE))
    assert outcome.choices == [choice("payer_cfe"), NONE]
    assert fake.told == []


def test_after_the_companion_comes_the_general_form(play: Play, known: Knowledge):
    fake = play(proposal("suggest", "payer_cfe"))
    outcome = run(ActionDescendLadder(), conversation(UNCLEAR, NONE_OF_THESE, proposal_id="p1"))
    assert is_other_form(outcome, known)
    assert fake.asked == []


def test_refusing_the_companions_proposals_is_reported(play: Play):
    fake = play(None)
    outcome = run(ActionDescendLadder(), conversation(UNCLEAR, NONE_OF_THESE, proposal_id="p1"))
    assert fake.told == [("p1", "rejected", None)]
    assert outcome.slots == {"proposal_id": None}
