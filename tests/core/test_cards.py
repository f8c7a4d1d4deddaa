"""How a destination is shown."""

import pytest
from econtacts_core.cards import contact_card, destination_card, elsewhere_card
from econtacts_core.documents import Source
from econtacts_core.knowledge import Destination, Knowledge


def destination(**changes: object) -> Destination:
    """Make a form, with `changes`."""
    members: dict[str, object] = {
        "id": "F42",
        "kind": "form",
        "title": "Je change",
        "path": ("Messagerie", "Écrire"),
        "href": "https://impots.example",
        "audience": ("particulier",),
        "purpose": "Changer.",
        "confirmed": True,
        "source": Source("Page", None, None),
        "topic": None,
        "fields": (),
        "attachments": False,
    }
    return Destination(**{**members, **changes})  # type: ignore[arg-type]


def test_a_destination_shows_where_to_click_and_what_for():
    assert destination_card(destination()) == {
        "kind": "form",
        "title": "Je change",
        "path": ["Messagerie", "Écrire"],
        "href": "https://impots.example",
        "purpose": "Changer.",
        "demonstration": False,
        "form": None,
    }


def test_a_form_that_has_fields_can_be_filled_here(known: Knowledge):
    fillable = destination(fields=known.destinations["F06"].fields)
    assert destination_card(fillable)["form"] == "F42"


@pytest.mark.parametrize(("confirmed", "demonstration"), [(True, False), (False, True)])
def test_a_label_of_our_own_is_shown_as_a_demonstration(confirmed: bool, demonstration: bool):  # noqa: FBT001
    assert destination_card(destination(confirmed=confirmed))["demonstration"] is demonstration


def test_the_contact_card_shows_number_hours_and_price(known: Knowledge):
    card = contact_card(known.contact)
    assert card["title"] == known.contact.phone
    assert card["purpose"] == f"{known.contact.hours}. {known.contact.price}."


def test_another_administration_is_shown_with_its_site(known: Knowledge):
    card = elsewhere_card(known.elsewhere_default)
    assert (card["kind"], card["href"]) == ("elsewhere", known.elsewhere_default.href)


def test_every_destination_can_be_shown(known: Knowledge):
    cards = [destination_card(found) for found in known.destinations.values()]
    assert {card["kind"] for card in cards} == {"form", "service"}
