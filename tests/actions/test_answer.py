"""Answering, and the companion's second opinion."""

from pathlib import Path

import pytest
from econtacts_core.knowledge import AUDIENCES, Knowledge, load_knowledge

from actions.answer import ActionAnswerTopic
from tests.actions.conftest import Play
from tests.actions.fakes import NONE, choice, clicked, conversation, message, proposal, run

TOPICS = tuple(load_knowledge(Path(__file__).parents[2] / "knowledge").topics)
TYPED = message("je ne peux pas payer", "demander_delai_paiement")


@pytest.mark.parametrize("audience", [*AUDIENCES, None])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_for_every_audience(
    play: Play, known: Knowledge, topic: str, audience: str | None
):
    play(None)
    outcome = run(ActionAnswerTopic(), conversation(message("…", topic), audience=audience))
    assert [said["text"] for said in outcome.said] == [
        known.topics[topic].answer_for(audience).chat
    ]


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_shows_where_it_leads_and_where_it_comes_from(
    play: Play, known: Knowledge, topic: str
):
    play(None)
    shown = run(ActionAnswerTopic(), conversation(message("…", topic))).said[0]["custom"]
    expected = known.topics[topic]
    assert (shown["kind"], shown["topic"]) == ("answer", topic)
    assert [card["title"] for card in shown["cards"]] == [
        found.title for found in known.leads_to(expected.answers[0])
    ]
    assert [source["title"] for source in shown["sources"]] == [s.title for s in expected.sources]
    assert shown["reviewed_on"] == expected.reviewed_on.isoformat()


def test_the_topic_that_waited_for_a_precision_is_answered(play: Play, known: Knowledge):
    play(None)
    said_for_whom = message("un particulier", "inform_audience")
    tracker = conversation(said_for_whom, topic="changer_adresse", audience="particulier")
    outcome = run(ActionAnswerTopic(), tracker)
    assert outcome.said[0]["text"] == known.topics["changer_adresse"].answer_for("particulier").chat


def test_a_precision_that_was_hardly_understood_still_answers_the_pending_topic(
    play: Play, known: Knowledge
):
    play(None)
    unclear = message("SARL", "nlu_fallback", {"nlu_fallback": 0.2, "payer_cfe": 0.2})
    tracker = conversation(unclear, topic="changer_adresse", audience="professionnel")
    assert run(ActionAnswerTopic(), tracker).said[0]["custom"]["topic"] == "changer_adresse"


def test_the_topic_just_named_is_answered_before_the_one_under_way(play: Play, known: Knowledge):
    play(None)
    outcome = run(ActionAnswerTopic(), conversation(TYPED, topic="changer_adresse"))
    assert outcome.said[0]["custom"]["topic"] == "demander_delai_paiement"
    assert outcome.slots["topic"] == "demander_delai_paiement"


def test_a_digression_leaves_the_pending_topic_in_place(play: Play):
    play(None)
    tracker = conversation(TYPED, loop="precision_form", topic="changer_adresse")
    assert "topic" not in run(ActionAnswerTopic(), tracker).slots


def test_the_companion_reads_what_was_typed(play: Play):
    fake = play(proposal("abstain"))
    run(ActionAnswerTopic(), conversation(TYPED, audience="particulier"))
    known = {"audience": "particulier", "channel": "chat", "conversation_id": "c1"}
    assert fake.asked == [("je ne peux pas payer", known)]


@pytest.mark.parametrize(
    "heard",
    [
        clicked("choose_topic", topic="payer_cfe"),
        clicked("inform_audience", audience="particulier"),
    ],
)
def test_the_companion_does_not_read_clicks(play: Play, heard: dict[str, object]):
    fake = play(proposal("answer", "contester_impot"))
    run(ActionAnswerTopic(), conversation(heard, topic="payer_cfe"))
    assert fake.asked == []


def test_the_companion_speaks_when_it_is_sure_of_another_topic(play: Play):
    play(proposal("answer", "gerer_mensualisation", "demander_delai_paiement"))
    outcome = run(ActionAnswerTopic(), conversation(TYPED))
    assert outcome.said[-1]["response"] == "utter_second_opinion"
    assert outcome.choices == [choice("gerer_mensualisation"), NONE]
    assert outcome.slots["proposal_id"] == "p1"


@pytest.mark.parametrize(
    "opinion",
    [
        proposal("answer", "demander_delai_paiement"),
        proposal("suggest", "gerer_mensualisation"),
        proposal("abstain"),
        proposal("answer", "sujet_d_une_autre_collection"),
        None,
    ],
    ids=["same topic", "not sure", "abstains", "unknown topic", "down"],
)
def test_the_companion_is_otherwise_silent(play: Play, opinion: dict[str, object] | None):
    play(opinion)
    outcome = run(ActionAnswerTopic(), conversation(TYPED, proposal_id="p0"))
    assert len(outcome.said) == 1
    assert outcome.slots["proposal_id"] is None


def test_a_companion_that_is_down_changes_nothing_in_the_answer(play: Play):
    play(proposal("answer", "demander_delai_paiement"))
    with_it = run(ActionAnswerTopic(), conversation(TYPED))
    play(None)
    assert run(ActionAnswerTopic(), conversation(TYPED)) == with_it


def test_choosing_a_proposal_is_reported(play: Play):
    fake = play(None)
    tracker = conversation(
        clicked("choose_topic", topic="payer_cfe"), topic="payer_cfe", proposal_id="p1"
    )
    outcome = run(ActionAnswerTopic(), tracker)
    assert fake.told == [("p1", "accepted", "payer_cfe")]
    assert outcome.slots["proposal_id"] is None


def test_choosing_is_reported_once(play: Play):
    fake = play(None)
    tracker = conversation(clicked("choose_topic", topic="payer_cfe"), topic="payer_cfe")
    run(ActionAnswerTopic(), tracker)
    assert fake.told == []


def test_choosing_a_topic_that_asks_something_is_reported_after_the_question(play: Play):
    fake = play(None)
    tracker = conversation(
        clicked("choose_topic", topic="changer_adresse"),
        message("un particulier", "inform_audience"),
        topic="changer_adresse",
        audience="particulier",
        proposal_id="p1",
    )
    run(ActionAnswerTopic(), tracker)
    assert fake.told == [("p1", "accepted", "changer_adresse")]


def test_a_topic_typed_after_a_proposal_is_not_reported_as_chosen(play: Play):
    fake = play(None)
    tracker = conversation(
        message("je déménage", "changer_adresse"),
        message("un particulier", "inform_audience"),
        topic="changer_adresse",
        audience="particulier",
        proposal_id="p1",
    )
    outcome = run(ActionAnswerTopic(), tracker)
    assert fake.told == []
    assert outcome.slots["proposal_id"] is None
