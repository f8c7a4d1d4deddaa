"""The internal contract, through HTTP, with the real model."""

import httpx
import pytest
from browser import error_code
from companion.storage.database import Database
from companion.storage.models import Feedback, Proposal, Rating
from conftest import TOKEN
from sqlalchemy import select

SURE = "je ne peux pas payer mes impôts"
HESITANT = "mon dossier de paiement et l'adresse"
FOREIGN = "Quelle est la recette de la tarte aux pommes ?"
SEIZED = "une saisie sur mon compte, je ne dois rien, 44000 Nantes"

CALLS = [
    ("/v1/proposals", {"text": SURE, "channel": "chat"}),
    ("/v1/proposals/x/feedback", {"outcome": "accepted"}),
    (
        "/v1/ratings",
        {
            "conversation_id": "c1",
            "message_id": "1",
            "topic": "payer_cfe",
            "channel": "mail",
            "value": "up",
        },
    ),
]


async def propose(actions: httpx.AsyncClient, text: str = SURE, **more: object) -> httpx.Response:
    """Ask for proposals."""
    return await actions.post("/v1/proposals", json={"text": text, "channel": "chat", **more})


async def stored(actions: httpx.AsyncClient, database: Database, text: str, **more) -> Proposal:
    """Ask for proposals and return what was stored of them."""
    proposal_id = (await propose(actions, text, **more)).json()["proposal_id"]
    with database.transaction() as session:
        proposal = session.get_one(Proposal, proposal_id)
        _ = proposal.candidates
        return proposal


@pytest.mark.parametrize(("path", "body"), CALLS)
@pytest.mark.parametrize(
    "credentials",
    [
        None,
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer é",
    ],
)
async def test_without_the_token_nothing_is_served(
    stranger: httpx.AsyncClient, path: str, body: dict[str, str], credentials: str | None
):
    headers = {} if credentials is None else {"authorization": credentials.encode()}
    refused = await stranger.post(path, json=body, headers=headers)
    assert (refused.status_code, error_code(refused)) == (401, "unauthorised")


async def test_without_the_token_a_malformed_body_is_not_judged(stranger: httpx.AsyncClient):
    refused = await stranger.post("/v1/proposals", json={"nonsense": 1})
    assert error_code(refused) == "unauthorised"


@pytest.mark.parametrize(
    ("text", "decision"), [(SURE, "answer"), (HESITANT, "suggest"), (FOREIGN, "abstain")]
)
async def test_a_message_is_decided_upon(actions: httpx.AsyncClient, text: str, decision: str):
    assert (await propose(actions, text)).json()["decision"] == decision


async def test_a_sure_message_names_its_topic_and_its_team(actions: httpx.AsyncClient):
    proposal = (await propose(actions)).json()
    assert proposal["candidates"][0]["topic"] == "demander_delai_paiement"
    assert proposal["team"] == "recouvrement"


async def test_an_urgent_message_says_why_and_where_it_comes_from(actions: httpx.AsyncClient):
    proposal = (await propose(actions, SEIZED)).json()
    assert proposal["urgency"] == {
        "level": "immediate",
        "situation": "saisie",
        "label": "Saisie sur un compte, un salaire ou une pension",
    }
    assert proposal["territory"] == {"code": "44", "name": "Loire-Atlantique"}


async def test_a_message_that_can_wait_has_neither_urgency_nor_territory(
    actions: httpx.AsyncClient,
):
    proposal = (await propose(actions)).json()
    assert (proposal["urgency"], proposal["territory"]) == (None, None)


async def test_the_urgency_and_the_territory_are_stored(actions, classifier_database):
    proposal = await stored(actions, classifier_database, SEIZED)
    assert (proposal.urgency, proposal.territory) == ("immediate", "44")


async def test_an_address_is_masked_and_its_department_known(actions, classifier_database):
    text = "je ne peux pas payer, j'habite 12 rue des Lilas 44000 Nantes"
    assert (await propose(actions, text)).json()["territory"]["code"] == "44"
    proposal = await stored(actions, classifier_database, text)
    assert (proposal.territory, "Lilas" in proposal.text) == ("44", False)


async def test_a_candidate_shows_both_scores(actions: httpx.AsyncClient):
    best = (await propose(actions)).json()["candidates"][0]
    assert best["scores"]["graph"] == 0.9
    assert best["scores"]["model"] > 0.9


async def test_a_candidate_explains_itself(actions: httpx.AsyncClient):
    explanation = (await propose(actions)).json()["candidates"][0]["explanation"]
    assert explanation["rule"] == ["ne_peut_pas_payer"]
    assert explanation["words"] == {"ne_peut_pas_payer": "peux pas payer"}
    assert any("pai" in term for term in explanation["terms"])
    assert "payer" in explanation["nearest"]


async def test_a_refused_topic_is_not_proposed_again(actions: httpx.AsyncClient):
    first = (await propose(actions)).json()["candidates"][0]["topic"]
    others = (await propose(actions, refused=[first])).json()
    assert others["decision"] != "answer"
    assert first not in {found["topic"] for found in others["candidates"]}


async def test_the_kinds_of_identifiers_found_are_told(actions: httpx.AsyncClient):
    masked = (await propose(actions, f"{SURE}, tel 06 12 34 56 78, n° 3023217600053")).json()
    assert masked["masked"] == ["phone", "fiscal_number"]


async def test_the_text_is_stored_masked(actions, classifier_database):
    proposal = await stored(actions, classifier_database, f"{SURE}, 3023217600053")
    assert proposal.text == f"{SURE}, [numéro fiscal masqué]"


async def test_the_candidates_are_stored_with_their_scores(actions, classifier_database):
    told = (await propose(actions, HESITANT)).json()
    with classifier_database.transaction() as session:
        kept = [
            (found.rank, found.topic, found.score, found.graph, found.model)
            for found in session.get_one(Proposal, told["proposal_id"]).candidates
        ]
    assert kept == [
        (rank, found["topic"], found["score"], found["scores"]["graph"], found["scores"]["model"])
        for rank, found in enumerate(told["candidates"], start=1)
    ]


async def test_where_a_message_came_from_is_stored(actions, classifier_database):
    proposal = await stored(
        actions, classifier_database, SURE, audience="particulier", conversation_id="c-42"
    )
    assert (proposal.channel, proposal.collection, proposal.audience, proposal.conversation_id) == (
        "chat",
        "impots",
        "particulier",
        "c-42",
    )


async def test_an_abstention_is_stored_too(actions, classifier_database):
    proposal = await stored(actions, classifier_database, FOREIGN)
    assert (proposal.decision, proposal.candidates, proposal.team) == ("abstain", [], None)


async def test_a_known_audience_leaves_out_other_topics(actions: httpx.AsyncClient):
    proposal = (await propose(actions, "comment payer la CFE", audience="particulier")).json()
    assert "payer_cfe" not in [found["topic"] for found in proposal["candidates"]]


async def test_an_unknown_collection_is_refused(actions: httpx.AsyncClient):
    refused = await propose(actions, collection="douanes")
    assert (refused.status_code, error_code(refused)) == (404, "unknown_collection")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": SURE},
        {"channel": "chat"},
        {"text": "", "channel": "chat"},
        {"text": "   ", "channel": "chat"},
        {"text": "x" * 20_001, "channel": "chat"},
        {"text": SURE, "channel": "pigeon"},
        {"text": SURE, "channel": "chat", "audience": "martien"},
        {"text": SURE, "channel": "chat", "conversation_id": "x" * 65},
        {"text": SURE, "channel": "chat", "conversation_id": "a/b"},
        {"text": SURE, "channel": "chat", "priority": 1},
        {"text": 3, "channel": "chat"},
        [SURE],
        None,
    ],
)
async def test_a_malformed_message_is_refused(actions: httpx.AsyncClient, body: object):
    refused = await actions.post("/v1/proposals", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_a_mail_of_the_longest_length_is_taken(actions: httpx.AsyncClient):
    mail = "Bonjour, " * 2_222 + "xx"
    assert len(mail) == 20_000
    assert (await propose(actions, mail, channel="mail")).status_code == 200


@pytest.mark.parametrize("outcome", ["accepted", "edited", "rejected"])
async def test_feedback_is_stored(actions, classifier_database, outcome: str):
    proposal = (await propose(actions)).json()["proposal_id"]
    body = {"outcome": outcome, "topic": "demander_delai_paiement"}
    answered = await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    assert answered.json() == {"stored": True}
    with classifier_database.transaction() as session:
        (kept,) = session.scalars(select(Feedback).filter_by(proposal_id=proposal))
    assert (kept.outcome, kept.topic) == (outcome, "demander_delai_paiement")


async def test_the_text_of_a_feedback_is_stored_masked(actions, classifier_database):
    proposal = (await propose(actions)).json()["proposal_id"]
    body = {"outcome": "edited", "text": "Bonjour Mme 3023217600053"}
    await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    with classifier_database.transaction() as session:
        (kept,) = session.scalars(select(Feedback).filter_by(proposal_id=proposal))
    assert kept.text == "Bonjour Mme [numéro fiscal masqué]"


@pytest.mark.parametrize("proposal", ["x", "0" * 32, "x" * 500, "%00", "é"])
async def test_feedback_on_an_unknown_proposal_is_refused(actions, proposal: str):
    body = {"outcome": "accepted"}
    refused = await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    assert (refused.status_code, error_code(refused)) == (404, "unknown_proposal")


@pytest.mark.parametrize(
    ("outcome", "topic"),
    [
        ("accepted", "payer_amende"),
        ("accepted", "licorne"),
        ("edited", "licorne"),
        ("rejected", "licorne"),
    ],
)
async def test_a_topic_that_cannot_have_been_chosen_is_refused(
    actions, classifier_database, outcome: str, topic: str
):
    proposal = (await propose(actions)).json()["proposal_id"]
    body = {"outcome": outcome, "topic": topic}
    refused = await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "unknown_topic")
    with classifier_database.transaction() as session:
        assert session.scalars(select(Feedback).filter_by(proposal_id=proposal)).all() == []


@pytest.mark.parametrize("outcome", ["edited", "rejected"])
async def test_another_topic_of_the_collection_may_be_the_right_one(actions, outcome: str):
    proposal = (await propose(actions)).json()["proposal_id"]
    body = {"outcome": outcome, "topic": "payer_amende"}
    answered = await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    assert answered.json() == {"stored": True}


@pytest.mark.parametrize(
    "body", [{}, {"outcome": "forgotten"}, {"outcome": "accepted", "topic": ""}, {"text": "x"}]
)
async def test_malformed_feedback_is_refused(actions: httpx.AsyncClient, body: dict[str, str]):
    proposal = (await propose(actions)).json()["proposal_id"]
    refused = await actions.post(f"/v1/proposals/{proposal}/feedback", json=body)
    assert (refused.status_code, error_code(refused)) == (422, "invalid")


async def test_a_rating_of_another_channel_is_stored_masked(actions, classifier_database):
    rating = {
        "conversation_id": "mail-1",
        "message_id": "m-1",
        "topic": "payer_cfe",
        "channel": "mail",
        "value": "down",
        "reason": "incomplete",
        "comment": "voir FR76 3000 4000 0312 3456 7890 143",
    }
    assert (await actions.post("/v1/ratings", json=rating)).json() == {"stored": True}
    with classifier_database.transaction() as session:
        (kept,) = session.scalars(select(Rating).filter_by(conversation_id="mail-1"))
    assert (kept.channel, kept.value, kept.comment) == ("mail", "down", "voir [IBAN masqué]")


async def test_a_classifier_alone_has_no_gateway(actions: httpx.AsyncClient):
    assert (await actions.post("/api/v1/conversations", json={})).status_code == 404


async def test_health_needs_no_token(stranger: httpx.AsyncClient):
    assert (await stranger.get("/health")).status_code == 200
