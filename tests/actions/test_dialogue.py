"""Whole conversations: the trained assistant and the real actions, in one process."""

import pytest
from econtacts_core.knowledge import Knowledge
from rasa.core.agent import Agent

from tests.actions.conftest import Play
from tests.actions.fakes import NONE, FakeClassifier, choice, domain, proposal
from tests.actions.rasa_side import Citizen

PARTICULIER = '/inform_audience{"audience": "particulier"}'
RESPONSES = domain()["responses"]


def says(response: str) -> str:
    """Return the first line of one of the assistant's own sentences."""
    text: str = RESPONSES[response][0]["text"]
    return text.split("\n", maxsplit=1)[0]


@pytest.fixture
def fake(play: Play) -> FakeClassifier:
    """Have the companion down, until the test says otherwise."""
    return play(None)


@pytest.fixture
def citizen(agent: Agent, fake: FakeClassifier, request: pytest.FixtureRequest) -> Citizen:
    """Open a conversation of the test's own."""
    return Citizen(agent, request.node.name)


def test_a_move_is_answered_once_it_is_known_for_whom(citizen: Citizen, known: Knowledge):
    assert citizen.say("je déménage").texts == [says("utter_ask_audience")]
    answered = citizen.say("professionnel")
    expected = known.topics["changer_adresse"].answer_for("professionnel").chat
    assert "\n\n".join(answered.texts) == expected
    assert answered.pending is None


def test_for_whom_is_not_asked_twice(citizen: Citizen):
    citizen.say("je déménage")
    citizen.say(PARTICULIER)
    assert citizen.say("mon mot de passe est refusé").answered == ["acceder_espace"]


def test_a_digression_is_answered_and_the_question_comes_back(citizen: Citizen):
    citizen.say("je déménage")
    turn = citizen.say("je ne peux pas payer mon impôt")
    assert turn.answered == ["demander_delai_paiement"]
    assert turn.texts[-1] == says("utter_ask_audience")
    assert citizen.say(PARTICULIER).answered == ["changer_adresse"]


def test_a_new_topic_takes_over_a_pending_question(citizen: Citizen):
    citizen.say("je déménage")
    citizen.say("en fait mon souci c'est que le site refuse mon mot de passe")
    assert citizen.say(PARTICULIER).answered == ["acceder_espace"]


def test_a_click_on_another_topic_ends_a_pending_question(citizen: Citizen):
    citizen.say("je déménage")
    turn = citizen.say(choice("payer_cfe"))
    assert (turn.answered, turn.pending) == (["payer_cfe"], None)


def test_a_click_at_the_opening_is_answered_at_once(citizen: Citizen):
    citizen.say("/start")
    assert citizen.say(choice("moduler_prelevement")).answered == ["moduler_prelevement"]


def test_the_ladder_is_descended_to_the_general_form(citizen: Citizen, fake: FakeClassifier):
    assert citizen.say("j'ai un souci avec ma maison").texts == [says("utter_clarify")]
    fake.proposal = proposal("suggest", "payer_cfe")
    assert citizen.say(NONE).texts == [says("utter_suggest")]
    assert citizen.say(NONE).texts[0] == says("utter_other_form")
    assert fake.told == [("p1", "rejected", None)]


def test_what_was_refused_in_a_hesitation_is_not_proposed_again(
    citizen: Citizen, fake: FakeClassifier, known: Knowledge
):
    hesitation = citizen.say("j'ai un souci avec ma maison")
    offered = [title for title in hesitation.choices if title != "Autre chose"]
    assert offered
    refused = [topic.id for topic in known.topics.values() if topic.title in offered]
    fake.proposal = proposal("answer", *refused, "payer_cfe")
    proposed = citizen.say(NONE)
    assert proposed.texts == [says("utter_suggest")]
    assert proposed.choices == [known.topics["payer_cfe"].title, "Autre chose"]


def test_when_the_companion_sees_only_what_was_refused_the_general_form_is_offered(
    citizen: Citizen, fake: FakeClassifier, known: Knowledge
):
    hesitation = citizen.say("j'ai un souci avec ma maison")
    refused = [topic.id for topic in known.topics.values() if topic.title in hesitation.choices]
    fake.proposal = proposal("answer", *refused)
    assert citizen.say(NONE).texts[0] == says("utter_other_form")


def test_a_proposal_chosen_is_answered_and_reported_once(citizen: Citizen, fake: FakeClassifier):
    fake.proposal = proposal("suggest", "payer_cfe")
    citizen.say("et mon frère dans tout ça")
    assert citizen.say(choice("payer_cfe")).answered == ["payer_cfe"]
    citizen.say(choice("contester_impot"))
    assert fake.told == [("p1", "accepted", "payer_cfe")]


def test_a_proposal_left_aside_is_not_reported_for_a_later_topic(
    citizen: Citizen, fake: FakeClassifier
):
    fake.proposal = proposal("suggest", "payer_cfe")
    citizen.say("et mon frère dans tout ça")
    citizen.say("je déménage")
    citizen.say(PARTICULIER)
    assert fake.told == []


@pytest.mark.parametrize(
    ("words", "response"),
    [("au revoir", "utter_goodbye"), ("je veux parler à un conseiller", "utter_human_handoff")],
)
def test_who_leaves_or_wants_somebody_is_not_asked_the_pending_question_again(
    citizen: Citizen, words: str, response: str
):
    citizen.say("je déménage")
    turn = citizen.say(words)
    assert turn.texts[0] == says(response)
    assert says("utter_ask_audience") not in turn.texts
    assert turn.pending is None
