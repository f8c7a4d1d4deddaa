"""What people say about the answer that they just got."""

from pathlib import Path

import pytest
from econtacts_core.knowledge import Knowledge, load_knowledge
from rasa_sdk import Action

from actions.follow_up import ActionCorrectPrevious, ActionFollowUp, ActionResume
from tests.actions.conftest import Play
from tests.actions.fakes import choice, conversation, message, run

TOPICS = tuple(load_knowledge(Path(__file__).parents[2] / "knowledge").topics)
AGAIN = {
    "ask_rephrase": "utter_steps",
    "ask_shorter": "utter_in_short",
    "ask_details": "utter_in_detail",
}
SAYS_IT_AGAIN = [(ActionFollowUp(), intent) for intent in AGAIN]


@pytest.mark.parametrize("intent", AGAIN)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_answer_can_be_said_in_other_words(known: Knowledge, topic: str, intent: str):
    outcome = run(ActionFollowUp(), conversation(message("…", intent), topic=topic))
    announced, again = outcome.said
    assert announced["response"] == AGAIN[intent]
    assert again["custom"]["topic"] == topic
    assert again["text"].strip()


@pytest.mark.parametrize("topic", TOPICS)
def test_in_short_is_how_the_answer_begins(known: Knowledge, topic: str):
    outcome = run(ActionFollowUp(), conversation(message("…", "ask_shorter"), topic=topic))
    assert known.topics[topic].answers[0].chat.startswith(outcome.said[1]["text"])


@pytest.mark.parametrize("topic", TOPICS)
def test_in_detail_is_the_mail_without_its_courtesies(known: Knowledge, topic: str):
    outcome = run(ActionFollowUp(), conversation(message("…", "ask_details"), topic=topic))
    text = outcome.said[1]["text"]
    assert "Bonjour," not in text
    assert "Cordialement," not in text
    assert all(line in known.topics[topic].answers[0].mail for line in text.split("\n"))


@pytest.mark.parametrize("topic", TOPICS)
def test_the_steps_name_every_place_that_the_answer_leads_to(known: Knowledge, topic: str):
    outcome = run(ActionFollowUp(), conversation(message("…", "ask_rephrase"), topic=topic))
    places = known.leads_to(known.topics[topic].answers[0])
    lines = outcome.said[1]["text"].split("\n")
    assert [place.title in line for place, line in zip(places, lines, strict=True)] == [
        True for _ in places
    ]


def test_the_answer_said_again_is_the_one_that_was_given(known: Knowledge):
    with_it = {"audience": None, "tax": None, "notice": "annee_anterieure", "event": None}
    tracker = conversation(
        message("…", "ask_shorter"), topic="corriger_declaration", answered_with=with_it
    )
    given = known.topics["corriger_declaration"].answer_for(with_it).chat
    assert given.startswith(run(ActionFollowUp(), tracker).said[1]["text"])


@pytest.mark.parametrize(
    ("action", "intent"),
    [*SAYS_IT_AGAIN, (ActionFollowUp(), "same_for_other"), (ActionResume(), "resume")],
    ids=lambda found: found if isinstance(found, str) else found.name(),
)
def test_before_any_answer_we_ask_what_we_are_talking_about(action: Action, intent: str):
    outcome = run(action, conversation(message("…", intent)))
    assert [said["response"] for said in outcome.said] == ["utter_no_topic"]


def test_for_another_person_the_way_is_the_same():
    tracker = conversation(message("et ma femme ?", "same_for_other"), topic="payer_impot")
    assert [said["response"] for said in run(ActionFollowUp(), tracker).said] == [
        "utter_same_for_other"
    ]


def test_for_another_case_its_own_answer_is_given_and_remembered(known: Knowledge):
    with_it = {"audience": None, "tax": "revenu", "notice": None, "event": None}
    heard = message("et la taxe foncière ?", "same_for_other", tax="fonciere")
    tracker = conversation(heard, topic="contester_impot", answered_with=with_it)
    outcome = run(ActionFollowUp(), tracker)
    expected = known.topics["contester_impot"].answer_for({"tax": "fonciere"}).chat
    assert outcome.said[-1]["text"] == expected
    assert outcome.slots["answered_with"]["tax"] == "fonciere"


def test_for_a_business_an_answer_for_persons_keeps_what_was_known(known: Knowledge):
    with_it = {"audience": None, "tax": None, "notice": "avant_avis", "event": None}
    heard = message("et pour ma société ?", "same_for_other", audience="professionnel")
    tracker = conversation(heard, topic="corriger_declaration", answered_with=with_it)
    warned, answered = run(ActionFollowUp(), tracker).said
    assert warned["response"] == "utter_other_audience"
    expected = known.topics["corriger_declaration"].answer_for({"notice": "avant_avis"})
    assert answered["text"] == expected.chat


def test_resuming_says_the_answer_again(known: Knowledge):
    outcome = run(ActionResume(), conversation(message("…", "resume"), topic="payer_cfe"))
    assert outcome.said[0]["response"] == "utter_resume"
    assert outcome.said[1]["text"] == known.topics["payer_cfe"].answers[0].chat


def test_resuming_a_pending_question_is_left_to_its_form():
    tracker = conversation(message("…", "resume"), loop="precision_form", topic="changer_adresse")
    assert run(ActionResume(), tracker).said == []


def test_a_wrong_answer_is_followed_by_the_other_readings_of_the_question(play: Play):
    play(None)
    ranking = {"payer_impot": 0.6, "payer_cfe": 0.2, "greet": 0.1, "payer_amende": 0.08}
    question = message("payer", "payer_impot", ranking)
    wrong = message("non, pas cela", "correct_previous")
    outcome = run(ActionCorrectPrevious(), conversation(question, wrong, topic="payer_impot"))
    assert outcome.said[0]["response"] == "utter_correct_previous"
    assert outcome.choices == [choice("payer_cfe"), choice("payer_amende")]
    assert outcome.slots == {"topic": None, "proposal_id": None}


def test_a_wrong_answer_to_a_clear_question_asks_for_other_words(play: Play):
    play(None)
    question = message("payer", "payer_impot", {"payer_impot": 0.99})
    wrong = message("non, pas cela", "correct_previous")
    outcome = run(ActionCorrectPrevious(), conversation(question, wrong, topic="payer_impot"))
    assert outcome.said[0]["response"] == "utter_correct_previous_alone"


@pytest.mark.parametrize(("proposal_id", "told"), [("p1", [("p1", "rejected", None)]), (None, [])])
def test_a_proposal_found_wrong_is_reported(
    play: Play, proposal_id: str | None, told: list[tuple[str, str, None]]
):
    fake = play(None)
    wrong = message("non, pas cela", "correct_previous")
    run(ActionCorrectPrevious(), conversation(wrong, proposal_id=proposal_id))
    assert fake.told == told
