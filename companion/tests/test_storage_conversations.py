"""Conversations as they are stored: claimed, renewed, forgotten, purged."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database
from companion.storage.models import (
    Conversation,
    FormRequest,
    Proposal,
    Rating,
    now,
)
from companion.storage.switch import SwitchRepository, SwitchState
from sqlalchemy import select
from stored_lives import MINUTE, confirmed, count, counts, open_conversation


@pytest.fixture
def database(either_database: Database) -> Database:
    return either_database


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


def test_a_request_outside_any_conversation_is_forgotten(conversations, database, requests):
    requests.send(confirmed("telephone-1"))
    list(conversations.forget_before(now() + timedelta(seconds=1)))
    assert count(database, FormRequest) == 0


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_what_is_forgotten_leaves_the_files_of_sqlite(conversations, database, requests):
    requests.send(confirmed("telephone-1"))
    file = Path(database.engine.url.database)
    assert any(b"zyxwvut" in found.read_bytes() for found in file.parent.glob(f"{file.name}*"))
    list(conversations.forget_before(now() + timedelta(seconds=1)))
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
