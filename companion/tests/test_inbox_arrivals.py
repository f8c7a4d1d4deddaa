"""Messages come into the inbox by themselves, one process at a time, and the page says when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from companion.pilotage.inbox import addresses
from companion.pilotage.inbox.arrivals import Arrivals
from companion.pilotage.inbox.present import Present
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.claims import ClaimTaken
from companion.storage.database import Database
from companion.storage.inbox import InboxRepository
from companion.storage.inbox_tables import InboxArrivals
from companion.storage.models import now
from conftest import ROOT
from econtacts_core.knowledge import Knowledge
from inbox_facts import people_say
from page_reader import words_of
from sqlalchemy import update
from staff import Colleague

DOGS = ("où promener mon chien", "mon chien peut-il se promener ici", "promener son chien en ville")


@pytest.fixture
def arrivals(
    pilotage_database: Database, pilotage_settings: Settings, knowledge: Knowledge
) -> Arrivals:
    return Arrivals(pilotage_database, ROOT, Present.stored(knowledge, pilotage_settings.model))


@pytest.fixture
def inbox(pilotage_database: Database) -> InboxRepository:
    return InboxRepository(pilotage_database)


# ---- one at a time


def test_who_takes_messages_in_keeps_others_from_it(arrivals, pilotage_database, inbox):
    people_say(pilotage_database, *DOGS)
    first = arrivals.take_in()
    next(first)
    with pytest.raises(ClaimTaken, match="déjà en cours"):
        sum(arrivals.take_in())
    sum(first)
    assert sum(arrivals.take_in()) == 0
    assert inbox.counts() == {"to_check": 3}


def test_what_a_killed_process_held_is_free_once_its_claim_ended(
    arrivals, pilotage_database, inbox
):
    people_say(pilotage_database, *DOGS)
    killed = arrivals.take_in()
    next(killed)  # and never goes on
    with pilotage_database.transaction() as session:
        session.execute(update(InboxArrivals).values(claimed_until=now()))
    people_say(pilotage_database, "promener le chien en laisse")
    assert sum(arrivals.take_in()) == 1
    assert inbox.counts() == {"to_check": 4}


def test_a_look_that_finds_nothing_loads_no_model_and_is_noted(
    arrivals, knowledge, pilotage_database
):
    without = replace(arrivals, present=Present.stored(knowledge, Path("no model")))
    assert not without.waiting()
    assert sum(without.take_in()) == 0
    assert now() - arrivals.last().looked_at < timedelta(minutes=1)
    assert arrivals.last().arrived_at is None


# ---- on the page


async def test_the_page_says_when_messages_came_last(
    arrivals, pilotage_database, new_colleague: Callable[..., Colleague]
):
    designer = new_colleague(Role.DESIGNER)
    assert "Aucune recherche n'a encore été faite." in words_of(
        await designer.read(addresses.INBOX)
    )
    people_say(pilotage_database, *DOGS)
    sum(arrivals.take_in())
    words = words_of(await designer.read(addresses.INBOX))
    assert "Les nouveaux messages arrivent d'eux-mêmes." in words
    assert "dernière arrivée" in words
    assert ", 3 message(s)." in words


async def test_who_asks_while_messages_are_taken_in_is_told_to_wait(
    arrivals, pilotage_database, new_colleague
):
    designer = new_colleague(Role.DESIGNER)
    people_say(pilotage_database, *DOGS)
    taking = arrivals.take_in()
    next(taking)
    form = await designer.form(addresses.INBOX, addresses.ARRIVALS)
    answer = await designer.post(form)
    assert "Une prise de messages est déjà en cours." in words_of(
        await designer.read(answer.headers["location"])
    )
    sum(taking)
