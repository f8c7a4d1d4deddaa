"""A change of address prepared in the conversation."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from econtacts_core.knowledge import Knowledge
from rasa_sdk.executor import CollectingDispatcher

from actions.address_request import (
    FIELDS,
    FORM,
    ActionAskConfirmation,
    ActionSendRequest,
    ValidateAddressForm,
)
from actions.french_dates import today
from tests.actions.fakes import FakeRequests, clicked, conversation, message, run

FILLED = {"street": "12 rue des Lilas", "town": "35000 Rennes", "move_date": "15/01/2027"}


def validated(name: str, text: Any) -> tuple[Any, list[str]]:
    """Return what the form keeps of `text`, and the responses that it says."""
    dispatcher = CollectingDispatcher()
    validate = getattr(ValidateAddressForm(), f"validate_{name}")
    kept = validate(text, dispatcher, conversation(message("…", "nlu_fallback")), {})
    return kept[name], [said["response"] for said in dispatcher.messages]


def taken(name: str, heard: dict[str, Any], requested: str | None = None) -> dict[str, Any]:
    """Return what the form takes from a message when it asks for `requested`, or for `name`."""
    tracker = conversation(heard, loop="address_form", requested_slot=requested or name)
    extract = getattr(ValidateAddressForm(), f"extract_{name}")
    found: dict[str, Any] = asyncio.run(extract(CollectingDispatcher(), tracker, {}))
    return found


@pytest.mark.parametrize(
    "street",
    [
        "12 rue des Lilas",
        "12 bis, rue des Lilas, bâtiment B",
        "8 AVENUE JEAN JAURES",
        "lieu-dit Le Bourg",
        "résidence Les Pins, appartement 4",
        "3 allée Simone Veil",
        "impasse du Moulin",
    ],
)
def test_a_street_or_a_hamlet_is_accepted(street: str):
    assert validated("street", street) == (street, [])


@pytest.mark.parametrize("text", ["chez ma mère", "oui", "12", "", "rue", "12 rue " + "a" * 200])
def test_what_is_no_street_is_asked_again(text: str):
    assert validated("street", text) == (None, ["utter_wrong_street"])


def test_a_street_on_two_lines_is_kept_on_one():
    assert validated("street", "12 rue des Lilas\n  bâtiment B")[0] == "12 rue des Lilas bâtiment B"


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("35000 Rennes", "35000 Rennes"),
        ("Lille 59000", "59000 Lille"),
        ("97400, Saint-Denis", "97400 Saint-Denis"),
        ("69003   Lyon.", "69003 Lyon"),
    ],
)
def test_a_postcode_and_a_town_are_accepted_in_any_order(text: str, town: str):
    assert validated("town", text) == (town, [])


@pytest.mark.parametrize("text", ["Rennes", "35000", "3500 Rennes", "", "a" * 200 + " 35000"])
def test_what_is_no_town_is_asked_again(text: str):
    assert validated("town", text) == (None, ["utter_wrong_town"])


@pytest.mark.parametrize("days", [-365, -1, 0, 1, 365])
def test_a_day_within_a_year_is_accepted(days: int):
    day = (today() + timedelta(days=days)).strftime("%d/%m/%Y")
    assert validated("move_date", day) == (day, [])


@pytest.mark.parametrize(
    "text", ["le 31 février", "30/02/2027", "dans trois ans", "1er mars 1999", "bientôt", ""]
)
def test_a_day_too_far_or_that_does_not_exist_is_asked_again(text: str):
    assert validated("move_date", text) == (None, ["utter_wrong_move_date"])


@pytest.mark.parametrize(
    ("said", "kept"), [("send", "send"), ("abandon", "abandon"), ("autre", None), (None, None)]
)
def test_only_known_decisions_are_kept(said: str | None, kept: str | None):
    assert validated("confirmation", said) == (kept, [])


def test_to_correct_is_to_be_asked_everything_again():
    form, tracker = ValidateAddressForm(), conversation(message("…", "deny"), **FILLED)
    kept = form.validate_confirmation("correct", CollectingDispatcher(), tracker, {})
    assert kept == dict.fromkeys([*FIELDS, "confirmation"])


@pytest.mark.parametrize(
    ("name", "text", "intent"),
    [
        ("street", "12 rue des Lilas", "changer_adresse"),
        ("street", "chez ma mère", "nlu_fallback"),
        ("street", "Tour Montparnasse", "changer_adresse"),
        ("town", "35000 Rennes", "payer_cfe"),
        ("move_date", "le 15 janvier 2027", "recevoir_avance_credit_impot"),
    ],
)
def test_what_answers_the_question_is_taken_whatever_it_resembles(
    name: str, text: str, intent: str
):
    assert taken(name, message(text, intent)) == {name: text}


@pytest.mark.parametrize(
    "intent", ["payer_cfe", "bot_challenge", "cancel", "distress", "human_handoff", "insult"]
)
@pytest.mark.parametrize("name", FIELDS)
def test_what_asks_for_something_else_is_no_answer(name: str, intent: str):
    assert taken(name, message("…", intent)) == {}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_takes_nothing_when_another_is_asked(name: str):
    other = next(field for field in FIELDS if field != name)
    assert taken(name, message("12 rue des Lilas", "nlu_fallback"), requested=other) == {}


@pytest.mark.parametrize("name", FIELDS)
def test_a_click_is_no_answer_to_a_field(name: str):
    assert taken(name, clicked("inform_precision", tax="revenu")) == {}


@pytest.mark.parametrize(
    ("heard", "decision"),
    [
        (clicked("inform_precision", confirmation="send"), "send"),
        (clicked("inform_precision", confirmation="abandon"), "abandon"),
        (message("oui", "affirm"), "send"),
        (message("non", "deny"), "correct"),
        (message("non, pas cette rue", "correct_previous"), "correct"),
        (message("je me suis trompé de rue", "changer_adresse"), "correct"),
        (message("non, c'est le 14", "nlu_clarify"), "correct"),
    ],
)
def test_yes_no_or_a_click_decides(heard: dict[str, Any], decision: str):
    assert taken("confirmation", heard) == {"confirmation": decision}


@pytest.mark.parametrize(
    "heard",
    [message("non, annulez", "cancel"), message("bof", "nlu_fallback"), message("…", "payer_cfe")],
)
def test_anything_else_decides_nothing(heard: dict[str, Any]):
    assert taken("confirmation", heard) == {}


def test_the_request_is_read_again_before_it_is_sent():
    said = run(ActionAskConfirmation(), conversation(message("…", "…"), **FILLED)).said[0]
    assert said["response"] == "utter_request_recap"
    assert {name: said[name] for name in FIELDS} == FILLED


def test_a_confirmed_request_is_sent_and_its_number_said(desk: FakeRequests):
    tracker = conversation(message("oui", "affirm"), confirmation="send", **FILLED)
    outcome = run(ActionSendRequest(), tracker)
    assert desk.sent[0]["form"] == FORM
    assert desk.sent[0]["fields"] == FILLED
    assert desk.sent[0]["conversation_id"] == "c1"
    assert (outcome.said[0]["response"], outcome.said[0]["number"]) == (
        "utter_request_sent",
        desk.number,
    )


def test_without_a_number_nothing_is_promised_and_the_form_is_shown(
    desk: FakeRequests, known: Knowledge
):
    desk.number = None
    tracker = conversation(message("oui", "affirm"), confirmation="send", **FILLED)
    outcome = run(ActionSendRequest(), tracker)
    assert [said["response"] for said in outcome.said] == ["utter_request_not_sent"]
    assert [card["title"] for card in outcome.cards] == [known.destinations[FORM].title]


@pytest.mark.parametrize("confirmation", ["abandon", None, "correct"])
def test_what_is_not_confirmed_is_not_sent(desk: FakeRequests, confirmation: str | None):
    tracker = conversation(message("…", "cancel"), confirmation=confirmation, **FILLED)
    outcome = run(ActionSendRequest(), tracker)
    assert desk.sent == []
    assert outcome.said[0]["response"] == "utter_request_abandoned"


@pytest.mark.parametrize("confirmation", ["send", "abandon"])
def test_the_fields_are_forgotten_afterwards(desk: FakeRequests, confirmation: str):
    tracker = conversation(message("…", "…"), confirmation=confirmation, **FILLED)
    slots = run(ActionSendRequest(), tracker).slots
    assert slots == dict.fromkeys(["request", *FIELDS, "confirmation"])


def test_the_same_request_has_the_same_key_and_another_has_another(desk: FakeRequests):
    for street in ("12 rue des Lilas", "12 rue des Lilas", "14 rue des Lilas"):
        filled = {**FILLED, "street": street, "confirmation": "send"}
        run(ActionSendRequest(), conversation(message("oui", "affirm"), **filled))
    first, again, other = (sent["idempotency_key"] for sent in desk.sent)
    assert first == again != other
