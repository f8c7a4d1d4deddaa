"""What nobody sees of a conversation, on a page or in a table."""

from typing import Any

import pytest
from companion.pilotage.browser.shown import shown
from companion.pilotage.masks import Veil, load_masks
from companion.storage.tracker import TrackerEvent


def told(*events: dict[str, Any]) -> list[TrackerEvent]:
    return [
        TrackerEvent(place, event.pop("event"), float(place), event)
        for place, event in enumerate(events, start=1)
    ]


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def veil_over(*events: dict[str, Any]) -> Veil:
    return Veil(load_masks(), told(*events))


def test_a_value_is_hidden_even_in_what_was_said_before_it_became_a_field():
    veil = veil_over(slot("town", "Zyxwvu"))
    assert veil.said("vous habitez ZYXWVU ?") == "vous habitez [commune] ?"


@pytest.mark.parametrize(
    ("value", "text", "seen"),
    [
        ("Eu", "un jeune habitant d'Eu", "un jeune habitant d'[commune]"),
        (35000, "au 35000, pas au 350001", "au [commune], pas au 350001"),
        ("St. (x)", "à st. (x), voilà", "à [commune], voilà"),
        ("İzmir", "c'est à İzmir", "c'est à [commune]"),
        ("Brest", "c'est à Breſt", "c'est à [donnée]"),
    ],
)
def test_a_value_is_hidden_as_whole_words_whatever_its_letters(value, text, seen):
    assert veil_over(slot("town", value)).said(text) == seen


def test_the_longest_of_two_values_is_hidden_first():
    veil = veil_over(slot("street", "12 rue Zyx"), slot("town", "Zyx"))
    assert veil.said("12 rue Zyx, Zyx") == "[adresse], [commune]"


def test_what_tells_nothing_of_anybody_stays():
    veil = veil_over(slot("topic", "payer_cfe"), slot("confirmation", "send"))
    assert veil.said("send payer_cfe") == "send payer_cfe"


@pytest.mark.parametrize("field", ["street", "a_field_of_a_form_to_come"])
def test_all_that_is_typed_while_a_hidden_field_is_asked_for_is_hidden(field: str):
    asked, over = told(slot("requested_slot", field), slot("requested_slot", None))
    veil = Veil(load_masks(), [asked, over])
    veil.slot(asked)
    assert veil.typed("au bout du chemin") in ("[adresse]", "[donnée]")
    veil.slot(over)
    assert veil.typed("au bout du chemin") == "au bout du chemin"


def test_what_filled_a_template_is_hidden_on_the_pages_too():
    number = "2026-ZYXW-VUTS"
    metadata = {"utter_action": "utter_request_sent", "number": number}
    (reply,) = shown(told({"event": "bot", "text": f"Numéro {number}.", "metadata": metadata}))
    assert reply.data["text"] == "Numéro [numéro de demande]."


def test_a_slot_that_is_emptied_is_seen_to_be_empty():
    (event,) = told(slot("street", None))
    assert Veil(load_masks(), [event]).slot(event) is None
