"""What two citizens leave in every table, in a database of either kind."""

from collections import deque
from dataclasses import replace
from datetime import timedelta

import pytest
from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Candidate, Verdict
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import Reference
from companion.requests.attachments import Attachment
from companion.storage.analytics import (
    ConversationToProject,
    RasaSender,
    RasaSession,
)
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, open_engine
from companion.storage.inbox_tables import (
    InboxMessage,
)
from companion.storage.models import (
    Base,
    Conversation,
    Feedback,
    FormRequest,
    Proposal,
    ProposalCandidate,
    Rating,
    RequestAttachment,
    now,
)
from companion.storage.projected import OF_A_SESSION
from companion.storage.proposals import Origin, ProposalRepository
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.requests import ConfirmedRequest, RequestRepository
from companion.storage.staff import Annotation
from companion.storage.tracker import TrackerEvents
from econtacts_core.offices import Situation
from fake_rasa import FakeRasa, Reply, bot_event, user_event
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase

VERDICT = Verdict(
    "suggest",
    (
        Candidate("payer_cfe", 0.5, 0.4, 0.3, ("cfe",), {"cfe": "cfe"}, ("cfe",), "la cfe"),
        Candidate("changer_adresse", 0.4, 0.0, 0.4, (), {}, (), None),
    ),
    "sie",
)
MINUTE = timedelta(minutes=1)
PAGE = Attachment("avis.pdf", "application/pdf", b"%PDF-", "0" * 64)
SEIZURE = Situation("saisie", "immediate", "Saisie", "", "recouvrement", ())


KEPT = [Conversation, Proposal, ProposalCandidate, Feedback, Rating, FormRequest]
_DERIVED = [*OF_A_SESSION, RasaSession, RasaSender, ConversationToProject, InboxMessage]
TABLES = [*KEPT, RequestAttachment, Annotation, *_DERIVED]


def emptied(database: Database) -> Database:
    """Return the database without a row in it."""
    with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest) -> Database:
    """Return an empty database of either kind: what is stored must not tell which."""
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    return emptied(request.getfixturevalue(kind))


@pytest.fixture
def conversations(database: Database, tracker: TrackerEvents) -> ConversationRepository:
    return ConversationRepository(database, tracker)


@pytest.fixture
def ratings(database: Database) -> RatingRepository:
    return RatingRepository(database)


@pytest.fixture
def proposals(database: Database) -> ProposalRepository:
    return ProposalRepository(database)


@pytest.fixture
def requests(database: Database) -> RequestRepository:
    return RequestRepository(database)


def open_conversation(conversations: ConversationRepository, digest: str) -> Conversation:
    """Open a conversation of an hour."""
    return conversations.open(
        digest, collection="impots", audience=None, lifetime=timedelta(hours=1)
    )


def answer(conversation_id: str = "c1", message_id: str = "7") -> RatedAnswer:
    """Name an answer to rate."""
    return RatedAnswer(
        conversation_id=conversation_id, message_id=message_id, topic="payer_cfe", channel="chat"
    )


def confirmed(conversation_id: str = "c1") -> ConfirmedRequest:
    """Confirm a change of address."""
    return ConfirmedRequest(
        conversation_id=conversation_id,
        idempotency_key="k1",
        form="F01a",
        topic="changer_adresse",
        fields={"street": "12 rue zyxwvut"},
        audience=None,
        channel="chat",
    )


def origin(conversation_id: str | None = "c1", territory: str | None = None) -> Origin:
    """Say where a message came from."""
    return Origin(
        channel="chat",
        collection="impots",
        audience=None,
        conversation_id=conversation_id,
        territory=territory,
    )


def count(database: Database, table: type[DeclarativeBase]) -> int:
    """Count the rows of a table."""
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def counts(database: Database) -> dict[str, int]:
    """Count the rows of every table in which a conversation leaves a trace."""
    return {table.__tablename__: count(database, table) for table in TABLES}


@pytest.fixture
def two_lives(
    conversations: ConversationRepository,
    proposals: ProposalRepository,
    ratings: RatingRepository,
    requests: RequestRepository,
    rasa: FakeRasa,
    database: Database,
    tracker: TrackerEvents,
    reference: Reference,
) -> tuple[str, str]:
    """Two conversations that left a trace in every table; returns their ids."""
    ids = (open_conversation(conversations, "d1").id, open_conversation(conversations, "d2").id)
    rasa.start_at(int(now().timestamp()) - 60)
    for conversation_id in ids:
        proposal_id = proposals.add(Masked("payer", ()), VERDICT, origin(conversation_id))
        proposals.add_feedback(proposal_id, "accepted", "payer_cfe", None)
        ratings.rate(answer(conversation_id), "up", None, None)
        requests.send(replace(confirmed(conversation_id), attachments=[PAGE]))
        said = rasa.add_event(conversation_id, user_event("payer", {}))
        with database.transaction() as session:
            session.add(
                InboxMessage(
                    event_id=said,
                    conversation_id=conversation_id,
                    text="payer",
                    reasons=[],
                    created_at=now(),
                )
            )
            session.add(
                Annotation(
                    conversation_id=conversation_id,
                    state="a_traiter",
                    subject="s1",
                    name="Une collègue",
                )
            )
        rasa.add_event(conversation_id, {"event": "slot", "name": "topic", "value": "payer_cfe"})
        rasa.add_event(conversation_id, bot_event(Reply("Voici comment payer.")))
        rasa.add_event(conversation_id, {"event": "action", "name": "action_listen"})
    deque(Projection(database, tracker, reference).run(), maxlen=0)
    for conversation_id in ids:  # what happens after it was projected
        ratings.rate(answer(conversation_id), "down", None, None)
    return ids


@pytest.fixture
def no_tracker(tmp_path) -> TrackerEvents:
    """A tracker store in which Rasa, not started yet, has made no table."""
    return TrackerEvents(open_engine(f"sqlite:///{tmp_path / 'tracker.db'}"))
