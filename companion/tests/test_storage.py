"""The companion's tables: what they hold, what they refuse."""

from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Verdict
from companion.storage.analytics import (
    DailyExchanges,
    DailySessions,
    DayToSum,
    ProjectionGap,
    ProjectionProgress,
)
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, migrate, migrations, open_engine
from companion.storage.inbox_tables import (
    InboxArrivals,
    InboxDecision,
    InboxGroup,
    NewTopic,
    Trial,
)
from companion.storage.models import (
    AssistantSwitch,
    Base,
    Conversation,
    Feedback,
    FormRequest,
    LearntDataset,
    LearntModel,
    Proposal,
    ProposalCandidate,
    Rating,
)
from companion.storage.proposals import ProposalRepository, Proposed
from companion.storage.ratings import RatingRepository
from companion.storage.staff import AccessLogEntry, StaffSession
from companion.storage.summed import summed_exchanges, summed_sessions
from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.exc import IntegrityError
from stored_lives import KEPT, SEIZURE, TABLES, VERDICT, answer, count, open_conversation, origin


@pytest.fixture
def database(either_database: Database) -> Database:
    return either_database


def declared_by_models(name: str | None, kind: str, parents: object) -> bool:
    """Leave out the index of words: each database has its own kind, which no model can tell."""
    return "message_words" not in str(name) and name != "ix_rasa_user_message_words"


def test_the_migrations_build_exactly_the_schema_of_the_models(database: Database):
    with database.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": declared_by_models}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_migrations_build_every_check_of_the_models(database: Database, table: str):
    built = {check["name"] for check in inspect(database.engine).get_check_constraints(table)}
    declared = {
        constraint.name
        for constraint in Base.metadata.tables[table].constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert built == declared


def test_migrating_twice_changes_nothing(settings, database: Database):
    before = inspect(database.engine).get_table_names()
    migrate(settings.database_url)
    assert inspect(database.engine).get_table_names() == before


def test_migrating_back_and_forth_keeps_every_row(database: Database, two_lives: tuple[str, str]):
    before = {table: count(database, table) for table in KEPT}
    written = migrations(database.engine.url.render_as_string(hide_password=False))
    command.downgrade(written, "0002")
    command.upgrade(written, "head")
    assert {table: count(database, table) for table in KEPT} == before


# The operator's switch, counts, models, groups, arrivals and decisions, the staff: of no citizen.
_OF_NOBODY = [
    AssistantSwitch,
    StaffSession,
    AccessLogEntry,
    LearntDataset,
    LearntModel,
    InboxArrivals,
    InboxGroup,
    InboxDecision,
    NewTopic,
    Trial,
    DailySessions,
    DailyExchanges,
    DayToSum,
    ProjectionProgress,
    ProjectionGap,
]


def test_the_traces_of_a_conversation_lie_in_these_tables_alone():
    # sums over conversations, which name none
    sums = {summed_sessions.name, summed_exchanges.name}
    known = {table.__tablename__ for table in (*TABLES, *_OF_NOBODY)} | sums
    assert known == set(Base.metadata.tables)


def test_a_rating_is_replaced_when_its_author_thinks_again(ratings: RatingRepository):
    ratings.rate(answer(), "up", None, None)
    ratings.rate(answer(), "down", "incomplete", "il manque le délai")
    rating = ratings.of_conversation("c1")["7"]
    assert (rating.value, rating.reason, rating.comment) == (
        "down",
        "incomplete",
        "il manque le délai",
    )


def test_a_rating_given_twice_is_stored_once(ratings: RatingRepository, database: Database):
    ratings.rate(answer(), "up", None, None)
    ratings.rate(answer(), "down", None, None)
    assert count(database, Rating) == 1


def test_a_replaced_rating_keeps_the_time_of_the_first(ratings: RatingRepository):
    first = ratings.rate(answer(), "up", None, None)
    second = ratings.rate(answer(), "down", None, None)
    assert second.created_at == first.created_at


def test_ratings_of_two_conversations_do_not_meet(ratings: RatingRepository):
    ratings.rate(answer("c1"), "up", None, None)
    ratings.rate(answer("c2"), "down", None, None)
    assert ratings.of_conversation("c1")["7"].value == "up"


def bad_rating(**changed: str) -> Rating:
    """Return a rating that breaks one rule."""
    whole = {
        "conversation_id": "c1",
        "message_id": "7",
        "topic": "payer_cfe",
        "channel": "chat",
        "value": "up",
    }
    return Rating(**{**whole, **changed})


def bad_request(**changed: str) -> FormRequest:
    """Return a request that breaks one rule."""
    whole = {
        "number": "2026-AB12-CD34",
        "conversation_id": "c1",
        "idempotency_key": "k1",
        "form": "F01a",
        "topic": "changer_adresse",
        "fields": {},
        "channel": "chat",
    }
    return FormRequest(**{**whole, **changed})


def bad_proposal(**changed: str) -> Proposal:
    """Return a proposal that breaks one rule."""
    whole = {
        "channel": "chat",
        "collection": "impots",
        "text": "payer",
        "masked": [],
        "decision": "abstain",
    }
    return Proposal(**{**whole, **changed})


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(bad_rating(value="meh"), id="a rating that is neither up nor down"),
        pytest.param(bad_proposal(decision="maybe"), id="a proposal with an unknown decision"),
        pytest.param(bad_proposal(urgency="later"), id="a proposal of an unknown urgency"),
        pytest.param(bad_request(state="lost"), id="a request in an unknown state"),
        pytest.param(Feedback(proposal_id="nobody", outcome="accepted"), id="an orphan feedback"),
        pytest.param(
            ProposalCandidate(
                proposal_id="nobody", rank=1, topic="x", score=1.0, graph=1.0, model=1.0
            ),
            id="an orphan candidate",
        ),
        pytest.param(
            Conversation(session_digest="d", channel="chat", collection="impots"),
            id="a conversation that never expires",
        ),
    ],
)
def test_the_database_refuses(database: Database, row: Base):
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(row)


def test_the_database_refuses_an_unknown_outcome(proposals: ProposalRepository):
    proposal_id = proposals.add(Masked("payer", ()), VERDICT, origin())
    with pytest.raises(IntegrityError):
        proposals.add_feedback(proposal_id, "ignored", None, None)


def test_the_database_refuses_two_conversations_of_one_session(
    conversations: ConversationRepository,
):
    open_conversation(conversations, "d1")
    with pytest.raises(IntegrityError):
        open_conversation(conversations, "d1")


def test_the_database_refuses_two_ratings_of_one_message(database: Database):
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([bad_rating(), bad_rating(value="down")])


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"number": "2026-EF56-GH78"}, id="of one key in one conversation"),
        pytest.param({"conversation_id": "c2"}, id="of one number"),
    ],
)
def test_the_database_refuses_two_requests(database: Database, second: dict[str, str]):
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([bad_request(), bad_request(**second)])


def test_a_proposal_keeps_its_candidates_in_their_order(
    proposals: ProposalRepository, database: Database
):
    proposal_id = proposals.add(Masked("payer la cfe", ("phone",)), VERDICT, origin())
    with database.transaction() as session:
        stored = session.get_one(Proposal, proposal_id)
        assert [found.topic for found in stored.candidates] == ["payer_cfe", "changer_adresse"]


@pytest.mark.parametrize(
    ("verdict", "territory", "kept"),
    [
        pytest.param(VERDICT, None, (None, None), id="neither"),
        pytest.param(replace(VERDICT, urgency=SEIZURE), "2A", ("immediate", "2A"), id="both"),
    ],
)
def test_a_proposal_keeps_how_urgent_it_is_and_where_it_comes_from(
    proposals: ProposalRepository,
    database: Database,
    verdict: Verdict,
    territory: str | None,
    kept: tuple[str | None, str | None],
):
    proposal_id = proposals.add(Masked("payer la cfe", ()), verdict, origin(territory=territory))
    with database.transaction() as session:
        stored = session.get_one(Proposal, proposal_id)
        assert (stored.urgency, stored.territory) == kept


def test_what_was_proposed_is_found_again(proposals: ProposalRepository):
    proposal_id = proposals.add(Masked("payer", ()), VERDICT, origin())
    assert proposals.find(proposal_id) == Proposed("impots", ("payer_cfe", "changer_adresse"))
    assert proposals.find("nobody") is None


def test_feedback_on_an_unknown_proposal_stores_nothing(
    proposals: ProposalRepository, database: Database
):
    with pytest.raises(IntegrityError):
        proposals.add_feedback("nobody", "accepted", None, None)
    assert count(database, Feedback) == 0


@pytest.mark.parametrize(("durable", "waits"), [(True, {"2", "on"}), (False, {"1", "off"})])
def test_only_what_may_be_lost_does_not_wait_for_the_disk(database: Database, durable, waits):
    asked = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
    url = database.engine.url.render_as_string(hide_password=False)
    engine = open_engine(url, durable=durable)
    with engine.connect() as connection:
        told = connection.exec_driver_sql(asked[engine.dialect.name]).scalar()
    engine.dispose()
    assert str(told) in waits


def test_a_sqlite_connection_keeps_as_much_in_memory_as_asked(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}", cache=64)
    with engine.connect() as connection:
        kibibytes = -connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    engine.dispose()
    assert kibibytes == 64 * 1024
