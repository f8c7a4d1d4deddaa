"""The inbox's pages: a designer decides, writes, and takes the patch away."""

import re
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from companion.pilotage.inbox import addresses
from companion.pilotage.roles import Role
from companion.storage.database import Database
from companion.storage.inbox import ALONE, Decided, InboxRepository
from companion.storage.models import now
from inbox_facts import said
from page_reader import words_of
from staff import Colleague

DOGS = ("où promener mon chien", "mon chien peut-il se promener ici", "promener son chien en ville")
WRITTEN = (
    "quels parcs acceptent les toutous en laisse",
    "la forêt est-elle ouverte à mon labrador",
    "un trottoir pour sortir la chienne le soir",
)
PAYMENT = "jai plus une thune pour le fisc"
FOREIGN = Decided(verdict="assign", topic="out_of_scope", use="example", author="A")


@pytest.fixture
def inbox(pilotage_database: Database) -> InboxRepository:
    return InboxRepository(pilotage_database)


@pytest.fixture
def designer(new_colleague: Callable[..., Colleague]) -> Colleague:
    return new_colleague(Role.DESIGNER)


async def take_in(designer: Colleague, database: Database, *texts: str) -> list[int]:
    """Have people say what nobody understands, and bring the inbox up to date."""
    events = [said(database, text, at=now() - timedelta(hours=1)) for text in texts]
    form = await designer.form(addresses.INBOX, addresses.ARRIVALS)
    answer = await designer.post(form)
    assert answer.headers["location"].endswith(f"arrives={len(texts)}")
    return events


async def decide(designer: Colleague, group: int, **filled: str) -> httpx.Response:
    form = await designer.form(f"{addresses.GROUP}/{group}", addresses.DECISIONS)
    return await designer.post(form, **filled)


async def write(designer: Colleague, written: dict[int, str]) -> None:
    """Write sentences after messages, by event."""
    form = await designer.form(addresses.PATCH, addresses.WORDINGS)
    await designer.post(form, **{f"phrase-{event}": text for event, text in written.items()})


async def test_only_who_improves_the_assistant_sees_the_inbox(new_colleague):
    for role, status in ((Role.DESIGNER, 200), (Role.ANALYST, 403), (Role.AGENT, 403)):
        for path in (addresses.INBOX, addresses.PATCH, addresses.TRIAL, addresses.HISTORY):
            answer = await new_colleague(role).read(path)
            assert answer.status_code == status, (role, path)


async def test_a_group_is_assigned_at_once_and_waits_to_be_written(
    designer, pilotage_database, inbox
):
    events = await take_in(designer, pilotage_database, *DOGS)
    (group,) = inbox.groups("to_check")
    ticked = {f"message-{event}": "1" for event in events}
    await decide(
        designer, group.id, verdict="assign", topic="out_of_scope", use="example", **ticked
    )
    assert inbox.counts() == {"to_do": 3}
    assert group.name in words_of(await designer.read(f"{addresses.INBOX}?etat=a-traiter"))
    assert "0 phrase(s) prête(s), 0 refusée(s), 3 à écrire" in words_of(
        await designer.read(addresses.PATCH)
    )
    assert (await designer.read(addresses.DOWNLOAD)).text == ""


async def test_the_patch_takes_what_designers_write_after_messages(
    designer, pilotage_database, inbox
):
    events = await take_in(designer, pilotage_database, *DOGS)
    inbox.decide(events, FOREIGN)
    await write(designer, dict(zip(events, WRITTEN, strict=True)))
    patch = (await designer.read(addresses.DOWNLOAD)).text
    added = re.findall(r"^\+ +- (.*)", patch, re.MULTILINE)
    assert sorted(added) == sorted(WRITTEN)


async def test_what_somebody_wrote_is_shown_beside_an_empty_field(
    designer, pilotage_database, inbox
):
    events = await take_in(designer, pilotage_database, PAYMENT)
    inbox.decide(events, FOREIGN)
    page = await designer.read(addresses.PATCH)
    assert PAYMENT in words_of(page)
    assert f'value="{PAYMENT}"' not in page.text


async def test_the_words_of_somebody_are_refused_whoever_they_are_written_for(
    designer, pilotage_database, inbox
):
    events = await take_in(designer, pilotage_database, *DOGS)
    inbox.decide(events[:1], FOREIGN)
    await write(designer, {events[0]: DOGS[1].upper()})
    page = words_of(await designer.read(addresses.PATCH))
    assert "Les mots d'une personne ne sont pas publiés." in page
    assert (await designer.read(addresses.DOWNLOAD)).text == ""


async def test_a_sentence_taken_away_waits_to_be_written_again(designer, pilotage_database, inbox):
    (event,) = await take_in(designer, pilotage_database, DOGS[0])
    inbox.decide([event], FOREIGN)
    await write(designer, {event: WRITTEN[0]})
    await write(designer, {event: ""})
    assert "0 refusée(s), 1 à écrire" in words_of(await designer.read(addresses.PATCH))


async def test_the_orchestrators_topics_come_first(designer, pilotage_database):
    await take_in(designer, pilotage_database, "je ne peux pas payer mes impots ce mois ci")
    page = (await designer.read(f"{addresses.GROUP}/{ALONE}")).text
    proposed = page.split("Proposés par l'assistant")[1].split("Tous les sujets")[0]
    assert 'value="demander_delai_paiement"' in proposed.split("</option>")[0]


async def test_the_history_says_who_decided_what_and_is_only_added_to(
    designer, pilotage_database, inbox
):
    (event,) = await take_in(designer, pilotage_database, PAYMENT)
    ticked = {f"message-{event}": "1"}
    await decide(designer, ALONE, verdict="reject", **ticked)
    form = await designer.form(f"{addresses.GROUP}/{ALONE}?etat=hors-sujet", addresses.DECISIONS)
    await designer.post(form, verdict="reopen", **ticked)
    decided = [(row.verdict, row.author, row.event_id) for row in inbox.history(most=9)]
    assert decided == [("reopen", "Camille Test", event), ("reject", "Camille Test", event)]
    shown = words_of(await designer.read(addresses.HISTORY))
    assert "remis à vérifier" in shown
    assert PAYMENT not in shown


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ({"verdict": "assign", "topic": "", "use": "example"}, "Choisissez le sujet"),
        ({"verdict": "assign", "topic": "nulle_part", "use": "example"}, "n'existe pas"),
        ({"verdict": "assign", "topic": "payer_cfe", "use": ""}, "exemples à apprendre"),
        ({"verdict": "burn"}, "incomplète"),
    ],
)
async def test_a_decision_that_is_not_whole_is_refused(
    designer, pilotage_database, inbox, filled, told
):
    (event,) = await take_in(designer, pilotage_database, PAYMENT)
    answer = await decide(designer, ALONE, **{f"message-{event}": "1"}, **filled)
    assert answer.status_code == 422
    assert told in words_of(answer)
    assert inbox.counts() == {"to_check": 1}


async def test_nothing_ticked_decides_nothing(designer, pilotage_database, inbox):
    await take_in(designer, pilotage_database, PAYMENT)
    answer = await decide(designer, ALONE, verdict="reject")
    assert "Aucun message n'est coché." in words_of(answer)
    assert inbox.counts() == {"to_check": 1}


async def test_a_refused_sentence_says_why_until_it_is_written_anew(
    designer, pilotage_database, inbox
):
    (event,) = await take_in(designer, pilotage_database, "j'ai appelé hier [nom masqué] sans fin")
    chosen = Decided(verdict="assign", topic="contacter_service", use="example", author="A")
    inbox.decide([event], chosen)
    await write(designer, {event: "j'ai appelé tout le jour monsieur Martin sans fin"})
    page = words_of(await designer.read(addresses.PATCH))
    assert "0 phrase(s) prête(s), 1 refusée(s)" in page
    assert "donnée personnelle" in page
    await write(designer, {event: "personne ne décroche jamais chez vous hier"})
    patch = (await designer.read(addresses.DOWNLOAD)).text
    assert "+      - personne ne décroche jamais chez vous hier\n" in patch
    assert inbox.history(most=1)[0].reworded


async def test_what_is_kept_as_a_test_goes_to_the_examination(designer, pilotage_database, inbox):
    (event,) = await take_in(designer, pilotage_database, PAYMENT)
    kept = Decided(verdict="keep", topic="demander_delai_paiement", use="test", author="A")
    inbox.decide([event], kept)
    await write(designer, {event: "plus de quoi régler l'échéance de juin"})
    patch = (await designer.read(addresses.DOWNLOAD)).text
    assert "+++ b/tests/nlu/held_out_messages.yml" in patch
    assert "b/data/nlu" not in patch


async def test_a_sentence_that_stands_in_the_files_is_settled(designer, pilotage_database, inbox):
    (event,) = await take_in(designer, pilotage_database, "Délai paiement !")
    chosen = Decided(verdict="assign", topic="demander_delai_paiement", use="example", author="A")
    inbox.decide([event], chosen)
    await take_in(designer, pilotage_database)
    assert inbox.counts() == {"relevant": 1}
    assert inbox.history(most=1)[0].author == "data/nlu/paiement.yml"


async def test_a_wanted_topic_can_be_assigned_and_its_skeleton_is_in_the_patch(
    designer, pilotage_database, inbox
):
    form = await designer.form(addresses.TOPICS, addresses.TOPICS)
    await designer.post(form, id="promener_chien", title="Promener mon chien", subject="contact")
    again = await designer.post(form, id="payer_cfe", title="x", subject="contact")
    assert again.status_code == 409
    (event,) = await take_in(designer, pilotage_database, DOGS[0])
    chosen = Decided(verdict="assign", topic="promener_chien", use="example", author="A")
    inbox.decide([event], chosen)
    await write(designer, {event: WRITTEN[0]})
    patch = (await designer.read(addresses.DOWNLOAD)).text
    assert "+  - id: promener_chien\n" in patch
    assert "au moins une source" in words_of(await designer.read(addresses.TOPICS))


@pytest.mark.parametrize("name", ["Promener", "chien", "promener chien", "é_a", "a_" + "b" * 70])
async def test_a_topics_name_is_written_like_the_others(designer, name):
    form = await designer.form(addresses.TOPICS, addresses.TOPICS)
    answer = await designer.post(form, id=name, title="x", subject="contact")
    assert answer.status_code == 422


async def test_a_group_that_does_not_exist_is_not_found(designer):
    assert (await designer.read(f"{addresses.GROUP}/999")).status_code == 404
    assert (await designer.read(f"{addresses.INBOX}?etat=nulle-part")).status_code == 404
