"""Whole conversations: the trained assistant and the real actions, in one process."""

import pytest
from econtacts_core.knowledge import Knowledge
from rasa.core.agent import Agent

from tests.actions.conftest import Play
from tests.actions.fakes import NONE, FakeClassifier, FakeRequests, choice, domain, proposal
from tests.actions.rasa_side import Citizen, Turn

PARTICULIER = '/inform_audience{"audience": "particulier"}'
RESPONSES = domain()["responses"]
# Words between two subjects: one of them at least makes the assistant hesitate.
UNSURE = ("le prélèvement du 15", "mon départ à la retraite", "l'argent de mon père")
# Words that say nothing.
CONFUSED = "comment faire pour la maison de ma tante"
PREPARE = '/start_request{"request": "changer_adresse"}'
SEND = '/inform_precision{"confirmation": "send"}'


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
    expected = known.topics["changer_adresse"].answer_for({"audience": "professionnel"}).chat
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
    hesitate(citizen)
    fake.proposal = proposal("suggest", "payer_cfe")
    assert citizen.say(NONE).texts == [says("utter_suggest")]
    assert citizen.say(NONE).texts[0] == says("utter_other_form")
    assert fake.told == [("p1", "rejected", None)]


def test_what_was_refused_in_a_hesitation_is_not_proposed_again(
    citizen: Citizen, fake: FakeClassifier, known: Knowledge
):
    hesitation = hesitate(citizen)
    offered = [title for title in hesitation.choices if title != "Autre chose"]
    assert offered
    refused = [topic.id for topic in known.topics.values() if topic.title in offered]
    fake.proposal = proposal("suggest", "payer_cfe")
    proposed = citizen.say(NONE)
    assert fake.refused == sorted(refused)
    assert proposed.texts == [says("utter_suggest")]
    assert proposed.choices == [known.topics["payer_cfe"].title, "Autre chose"]


def test_when_the_companion_sees_nothing_but_what_was_refused_the_general_form_is_offered(
    citizen: Citizen, fake: FakeClassifier
):
    hesitate(citizen)
    fake.proposal = proposal("abstain")
    assert citizen.say(NONE).texts[0] == says("utter_other_form")


def test_a_proposal_chosen_is_answered_and_reported_once(citizen: Citizen, fake: FakeClassifier):
    fake.proposal = proposal("suggest", "payer_cfe")
    citizen.say(CONFUSED)
    assert citizen.say(choice("payer_cfe")).answered == ["payer_cfe"]
    citizen.say(choice("contester_impot"))
    assert fake.told == [("p1", "accepted", "payer_cfe")]


def test_a_proposal_left_aside_is_not_reported_for_a_later_topic(
    citizen: Citizen, fake: FakeClassifier
):
    fake.proposal = proposal("suggest", "payer_cfe")
    citizen.say(CONFUSED)
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


def hesitate(citizen: Citizen) -> Turn:
    """Type unclear words until the assistant asks what was meant."""
    turns = (citizen.say(words) for words in UNSURE)
    return next(turn for turn in turns if turn.texts == [says("utter_clarify")])


def gives(turn: Turn, topic: str, known: Knowledge, **said: str) -> bool:
    """Tell whether the answer text of the knowledge was said, whole and under its topic."""
    chat = known.topics[topic].answer_for(said).chat
    return topic in turn.answered and chat in "\n\n".join(turn.texts)


# What a person says, turn by turn, and the topic with its precisions that each turn must answer.
CONVERSATIONS: dict[str, list[tuple[str, str | None, dict[str, str]]]] = {
    "moduler_prelevement": [
        (
            "ma pension vient de baisser, comment ajuster ce qu'on prélève ?",
            "moduler_prelevement",
            {},
        ),
        ("merci à vous", None, {}),
    ],
    "choisir_taux_prelevement": [
        ("mon conjoint et moi voulons chacun notre propre taux", "choisir_taux_prelevement", {}),
        ("revenons à ma question", "choisir_taux_prelevement", {}),
    ],
    "comprendre_taux_applique": [
        ("je ne comprends pas le taux sur mon bulletin de paie", "comprendre_taux_applique", {}),
        ("et pour mon mari, c'est pareil ?", None, {}),
    ],
    "signaler_changement_situation": [
        ("ma situation de famille a changé, où le signaler ?", None, {}),
        ("mon mari est décédé", "signaler_changement_situation", {"event": "deces"}),
        (
            "et pour un divorce c'est pareil ?",
            "signaler_changement_situation",
            {"event": "separation"},
        ),
    ],
    "gerer_acomptes": [
        ("je ne loue plus mon garage, comment arrêter l'acompte mensuel ?", "gerer_acomptes", {}),
        ("où en étions-nous ?", "gerer_acomptes", {}),
    ],
    "declarer_revenus": [
        ("jusqu'à quelle date peut-on envoyer sa déclaration en ligne ?", "declarer_revenus", {}),
        ("est-ce qu'on peut encore vous payer par chèque ?", "payer_impot", {}),
    ],
    "corriger_declaration": [
        ("une erreur dans ma déclaration, comment la corriger ?", None, {}),
        ("je n'ai pas encore reçu l'avis", "corriger_declaration", {"notice": "avant_avis"}),
    ],
    "demander_delai_paiement": [
        (
            "je n'arrive pas à payer ma taxe, pouvez-vous m'accorder un délai ?",
            "demander_delai_paiement",
            {},
        ),
        ("reprenons", "demander_delai_paiement", {}),
    ],
    "payer_impot": [
        ("est-ce qu'on peut encore vous payer par chèque ?", "payer_impot", {}),
        ("merci à vous", None, {}),
    ],
    "contester_impot": [
        ("cet impôt est faux, je veux faire une réclamation", None, {}),
        ("c'est la taxe foncière", "contester_impot", {"tax": "fonciere"}),
    ],
    "comprendre_taxe_fonciere": [
        (
            "ma taxe foncière a bondi de 200 euros, pour quelle raison ?",
            "comprendre_taxe_fonciere",
            {},
        ),
        ("revenons à ma question", "comprendre_taxe_fonciere", {}),
    ],
    "acceder_espace": [
        ("le site me refuse la connexion, mon compte est verrouillé", None, {}),
        ("pour un particulier", "acceder_espace", {"audience": "particulier"}),
    ],
    "changer_adresse": [
        ("on a changé de ville, où mettre l'adresse à jour ?", None, {}),
        ("vous êtes un robot ?", None, {}),
        ("c'est pour mon entreprise", "changer_adresse", {"audience": "professionnel"}),
    ],
    "changer_coordonnees_bancaires": [
        ("je voudrais vous donner mon nouveau RIB", None, {}),
        ("c'est la taxe foncière", "changer_coordonnees_bancaires", {"tax": "fonciere"}),
    ],
    "obtenir_avis_impot": [
        ("la crèche me demande mon avis d'imposition, où le trouver ?", "obtenir_avis_impot", {}),
        ("on en était où", "obtenir_avis_impot", {}),
    ],
}


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_person_is_answered_on_each_of_the_largest_topics(
    citizen: Citizen, known: Knowledge, name: str
):
    for words, topic, said in CONVERSATIONS[name]:
        turn = citizen.say(words)
        if topic is None:
            assert turn.texts
            assert turn.answered == []
        else:
            assert gives(turn, topic, known, **said), (words, turn.texts)


def test_a_year_long_gone_needs_no_question(citizen: Citizen, known: Knowledge):
    turn = citizen.say("je dois rectifier ma déclaration de 2021")
    assert gives(turn, "corriger_declaration", known, notice="annee_anterieure")
    assert turn.pending is None


def test_what_was_said_of_one_question_is_not_used_for_the_next(citizen: Citizen):
    citizen.say("je conteste mon impôt sur le revenu")
    assert citizen.say("je voudrais vous donner mon nouveau RIB").texts == [says("utter_ask_tax")]


def test_a_person_is_told_that_an_answer_is_for_businesses(citizen: Citizen):
    citizen.say(PARTICULIER)
    turn = citizen.say("quand faut-il régler la cotisation foncière de mon commerce ?")
    assert turn.texts[0] == says("utter_other_audience_professionnel")
    assert turn.answered == ["payer_cfe"]


def test_two_requests_are_answered_one_after_the_other(citizen: Citizen):
    turn = citizen.say(
        "mes revenus ont baissé, je voudrais diminuer mon prélèvement. Par ailleurs, je veux payer"
        " ma taxe foncière par chèque, c'est possible ?"
    )
    assert turn.answered == ["moduler_prelevement", "payer_impot"]
    assert says("utter_second_request") in turn.texts
    assert turn.slots["other_requests"] is None


@pytest.mark.parametrize("words", ["aucune idée", "je ne comprends pas votre question"])
def test_who_cannot_answer_a_question_gets_the_general_answer(
    citizen: Citizen, known: Knowledge, words: str
):
    citizen.say("cet impôt est faux, je veux faire une réclamation")
    turn = citizen.say(words)
    assert gives(turn, "contester_impot", known)
    assert turn.pending is None


def test_an_address_is_collected_recapitulated_confirmed_and_sent(
    citizen: Citizen, desk: FakeRequests
):
    citizen.say(PREPARE)
    assert citizen.say("Tour Montparnasse").texts[0] == says("utter_wrong_street")
    citizen.say("12 rue des Lilas")
    citizen.say("35000 Rennes")
    assert citizen.say("le 31 février").texts[0] == says("utter_wrong_move_date")
    recap = citizen.say("demain")
    assert any("12 rue des Lilas" in text for text in recap.texts)
    sent = citizen.say(SEND)
    assert desk.number is not None
    assert desk.number in sent.texts[0]
    assert desk.sent[0]["fields"]["town"] == "35000 Rennes"
    assert (sent.pending, sent.slots["street"]) == (None, None)


def test_a_recapitulated_address_can_be_corrected_by_words(citizen: Citizen, desk: FakeRequests):
    for words in (PREPARE, "12 rue des Lilas", "35000 Rennes", "demain"):
        citizen.say(words)
    assert citizen.say("non, je me suis trompé de rue").texts == [says("utter_ask_street")]
    for words in ("14 rue des Lilas", "35000 Rennes", "demain", "oui, c'est bon, envoyez"):
        citizen.say(words)
    assert [sent["fields"]["street"] for sent in desk.sent] == ["14 rue des Lilas"]


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("au fait, ma CFE, je la paie quand ?", "payer_cfe"),
        ("le site me refuse la connexion, mon compte est verrouillé", "acceder_espace"),
    ],
)
def test_a_digression_does_not_lose_the_request(citizen: Citizen, words: str, topic: str):
    citizen.say(PREPARE)
    citizen.say("12 rue des Lilas")
    assert citizen.say(words).answered == [topic]
    turn = citizen.say("35000 Rennes")
    assert turn.texts == [says("utter_ask_move_date")]
    assert turn.slots["street"] == "12 rue des Lilas"


def test_a_cancelled_request_is_not_sent_and_forgotten(citizen: Citizen, desk: FakeRequests):
    citizen.say(PREPARE)
    citizen.say("12 rue des Lilas")
    turn = citizen.say("finalement laissez tomber")
    assert turn.texts == [says("utter_request_abandoned")]
    assert (turn.pending, turn.slots["street"], desk.sent) == (None, None, [])
