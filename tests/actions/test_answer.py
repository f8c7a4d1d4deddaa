"""Answering, and the companion's second opinion."""

from pathlib import Path

import pytest
from econtacts_core.knowledge import AUDIENCES, Knowledge, load_knowledge

from actions.answer import ActionAnswerTopic
from tests.actions.conftest import Play
from tests.actions.fakes import NONE, choice, clicked, conversation, message, proposal, run

TOPICS = tuple(load_knowledge(Path(__file__).parents[2] / "knowledge").topics)
TYPED = message("je ne peux pas payer", "demander_delai_paiement")


def fits(known: Knowledge, topic: str, audience: str | None) -> bool:
    """Tell whether the topic has an answer for this audience."""
    return audience is None or any(audience in a.audience for a in known.topics[topic].answers)


@pytest.mark.parametrize("audience", [*AUDIENCES, None])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_for_every_audience(
    play: Play, known: Knowledge, topic: str, audience: str | None
):
    play(None)
    outcome = run(ActionAnswerTopic(), conversation(message("…", topic), audience=audience))
    assert [said.get("text") for said in outcome.said] == [
        *([] if fits(known, topic, audience) else [None]),
        known.topics[topic].answer_for({"audience": audience}).chat,
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
    assert (
        outcome.said[0]["text"]
        == known.topics["changer_adresse"].answer_for({"audience": "particulier"}).chat
    )


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


@pytest.mark.parametrize(
    ("words", "seems"),
    [("c'est la taxe foncière", "comprendre_taxe_fonciere"), ("la CFE", "payer_cfe")],
)
def test_a_precision_that_looks_like_another_topic_answers_the_question(
    play: Play, words: str, seems: str
):
    fake = play(proposal("answer", seems))
    said = message(words, seems)
    tracker = conversation(said, loop_ended=True, topic="contester_impot", tax="fonciere")
    outcome = run(ActionAnswerTopic(), tracker)
    assert [found["custom"]["topic"] for found in outcome.said] == ["contester_impot"]
    assert fake.asked == []


@pytest.mark.parametrize(
    "words",
    ["et la CFE, quand ?", "je voudrais aussi savoir quand payer la CFE de mon entreprise"],
)
def test_a_question_that_gives_the_precision_by_the_way_is_answered_too(play: Play, words: str):
    play(None)
    said = message(words, "payer_cfe")
    tracker = conversation(said, loop_ended=True, topic="changer_adresse", audience="professionnel")
    shown = [
        found.get("custom", {}).get("topic") for found in run(ActionAnswerTopic(), tracker).said
    ]
    assert shown == ["changer_adresse", None, "payer_cfe"]


@pytest.mark.parametrize(
    ("topic", "audience", "warned"),
    [
        ("payer_cfe", "particulier", "utter_other_audience_professionnel"),
        ("corriger_declaration", "professionnel", "utter_other_audience"),
    ],
)
def test_who_gets_an_answer_written_for_others_is_told(
    play: Play, topic: str, audience: str, warned: str
):
    play(None)
    outcome = run(ActionAnswerTopic(), conversation(message("…", topic), audience=audience))
    assert outcome.said[0]["response"] == warned


def test_an_answer_for_others_still_heeds_what_else_is_known(play: Play, known: Knowledge):
    play(None)
    said = {"audience": "professionnel", "notice": "avant_avis"}
    outcome = run(ActionAnswerTopic(), conversation(message("…", "corriger_declaration"), **said))
    expected = known.topics["corriger_declaration"].answer_for({"notice": "avant_avis"})
    assert outcome.said[-1]["text"] == expected.chat


def test_the_other_requests_of_a_message_are_answered_one_after_the_other(play: Play):
    play(None)
    heard = message("…", "moduler_prelevement")
    tracker = conversation(heard, other_requests=["payer_impot", "payer_cfe"])
    outcome = run(ActionAnswerTopic(), tracker)
    said = [found.get("response") or found["custom"]["topic"] for found in outcome.said]
    second = "utter_second_request"
    assert said == ["moduler_prelevement", second, "payer_impot", second, "payer_cfe"]
    assert outcome.slots["other_requests"] is None


def test_another_request_that_needs_a_precision_becomes_a_choice(play: Play):
    play(None)
    tracker = conversation(message("…", "moduler_prelevement"), other_requests=["contester_impot"])
    outcome = run(ActionAnswerTopic(), tracker)
    assert outcome.said[-1]["response"] == "utter_second_request_choice"
    assert outcome.choices == [choice("contester_impot")]


@pytest.mark.parametrize("others", [["demander_delai_paiement"], ["sujet_inconnu"]])
def test_the_answered_topic_and_unknown_ones_are_no_other_request(play: Play, others: list[str]):
    play(None)
    assert len(run(ActionAnswerTopic(), conversation(TYPED, other_requests=others)).said) == 1


def test_what_was_said_of_one_question_is_forgotten_but_not_who_asks(play: Play):
    play(None)
    said = {"audience": "particulier", "tax": "fonciere", "year": "2022"}
    outcome = run(ActionAnswerTopic(), conversation(message("…", "contester_impot"), **said))
    forgotten = {name for name, value in outcome.slots.items() if value is None}
    assert {"tax", "notice", "event", "year"} <= forgotten
    assert "audience" not in outcome.slots
    assert outcome.slots["answered_with"]["tax"] == "fonciere"


def test_a_digression_leaves_the_pending_question_as_it_is(play: Play):
    play(None)
    tracker = conversation(TYPED, loop="precision_form", topic="contester_impot", tax="revenu")
    assert run(ActionAnswerTopic(), tracker).slots == {"proposal_id": None}


@pytest.mark.parametrize(
    ("audience", "offered"),
    [("particulier", ['/start_request{"request": "changer_adresse"}']), ("professionnel", [])],
)
def test_a_move_can_be_prepared_here_by_a_person_not_by_a_business(
    play: Play, audience: str, offered: list[str]
):
    play(None)
    tracker = conversation(message("…", "changer_adresse"), audience=audience)
    assert run(ActionAnswerTopic(), tracker).choices == offered
