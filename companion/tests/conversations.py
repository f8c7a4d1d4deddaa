"""A conversation as Rasa writes it down, and what the projection and the companion make of it."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from companion.storage.analytics import ExchangeFact, RasaUserMessage, SessionFact
from companion.storage.database import Database
from companion.storage.models import Proposal, ProposalCandidate
from fake_rasa import ANSWER, GREETING, FakeRasa, Reply, bot_event, user_event

STREET = "12 rue des Lilas"
TOWN = "Rennes"
_event_ids = count(1)
START = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def understood(
    text: str, intent: str, *entities: dict[str, Any], **ranked: float
) -> dict[str, Any]:
    """Return a message of the citizen with what was read in it."""
    event = user_event(text, {"title": "Je change d'adresse"} if intent == "start_request" else {})
    event["parse_data"] |= {
        "intent": {"name": intent, "confidence": 0.81},
        "entities": list(entities),
        "intent_ranking": [{"name": name, "confidence": share} for name, share in ranked.items()],
    }
    return event


def action(name: str, policy: str | None = "policy_0_RulePolicy") -> dict[str, Any]:
    """Return an action as Rasa writes it."""
    return {"event": "action", "name": name, "policy": policy, "confidence": 1.0}


def slot(name: str, value: Any) -> dict[str, Any]:
    """Return a slot that changed."""
    return {"event": "slot", "name": name, "value": value}


def tell_payment(record: FakeRasa, conversation: str, text: str = "je ne peux pas payer") -> int:
    """Write a question about payment and its answer; return the id of the question's event."""
    record.add_event(conversation, understood("/start", "start"))
    record.add_event(conversation, action("utter_welcome"), "utter_welcome")
    record.add_event(conversation, bot_event(GREETING))
    question = record.add_event(
        conversation,
        understood(text, "demander_delai_paiement", demander_delai_paiement=0.81, payer_cfe=0.11),
    )
    record.add_event(conversation, action("action_answer_topic"), "action_answer_topic")
    record.add_event(conversation, slot("topic", "demander_delai_paiement"))
    record.add_event(conversation, bot_event(ANSWER))
    record.add_event(conversation, action("action_listen", None), "action_listen")
    return question


def tell_address(record: FakeRasa, conversation: str) -> None:
    """Write a change of address, whose fields stand there as they were typed."""
    for event in (
        understood('/start_request{"request": "changer_adresse"}', "start_request"),
        slot("request", "changer_adresse"),
        action("action_start_request"),
        action("address_form"),
        {"event": "active_loop", "name": "address_form"},
        slot("requested_slot", "street"),
        understood(STREET, "changer_adresse"),
        slot("street", STREET),
        slot("requested_slot", "town"),
        understood(f"c'est à {TOWN.lower()}", "nlu_fallback"),
        slot("town", TOWN),
        slot("requested_slot", None),
        bot_event(Reply(f"Nouvelle adresse : {STREET}, {TOWN}. C'est bien cela ?")),
        {"event": "active_loop", "name": None},
        understood(
            "pour [numéro] et pour moi",
            "inform_audience",
            {"entity": "audience", "value": "particulier", "start": 17, "end": 25},
        ),
    ):
        record.add_event(conversation, event)


def project(
    database: Database, conversation: str, number: int = 0, *texts: str, **changed: Any
) -> SessionFact:
    """Store what the projection would: one session, one exchange for each text."""
    began = START + timedelta(minutes=number)
    of_exchange = {
        name: changed.pop(name)
        for name in ("step", "rating", "reason", "confidence")
        if name in changed
    }
    values: dict[str, Any] = {
        "conversation_id": conversation,
        "day": began.date(),
        "started_at": began,
        "ended_at": began,
        "channel": "chat",
        "collection": "impots",
        "tester": False,
        "in_hours": True,
        "typed": len(texts),
        "clicked": 0,
        "understood": len(texts),
        "topic": "payer_cfe",
        "outcome": "resolved",
        **dict.fromkeys(("pretreated", "handoff", "other_form", "repeated"), False),
        **dict.fromkeys(("requests_sent", "answers", "ups", "downs"), 0),
        **changed,
    }
    session_id = f"session-{conversation}-{number}"
    fact = SessionFact(session_id=session_id, sender_id=f"sender-{conversation}", **values)
    with database.transaction() as session:
        session.add(fact)
        for place, text in enumerate(texts):
            session.add(_exchange(fact, place, **of_exchange))
            session.add(_message(fact, place, text))
    return fact


def _exchange(fact: SessionFact, place: int, **changed: Any) -> ExchangeFact:
    shared = ("session_id", "sender_id", "day", "channel", "collection", "topic", "in_hours")
    values = {"step": "answer", **changed}
    return ExchangeFact(
        turn_id=f"{fact.session_id}-{place}",
        event_id=place,
        at=fact.started_at,
        typed=True,
        **{name: getattr(fact, name) for name in shared},
        **values,
    )


def _message(fact: SessionFact, place: int, text: str) -> RasaUserMessage:
    name = f"{fact.session_id}-{place}"
    return RasaUserMessage(
        id=name,
        event_id=name,
        sender_id=fact.sender_id,
        session_id=fact.session_id,
        channel="rest",
        text=text,
        timestamp=fact.started_at.replace(tzinfo=None),
        sequence_number=next(_event_ids),
    )


def propose(database: Database, conversation: str, text: str, at: datetime) -> None:
    """Store what the orchestrator proposed for a message."""
    candidate = ProposalCandidate(
        rank=1, topic="demander_delai_paiement", score=0.62, graph=0.4, model=0.37
    )
    proposal = Proposal(
        conversation_id=conversation,
        channel="chat",
        collection="impots",
        text=text,
        masked=[],
        decision="suggest",
        created_at=at,
        candidates=[candidate],
    )
    with database.transaction() as session:
        session.add(proposal)
