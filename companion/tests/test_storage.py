"""The companion's tables, and Rasa's tracker store as it is read."""

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from companion.classifier.masking import Masked
from companion.classifier.orchestrator import Candidate, Verdict
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import Reference
from companion.requests.attachments import Attachment
from companion.storage.analytics import (
    ConversationToProject,
    DailyExchanges,
    DailySessions,
    DayToSum,
    ProjectionGap,
    ProjectionProgress,
    RasaSender,
    RasaSession,
)
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, migrate, migrations, open_engine
from companion.storage.inbox_tables import (
    InboxArrivals,
    InboxDecision,
    InboxGroup,
    InboxMessage,
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
    RequestAttachment,
    UtcDateTime,
    now,
)
from companion.storage.projected import OF_A_SESSION
from companion.storage.proposals import Origin, ProposalRepository, Proposed
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.requests import ConfirmedRequest, RequestRepository
from companion.storage.staff import AccessLogEntry, Annotation, StaffSession
from companion.storage.summed import summed_exchanges, summed_sessions
from companion.storage.switch import SwitchRepository, SwitchState
from companion.storage.tracker import TrackerEvents
from conftest import emptied
from econtacts_core.offices import Situation
from fake_rasa import FakeRasa, Reply, bot_event, user_event
from sqlalchemy import CheckConstraint, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, StatementError
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
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
    before = {table: count(database, table) for table in _KEPT}
    written = migrations(database.engine.url.render_as_string(hide_password=False))
    command.downgrade(written, "0002")
    command.upgrade(written, "head")
    assert {table: count(database, table) for table in _KEPT} == before


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


# ---- one message at a time, and the session before the present one


def test_of_many_who_claim_a_conversation_at_once_one_has_it(conversations):
    opened = open_conversation(conversations, "d1")
    with ThreadPoolExecutor(12) as pool:
        claims = list(pool.map(lambda _: conversations.claim(opened.id, MINUTE), range(24)))
    assert sum(claim is not None for claim in claims) == 1


def test_a_claim_released_can_be_had_again(conversations):
    opened = open_conversation(conversations, "d1")
    conversations.release(opened.id, conversations.claim(opened.id, MINUTE))
    assert conversations.claim(opened.id, MINUTE) is not None


def test_a_claim_that_has_ended_can_be_had_again(conversations):
    opened = open_conversation(conversations, "d1")
    conversations.claim(opened.id, -MINUTE)
    assert conversations.claim(opened.id, MINUTE) is not None


def test_who_was_too_slow_does_not_release_the_claim_of_the_next(conversations):
    opened = open_conversation(conversations, "d1")
    late = conversations.claim(opened.id, -MINUTE)
    conversations.claim(opened.id, MINUTE)
    conversations.release(opened.id, late)
    assert conversations.claim(opened.id, MINUTE) is None


def test_a_conversation_that_is_no_more_cannot_be_claimed(conversations):
    assert conversations.claim("nobody", MINUTE) is None


def test_a_renewed_session_is_good_beside_the_one_before_until_that_ends(conversations):
    opened = open_conversation(conversations, "d1")
    conversations.renew_session("d1", "d2", timedelta(hours=2))
    assert {conversations.of_session(digest).id for digest in ("d1", "d2")} == {opened.id}
    conversations.end_previous_session(opened.id, now() - MINUTE)
    assert conversations.of_session("d1") is None
    assert conversations.of_session("d2").expires_at > now() + timedelta(hours=1)


def test_a_session_renewed_by_two_requests_is_renewed_once(conversations):
    open_conversation(conversations, "d1")
    for _ in range(2):
        conversations.renew_session("d1", "d2", timedelta(hours=2))
    assert conversations.of_session("d2").previous_digest == "d1"


def test_the_switch_keeps_its_last_state(database: Database):
    switch = SwitchRepository(database)
    assert switch.read() == SwitchState()
    for state in (SwitchState(off=True, notice="fermé"), SwitchState(notice="ouvert")):
        switch.set(state)
        assert switch.read() == state


_KEPT = [Conversation, Proposal, ProposalCandidate, Feedback, Rating, FormRequest]
_DERIVED = [*OF_A_SESSION, RasaSession, RasaSender, ConversationToProject, InboxMessage]
_TABLES = [*_KEPT, RequestAttachment, Annotation, *_DERIVED]
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
    known = {table.__tablename__ for table in (*_TABLES, *_OF_NOBODY)} | sums
    assert known == set(Base.metadata.tables)


def counts(database: Database) -> dict[str, int]:
    """Count the rows of every table in which a conversation leaves a trace."""
    return {table.__tablename__: count(database, table) for table in _TABLES}


def test_forgetting_erases_half_of_two_lives_from_every_table(conversations, database, two_lives):
    before = counts(database)
    assert 0 not in before.values()
    conversations.forget(two_lives[0])
    assert {table: 2 * left for table, left in counts(database).items()} == before


@pytest.mark.parametrize("table", [Proposal, Rating, FormRequest])
def test_forgetting_leaves_the_other_conversation_its_rows(
    conversations, database, two_lives, table
):
    conversations.forget(two_lives[0])
    with database.transaction() as session:
        assert set(session.scalars(select(table.conversation_id))) == {two_lives[1]}


def test_forgetting_erases_every_event_of_the_tracker(conversations, tracker, two_lives):
    conversations.forget(two_lives[0])
    assert two_lives[0] not in tracker.latest(after=0)


def test_forgetting_leaves_the_events_of_the_other_conversation(conversations, tracker, two_lives):
    before = (tracker.latest(after=0)[two_lives[1]], tracker.spoken(two_lives[1]))
    conversations.forget(two_lives[0])
    assert (tracker.latest(after=0)[two_lives[1]], tracker.spoken(two_lives[1])) == before


@pytest.fixture
def no_tracker(tmp_path) -> TrackerEvents:
    """A tracker store in which Rasa, not started yet, has made no table."""
    return TrackerEvents(open_engine(f"sqlite:///{tmp_path / 'tracker.db'}"))


def test_no_form_asks_for_anything_before_rasa_has_made_its_table(no_tracker):
    assert no_tracker.asked("conversation") is None


def test_forgetting_works_before_rasa_has_made_its_table(database, no_tracker):
    conversations = ConversationRepository(database, no_tracker)
    conversations.forget(open_conversation(conversations, "d1").id)
    assert count(database, Conversation) == 0


def test_what_is_older_than_the_limit_is_forgotten(conversations, database, two_lives):
    later = now() + timedelta(seconds=1)
    assert set(conversations.forget_before(later)) == set(two_lives)
    assert set(counts(database).values()) == {0}


def test_a_proposal_outside_any_conversation_is_forgotten_too(conversations, database):
    row = Proposal(channel="mail", collection="impots", text="t", masked=[], decision="abstain")
    with database.transaction() as session:
        session.add(row)
    assert list(conversations.forget_before(now() + timedelta(seconds=1))) == []
    assert count(database, Proposal) == 0


def test_a_request_outside_any_conversation_is_forgotten_and_leaves_the_files(
    conversations, database, requests, settings
):
    requests.send(confirmed("telephone-1"))
    list(conversations.forget_before(now() + timedelta(seconds=1)))
    assert count(database, FormRequest) == 0
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    left = b"".join(found.read_bytes() for found in file.parent.glob(f"{file.name}*"))
    assert b"zyxwvut" not in left


def test_what_is_younger_than_the_limit_is_left(conversations, database, two_lives):
    before = counts(database)
    yesterday = now() - timedelta(days=1)
    assert list(conversations.forget_before(yesterday)) == []
    assert counts(database) == before


def test_an_expired_session_finds_nothing(conversations):
    conversations.open("d1", collection="impots", audience=None, lifetime=timedelta(seconds=-1))
    assert conversations.of_session("d1") is None


def test_a_living_session_finds_its_conversation(conversations):
    opened = open_conversation(conversations, "d1")
    assert conversations.of_session("d1").id == opened.id


def test_times_come_back_in_utc(conversations, database):
    opened = open_conversation(conversations, "d1")
    with database.transaction() as session:
        assert session.get_one(Conversation, opened.id).created_at == opened.created_at


def test_a_time_of_another_zone_is_stored_in_utc(database):
    paris = timezone(timedelta(hours=2))
    row = Conversation(
        session_digest="d1",
        channel="chat",
        collection="impots",
        expires_at=datetime(2026, 7, 1, 12, tzinfo=paris),
    )
    with database.transaction() as session:
        session.add(row)
    with database.transaction() as session:
        stored = session.get_one(Conversation, row.id).expires_at
    assert stored.isoformat() == "2026-07-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "dialect"),
    [
        (datetime(2026, 7, 1, 10), sqlite.dialect()),
        (datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2))), postgresql.dialect()),
    ],
    ids=["SQLite, without zone", "PostgreSQL, in the zone of its session"],
)
def test_a_time_read_is_in_utc_whatever_the_database_says(given, dialect):
    read = UtcDateTime().process_result_value(given, dialect)
    assert read.isoformat() == datetime(2026, 7, 1, 10, tzinfo=UTC).isoformat()


def test_a_time_without_zone_is_refused(database):
    row = Conversation(
        session_digest="d1",
        channel="chat",
        collection="impots",
        expires_at=datetime(2026, 7, 1),
    )
    with pytest.raises(StatementError, match="without zone"), database.transaction() as session:
        session.add(row)


def test_a_tracker_without_table_has_said_nothing(no_tracker):
    assert no_tracker.spoken("c1") == []


def test_a_tracker_without_table_has_no_last_event(no_tracker):
    assert (no_tracker.newest(), no_tracker.latest(after=0)) == (0, {})


def test_a_tracker_without_table_has_not_this_event(no_tracker):
    assert no_tracker.one("c1", 1) is None


def test_a_table_made_later_is_seen(no_tracker, tmp_path):
    before = no_tracker.newest()
    rasa = FakeRasa(f"sqlite:///{tmp_path / 'tracker.db'}")
    said = rasa.add_event("c1", user_event("bonjour", {}))
    assert (before, no_tracker.newest()) == (0, said)


def test_only_what_was_spoken_is_read(tracker, rasa):
    rasa.add_event("c1", {"event": "slot", "name": "topic", "value": "x"}, "topic")
    said = rasa.add_event("c1", user_event("bonjour", {}))
    rasa.add_event("c1", {"event": "action", "name": "action_listen"}, "action_listen")
    answered = rasa.add_event("c1", bot_event(Reply("Bonjour !")))
    assert [(event.id, event.kind) for event in tracker.spoken("c1")] == [
        (said, "user"),
        (answered, "bot"),
    ]


def test_only_what_came_after_is_read(tracker, rasa):
    first = rasa.add_event("c1", user_event("un", {}))
    rasa.add_event("c1", user_event("deux", {}))
    assert [event.data["text"] for event in tracker.spoken("c1", after=first)] == ["deux"]


def test_the_event_of_another_conversation_is_not_found(tracker, rasa):
    other = rasa.add_event("c2", user_event("secret", {}))
    assert tracker.one("c1", other) is None


def test_the_latest_event_of_each_conversation_is_told(tracker, rasa):
    first = rasa.add_event("c1", user_event("un", {}))
    other = rasa.add_event("c2", user_event("deux", {}))
    last = rasa.add_event("c1", user_event("trois", {}))
    assert tracker.latest(after=first) == {"c1": last, "c2": other}
    assert tracker.latest(after=other) == {"c1": last}
    assert tracker.newest() == last


def texts(events) -> list[str]:
    return [event.data["text"] for event in events]


def test_an_exchange_ends_where_the_next_one_begins(tracker: TrackerEvents, rasa: FakeRasa):
    for turn in ("first", "second"):
        rasa.add_event("c1", user_event(f"question {turn}", {"turn": turn}))
        rasa.add_event("c1", bot_event(Reply(f"réponse {turn}")))
    assert texts(tracker.exchange("c1", "first")) == ["question first", "réponse first"]
    assert texts(tracker.exchange("c1", "second")) == ["question second", "réponse second"]


@pytest.mark.parametrize("turn", ["ab", "a_c", "a%", "user", "rest", "bonjour"])
def test_a_turn_that_was_not_heard_has_no_exchange(tracker: TrackerEvents, rasa, turn: str):
    rasa.add_event("c1", user_event("bonjour", {"turn": "abc", "title": "user"}))
    assert tracker.exchange("c1", turn) == []


def test_a_turn_of_another_conversation_is_not_found(tracker: TrackerEvents, rasa: FakeRasa):
    rasa.add_event("c1", user_event("bonjour", {"turn": "abc"}))
    assert tracker.exchange("c2", "abc") == []


def test_a_tracker_without_table_has_no_exchange(no_tracker):
    assert no_tracker.exchange("c1", "abc") == []


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
