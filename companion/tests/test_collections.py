"""Lists of questions answer through the same engine, and keep to their own matter."""

from typing import Any

import httpx
import pytest
from browser import error_code
from companion.classifier.library import Library, load_library
from companion.storage.database import Database
from companion.storage.models import Proposal
from conftest import ROOT
from econtacts_core.knowledge import Knowledge

CENSUS = "recensement"
# How people would ask, in other words than the file's: (text, question).
ASKED = [
    ("j'ai le droit de ne pas répondre ?", "obligation_de_repondre"),
    ("jai pas repondu je vais avoir une amende", "obligation_de_repondre"),
    ("le recensement se termine quand", "dates_de_la_collecte"),
    ("quand est-ce que l'agent va passer", "dates_de_la_collecte"),
    ("pourquoi mon voisin et pas moi", "logement_non_recense"),
    ("ça fait 8 ans que je n'ai pas été recensé", "logement_non_recense"),
    ("où remplir le questionnaire sur internet", "repondre_en_ligne"),
    ("site officiel pour répondre", "repondre_en_ligne"),
    ("mon mot de passe du recensement est refusé", "codes_perdus"),
    ("la notice est partie à la poubelle", "codes_perdus"),
    ("je voudrais une version papier", "repondre_sur_papier"),
    ("mes parents ne savent pas se servir d'internet", "repondre_sur_papier"),
    ("une dame sans carte s'est présentée, dois-je lui ouvrir", "reconnaitre_agent"),
    ("est-ce un vrai agent", "reconnaitre_agent"),
    ("est-ce que vous transmettez mes réponses au fisc", "secret_des_reponses"),
    ("c'est anonyme ?", "secret_des_reponses"),
    ("on me demande 15 euros", "prix_du_recensement"),
    ("est-ce payant", "prix_du_recensement"),
    ("ma fille va avoir 16 ans", "recensement_citoyen"),
    ("je dois faire ma jdc", "recensement_citoyen"),
]
# What the file says nothing of, taxes among it.
FOREIGN = [
    "comment payer ma taxe foncière",
    "quel temps fera-t-il demain",
    "j'ai perdu mon numéro fiscal",
    "changer de RIB",
    "mon passeport est périmé",
    "bonjour",
    "où en est mon remboursement d'impôt",
    "numéro siret perdu",
    "asdfgh",
]
NEEDED = 0.6


@pytest.fixture(scope="session")
def library(knowledge: Knowledge, model_path) -> Library:
    return load_library(knowledge, ROOT / "knowledge", model_path)


def proposed(library: Library, text: str) -> list[str]:
    verdict = library[CENSUS].orchestrator.judge(text)
    return [candidate.topic for candidate in verdict.candidates]


def test_questions_in_other_words_find_their_answer(library: Library):
    found = [proposed(library, text)[:1] == [question] for text, question in ASKED]
    assert sum(found) / len(found) >= NEEDED


def test_every_question_finds_its_own_answer(library: Library):
    for question in library[CENSUS].knowledge.topics.values():
        assert proposed(library, question.title)[0] == question.id


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_foreign_to_a_collection_gets_no_answer(library: Library, text: str):
    assert proposed(library, text) == []


def test_a_word_that_one_question_alone_says_speaks_for_it(library: Library):
    verdict = library[CENSUS].orchestrator.judge("le recensement est-il gratuit")
    best = verdict.candidates[0]
    assert (best.topic, best.rule, best.words) == (
        "prix_du_recensement",
        ("mot:gratuit",),
        {"mot:gratuit": "gratuit"},
    )


def test_the_main_collection_comes_first_and_is_the_knowledge(
    library: Library, knowledge: Knowledge
):
    assert next(iter(library)) == "impots"
    assert library["impots"].knowledge is knowledge


async def ask(actions: httpx.AsyncClient, text: str, collection: str) -> dict[str, Any]:
    body = {"text": text, "channel": "mail", "collection": collection}
    answered = await actions.post("/v1/proposals", json=body)
    assert answered.status_code == 200
    return answered.json()


async def test_the_collection_is_chosen_by_the_request(actions: httpx.AsyncClient):
    text = "où remplir le questionnaire du recensement sur internet"
    census, taxes = await ask(actions, text, CENSUS), await ask(actions, text, "impots")
    assert census["candidates"][0]["topic"] == "repondre_en_ligne"
    assert taxes["candidates"][0]["topic"] == "repondre_recensement"
    assert census["team"] == taxes["team"] == "insee"


async def test_a_proposal_keeps_its_collection(actions, classifier_database: Database):
    proposal = await ask(actions, "c'est anonyme ?", CENSUS)
    with classifier_database.transaction() as session:
        assert session.get_one(Proposal, proposal["proposal_id"]).collection == CENSUS


async def test_feedback_names_a_question_of_its_collection(actions: httpx.AsyncClient):
    proposal = (await ask(actions, "c'est anonyme ?", CENSUS))["proposal_id"]
    path = f"/v1/proposals/{proposal}/feedback"
    tax = await actions.post(path, json={"outcome": "edited", "topic": "payer_cfe"})
    assert (tax.status_code, error_code(tax)) == (422, "unknown_topic")
    question = await actions.post(path, json={"outcome": "edited", "topic": "codes_perdus"})
    assert question.status_code == 200


async def test_the_collections_are_listed_with_their_topics(
    actions: httpx.AsyncClient, knowledge: Knowledge
):
    listed = (await actions.get("/v1/collections")).json()["collections"]
    assert [found["id"] for found in listed] == ["impots", CENSUS]
    assert set(listed[0]["topics"]) == set(knowledge.topics)
    assert listed[1]["topics"]["repondre_en_ligne"].startswith("Comment répondre")


@pytest.mark.parametrize(
    ("collection", "topic"), [(CENSUS, "repondre_en_ligne"), ("impots", "changer_adresse")]
)
async def test_a_topic_shows_its_answers_sources_and_validity(
    actions: httpx.AsyncClient, library: Library, collection: str, topic: str
):
    shown = (await actions.get(f"/v1/collections/{collection}/topics/{topic}")).json()
    known = library[collection].knowledge.topics[topic]
    assert [answer["chat"] for answer in shown["answers"]] == [a.chat for a in known.answers]
    assert [source["title"] for source in shown["sources"]] == [s.title for s in known.sources]
    assert shown["reviewed_on"] == known.reviewed_on.isoformat()


async def test_an_answer_of_the_taxes_says_where_it_leads(actions: httpx.AsyncClient):
    shown = (await actions.get("/v1/collections/impots/topics/demander_delai_paiement")).json()
    kinds = {link["kind"] for answer in shown["answers"] for link in answer["links"]}
    assert kinds == {"form", "service"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/collections/douanes/topics/payer_cfe", "unknown_collection"),
        (f"/v1/collections/{CENSUS}/topics/payer_cfe", "unknown_topic"),
        ("/v1/collections/impots/topics/%00", "unknown_topic"),
    ],
)
async def test_what_does_not_exist_is_told(actions: httpx.AsyncClient, path: str, code: str):
    refused = await actions.get(path)
    assert (refused.status_code, error_code(refused)) == (404, code)


async def test_without_the_token_no_collection_is_shown(stranger: httpx.AsyncClient):
    refused = await stranger.get("/v1/collections")
    assert (refused.status_code, error_code(refused)) == (401, "unauthorised")
