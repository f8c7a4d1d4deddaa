"""Somebody to talk to."""

from econtacts_core.knowledge import Knowledge

from actions.contact import ActionOfferContact
from tests.actions.fakes import conversation, message, run


def test_the_telephone_and_an_appointment_are_offered(known: Knowledge):
    outcome = run(ActionOfferContact(), conversation(message("un agent", "human_handoff")))
    assert [(card["kind"], card["title"]) for card in outcome.cards] == [
        ("contact", known.contact.phone),
        ("service", "Contact et RDV"),
    ]


def test_the_telephone_is_shown_with_its_hours_and_price(known: Knowledge):
    outcome = run(ActionOfferContact(), conversation(message("un agent", "human_handoff")))
    assert outcome.cards[0]["purpose"] == f"{known.contact.hours}. {known.contact.price}."


def test_the_contact_remembers_nothing():
    assert run(ActionOfferContact(), conversation(message("un agent", "human_handoff"))).slots == {}
