"""What is typed into a form's fields is read as it will be stored, or told beside its field."""

from typing import Any

import pytest
from companion.requests.fields import read_aloud, read_fields
from companion.requests.prefill import known_of, prefilled
from companion.requests.texts import load_request_texts
from companion.storage.tracker import TrackerEvent
from econtacts_core.form_fields import FieldOption, FormField

TEXTS = load_request_texts()


def field(kind: str = "text", **changed: Any) -> FormField:
    members: dict[str, Any] = {
        "id": "asked",
        "label": "Champ",
        "kind": kind,
        "required": True,
        "max_length": 20,
        "help": "",
        "autocomplete": None,
        "prefill": None,
        "options": (FieldOption("fonciere", "Taxe foncière"), FieldOption("autre", "Autre")),
    }
    return FormField(**{**members, **changed})


def value(asked: FormField, given: str) -> str | None:
    read = read_fields((asked,), {"asked": given}, TEXTS)
    assert read.mistakes == {}
    return read.values.get("asked")


def mistake(asked: FormField, given: str) -> str:
    read = read_fields((asked,), {"asked": given}, TEXTS)
    assert read.values == {}
    return read.mistakes["asked"]


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("text", "  deux   mots ", "deux mots"),
        ("text", "deux\nlignes\0", "deux lignes"),
        ("text", "<script>x</script>", "<script>x</script>"),
        ("long_text", " a\r\nb ", "a\nb"),
        ("date", "1/3/2027", "01/03/2027"),
        ("date", "2027-03-01", "01/03/2027"),
        ("year", "2025", "2025"),
        ("amount", "640", "640,00"),
        ("amount", "1 234,5 €", "1234,50"),
        ("amount", "1\u202f234.56", "1234,56"),
        ("choice", "fonciere", "fonciere"),
    ],
)
def test_what_is_typed_is_read_as_it_will_be_stored(kind: str, given: str, stored: str):
    assert value(field(kind), given) == stored


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("text", " ", "Remplissez ce champ."),
        ("text", "x" * 21, "Ce texte compte 21 caractères ; 20 sont possibles."),
        ("date", "31/02/2027", "Écrivez une date qui existe"),
        ("date", "lundi", "Écrivez une date qui existe"),
        ("date", "٠١/٠٣/٢٠٢٧", "Écrivez une date qui existe"),
        ("year", "25", "Écrivez une année à quatre chiffres"),
        ("year", "9999", "Écrivez une année à quatre chiffres"),
        ("amount", "beaucoup", "Écrivez un montant en euros"),
        ("amount", "-5", "Écrivez un montant en euros"),
        ("amount", "1e9", "Écrivez un montant en euros"),
        ("choice", "", "Choisissez une réponse."),
        ("choice", "Taxe foncière", "Choisissez une des réponses proposées."),
    ],
)
def test_what_cannot_be_read_is_told(kind: str, given: str, told: str):
    assert mistake(field(kind), given).startswith(told)


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("mon compte FR76 3000 6000 0112 3456 7890 189", "le numéro de compte bancaire"),
        ("ma carte 4970 1012 3456 7893", "le numéro de carte bancaire"),
        ("ma sécu 1 85 05 78 006 084 91", "le numéro de sécurité sociale"),
    ],
)
def test_bank_and_health_numbers_are_refused(given: str, what: str):
    asked = field("long_text", max_length=200)
    assert mistake(asked, given) == f"Retirez ceci, dont cette demande n'a pas besoin : {what}."


def test_an_optional_field_may_stay_empty_and_is_not_stored():
    assert value(field(required=False), "  ") is None


def test_what_is_stored_is_read_aloud_in_words():
    assert read_aloud(field("choice"), "fonciere") == "Taxe foncière"
    assert read_aloud(field("amount"), "640,50") == "640,50 €"
    assert read_aloud(field(), "12 rue des Lilas") == "12 rue des Lilas"


# ---- what the conversation knows


def said(text: str, intent: str = "x") -> TrackerEvent:
    return TrackerEvent(1, "user", 0.0, {"text": text, "parse_data": {"intent": {"name": intent}}})


def drafts(asked: FormField, *events: TrackerEvent, **slots: Any) -> dict[str, str]:
    return prefilled((asked,), known_of(events, slots, ["payer_impot"]), TEXTS)


def test_the_last_question_is_the_first_draft_of_a_message():
    asked = field("long_text", prefill="question")
    events = [said("je ne peux pas payer", "payer_impot"), said("oui", "affirm"), said("/start")]
    assert drafts(asked, *events) == {"asked": "je ne peux pas payer"}


def test_without_a_question_the_last_typed_text_is_the_draft():
    asked = field("long_text", prefill="question")
    assert drafts(asked, said("bonjour"), said("aidez-moi")) == {"asked": "aidez-moi"}


def test_a_draft_is_masked_and_no_longer_than_its_field():
    asked = field("long_text", prefill="question", max_length=30)
    assert "0612345678" not in drafts(asked, said("mon tel 0612345678 merci"))["asked"]
    assert len(drafts(asked, said("é" * 200))["asked"]) == 30


def test_a_slot_fills_its_field_when_it_has_its_shape():
    assert drafts(field("choice", prefill="tax"), tax="fonciere") == {"asked": "fonciere"}
    assert drafts(field("choice", prefill="tax"), tax="cfe") == {}
    assert drafts(field("year", prefill="year"), year=["2023", "2024"]) == {}


def test_what_the_last_answer_rested_on_fills_too_until_something_newer_is_known():
    asked = field("choice", prefill="tax")
    assert drafts(asked, answered_with={"tax": "fonciere"}) == {"asked": "fonciere"}
    known = {"answered_with": {"tax": "fonciere"}, "tax": "autre"}
    assert drafts(asked, **known) == {"asked": "autre"}


def test_without_anything_known_nothing_is_filled():
    assert drafts(field("long_text", prefill="question")) == {}
