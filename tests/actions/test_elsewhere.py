"""Questions for another administration."""

import pytest
from econtacts_core.knowledge import Knowledge

from actions.elsewhere import ActionPointElsewhere, administration_for
from tests.actions.conftest import Play
from tests.actions.fakes import clicked, conversation, message, proposal, run


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ma prime d'activité baisse", "Caisse d'allocations familiales (CAF)"),
        ("LA CAF NE RÉPOND PAS", "Caisse d'allocations familiales (CAF)"),
        ("j'ai perdu ma carte vitale", "Assurance maladie"),
        ("refaire mes passeports", "France Titres (ANTS)"),
        ("un acte de naissance pour mon fils", "Mairie (état civil)"),
        ("renouveler mon titre de séjour", "Administration des étrangers en France (préfecture)"),
        ("le Crous de Lille", "Crous"),
    ],
)
def test_the_administration_is_picked_by_its_words(known: Knowledge, text: str, name: str):
    assert administration_for(text, known).name == name


def test_most_words_win(known: Knowledge):
    found = administration_for("la caf ou l'urssaf pour mes cotisations sociales ?", known)
    assert found.name == "Urssaf"


@pytest.mark.parametrize("text", ["quel temps fait-il ?", "", "😀", "un décaféiné"])
def test_without_any_word_the_general_portal_is_shown(known: Knowledge, text: str):
    assert administration_for(text, known) is known.elsewhere_default


def test_every_administration_is_found_by_each_of_its_own_words(known: Knowledge):
    lost = [
        (word, found.name)
        for found in known.elsewhere
        for word in found.keywords
        if administration_for(word, known) is not found
    ]
    assert lost == []


@pytest.fixture(autouse=True)
def silent(play: Play) -> None:
    """Have nobody answer, unless a test says otherwise: these texts must not wait for it."""
    play(None)


def test_the_matter_is_said_not_to_be_ours_with_one_card(known: Knowledge):
    outcome = run(ActionPointElsewhere(), conversation(message("mon apl", "out_of_scope")))
    assert outcome.said[0]["response"] == "utter_out_of_scope"
    assert [card["href"] for card in outcome.cards] == ["https://www.caf.fr"]


def test_a_click_since_does_not_hide_what_was_typed():
    tracker = conversation(message("mon apl", "out_of_scope"), clicked("out_of_scope"))
    assert run(ActionPointElsewhere(), tracker).cards[0]["href"] == "https://www.caf.fr"


def test_nothing_typed_leads_to_the_general_portal(known: Knowledge):
    outcome = run(ActionPointElsewhere(), conversation(clicked("out_of_scope")))
    assert outcome.cards[0]["title"] == known.elsewhere_default.name


@pytest.mark.parametrize(
    ("language", "response"),
    [
        ("en", "utter_foreign_language"),
        ("ar", "utter_foreign_language"),
        ("fr", "utter_out_of_scope"),
        (None, "utter_out_of_scope"),
    ],
)
def test_what_is_surely_not_french_is_said_not_to_be_understood(play: Play, language, response):
    play({**proposal("abstain"), "language": language})
    outcome = run(ActionPointElsewhere(), conversation(message("my taxes", "out_of_scope")))
    assert [said["response"] for said in outcome.said] == [response]


def test_somebody_who_writes_in_another_language_is_given_the_telephone(
    play: Play, known: Knowledge
):
    play({**proposal("abstain"), "language": "en"})
    outcome = run(ActionPointElsewhere(), conversation(message("my taxes", "out_of_scope")))
    assert [card["title"] for card in outcome.cards] == [known.contact.phone]
