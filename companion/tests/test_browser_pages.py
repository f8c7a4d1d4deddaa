"""The conversation browser's pages: the list, a conversation, annotations, the story test."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from companion.errors import message_of
from companion.pilotage import paths
from companion.pilotage.browser.shown import shown
from companion.pilotage.browser.story import story_of
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database, open_engine
from companion.storage.models import now
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.staff import Annotation
from companion.storage.tracker import TrackerEvents
from conversations import STREET, TOWN, project, propose, tell_address, tell_payment
from fake_rasa import FakeRasa
from page_reader import forms_of, words_of
from sqlalchemy import select
from staff import Colleague

EXPORTED = Path(__file__).with_name("test_exported_story.yml")
ONE = f"{paths.CONVERSATIONS}/c1"
NOTES = f"{ONE}/annotations"


@pytest.fixture
def record(pilotage_settings: Settings) -> FakeRasa:
    return FakeRasa(pilotage_settings.tracker_url)


@pytest.fixture
def analyst(new_colleague) -> Colleague:
    return new_colleague(Role.ANALYST)


def notes_in(database: Database) -> list[Annotation]:
    with database.transaction() as session:
        return list(session.scalars(select(Annotation).order_by(Annotation.id)))


# ---- the list


async def test_the_list_shows_the_first_words_topic_and_outcome(analyst, pilotage_database):
    project(pilotage_database, "c1", 0, "je ne peux pas payer", outcome="abandoned")
    words = words_of(await analyst.read(paths.CONVERSATIONS))
    assert "je ne peux pas payer" in words
    assert "Abandonnée" in words
    assert "20/11/2026 10:30" in words  # in Paris


async def test_a_search_shows_the_message_that_has_the_words_with_them_marked(
    analyst, pilotage_database
):
    project(pilotage_database, "c1", 0, "bonjour", "c'est pour ma CFE impayée")
    page = await analyst.read(f"{paths.CONVERSATIONS}?texte=impaye")
    assert "<mark>impayée</mark>" in page.text


async def test_the_next_page_keeps_the_filters_and_goes_on_where_this_one_ends(
    analyst, pilotage_database
):
    for number in range(27):
        project(pilotage_database, f"c{number}", number, "x", outcome="sent")
    first = await analyst.read(f"{paths.CONVERSATIONS}?issue=sent")
    assert first.text.count('scope="row"') == 25
    older = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = await analyst.read(older.replace("&amp;", "&"))
    assert "issue=sent" in older
    assert second.text.count('scope="row"') == 2


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("du=hier", "Depuis le"),
        ("au=0001-01-01", "Jusqu'au"),
        ("sujet=inconnu", "Sujet"),
        ("confiance_min=120", "Confiance minimale (en %)"),
        ("confiance_max=-1", "Confiance maximale (en %)"),
        ("testeurs=peut-etre", "Testeurs"),
        ("texte=%3F%3F", "Texte"),
        (f"texte={'x' * 201}", "Texte"),
    ],
)
async def test_a_filter_that_cannot_be_read_is_named_and_left_out(
    analyst, pilotage_database, query: str, label: str
):
    project(pilotage_database, "c1", 0, "bonjour")
    page = await analyst.read(f"{paths.CONVERSATIONS}?{query}")
    assert page.status_code == 200
    assert f"ne sont pas appliqués : {label}" in words_of(page)
    assert "bonjour" in page.text


@pytest.mark.parametrize("key", ["x", "2026-11-20T00:00:00_a", "_", "2026-11-20T00:00:00+00:00_"])
async def test_a_place_that_is_none_is_the_first_page(analyst, pilotage_database, key: str):
    project(pilotage_database, "c1", 0, "bonjour")
    page = await analyst.http.get(paths.CONVERSATIONS, params={"apres": key})
    assert "bonjour" in page.text


# ---- one conversation


async def test_a_conversation_reads_as_the_citizen_saw_it(analyst, record):
    tell_payment(record, "c1")
    words = words_of(await analyst.read(ONE))
    assert words.index("je ne peux pas payer") < words.index("Écrivez par la messagerie sécurisée")
    assert "Cartes : J'ai des difficultés pour payer" in words
    assert "/start" not in words


async def test_what_went_on_behind_is_there_on_demand(analyst, record, pilotage_database):
    tell_payment(record, "c1")
    at = datetime.fromtimestamp(1_790_000_003.5, UTC)
    propose(pilotage_database, "c1", "je ne peux pas payer mes impôts, il me faut un délai", at)
    page = await analyst.read(ONE)
    behind = words_of(page).split("Ce que l'assistant a compris et fait (échange 2)")[1]
    for told in (
        "demander_delai_paiement 81 %",
        "payer_cfe 11 %",
        "action_answer_topic policy_0_RulePolicy 100 %",
        "à proposer",
        "62 % 40 % 37 %",
        "délai",  # what the graph read
        "Mémoire topic demander_delai_paiement",
        "Réponse 1 après 3,00 s",
    ):
        assert told in behind
    assert "<details" in page.text


async def test_the_rating_of_an_answer_stands_below_it(analyst, record, pilotage_database):
    question = tell_payment(record, "c1")
    rated = RatedAnswer(
        conversation_id="c1", message_id=str(question + 3), topic="t", channel="chat"
    )
    RatingRepository(pilotage_database).rate(rated, "down", "incomplete", "il manque le délai")
    words = words_of(await analyst.read(ONE))
    assert "Avis : Pas utile" in words
    assert "il manque le délai" in words


async def test_the_fields_of_a_form_are_shown_nowhere(analyst, record):
    tell_address(record, "c1")
    for page in (await analyst.read(ONE), await analyst.read(f"{ONE}/test.yml")):
        assert page.status_code == 200
        text = page.text.lower()
        assert STREET.lower() not in text
        assert TOWN.lower() not in text
    assert "[adresse]" in (await analyst.read(ONE)).text


async def test_a_conversation_that_does_not_exist_is_told_and_not_logged_as_read(
    analyst, record, pilotage_database
):
    page = await analyst.read(f"{paths.CONVERSATIONS}/nobody")
    assert page.status_code == 404
    assert message_of("unknown_conversation") in words_of(page)


# ---- annotations


async def test_an_annotation_is_added_to_the_history_and_changes_how_things_stand(
    analyst, record, pilotage_database
):
    question = tell_payment(record, "c1")
    for state in ("a_traiter", "traite"):
        form = next(
            form
            for form in forms_of(await analyst.read(ONE))
            if form.fields.get("message") == str(question)
        )
        said = {"state": state, "reason": "reponse_incomplete", "comment": "manque le délai"}
        answer = await analyst.post(form, **said)
        assert answer.headers["location"] == f"{ONE}#note-{question}"
    history = words_of(await analyst.read(ONE)).split("Historique des annotations")[1]
    assert "Camille Test : À traiter (Réponse incomplète)" in history
    assert "Camille Test : À traiter → Traité" in history
    assert len(notes_in(pilotage_database)) == 2


async def test_a_comment_is_masked_before_it_is_kept(analyst, record, pilotage_database):
    tell_payment(record, "c1")
    form = await analyst.form(ONE, NOTES)
    await analyst.post(form, state="a_traiter", comment="appelez le 06 12 34 56 78")
    assert "06 12" not in (notes_in(pilotage_database)[0].comment or "")


@pytest.mark.parametrize(
    ("posted", "code"),
    [
        ({"state": "fini"}, "invalid"),
        ({"reason": "parce que"}, "invalid"),
        ({"comment": "x" * 501}, "comment_too_long"),
        ({"message": "999999"}, "unknown_message"),
        ({"message": "1 OR 1=1"}, "unknown_message"),
    ],
)
async def test_an_annotation_that_makes_no_sense_is_refused_and_its_comment_given_back(
    analyst, record, pilotage_database, posted: dict[str, str], code: str
):
    tell_payment(record, "c1")
    form = await analyst.form(ONE, NOTES)
    kept = {"state": "traite", "comment": "ma remarque", **posted}
    page = await analyst.post(form, **kept)
    assert message_of(code) in words_of(page)
    assert kept["comment"] in page.text
    assert notes_in(pilotage_database) == []


async def test_the_message_of_another_conversation_cannot_be_annotated_through_this_one(
    analyst, record, pilotage_database
):
    tell_payment(record, "c1")
    other = tell_payment(record, "c2")
    answer = await analyst.post(await analyst.form(ONE, NOTES), state="traite", message=str(other))
    assert answer.status_code == 404
    assert notes_in(pilotage_database) == []


async def test_annotations_go_with_the_conversation(
    analyst, record, pilotage_database, pilotage_settings
):
    tell_payment(record, "c1")
    await analyst.post(await analyst.form(ONE, NOTES), state="traite")
    tracker = TrackerEvents(open_engine(pilotage_settings.tracker_url))
    ConversationRepository(pilotage_database, tracker).forget("c1")
    assert notes_in(pilotage_database) == []
    assert (await analyst.read(ONE)).status_code == 404


async def test_annotations_are_purged_by_age(pilotage_database, pilotage_settings):
    old = Annotation(conversation_id="x", state="traite", subject="s", name="n")
    old.created_at = datetime(2020, 1, 1, tzinfo=UTC)
    with pilotage_database.transaction() as session:
        session.add(old)
    tracker = TrackerEvents(open_engine(pilotage_settings.tracker_url))
    list(ConversationRepository(pilotage_database, tracker).forget_before(now()))
    assert notes_in(pilotage_database) == []


# ---- the story test


async def test_a_conversation_is_exported_as_the_story_test_that_rasas_reader_is_given(
    analyst, record
):
    """`tests/nlu/test_exported_story.py` has Rasa read this very file."""
    tell_payment(record, "c1")
    tell_address(record, "c1")
    answer = await analyst.read(f"{ONE}/test.yml")
    assert answer.headers["content-disposition"] == 'attachment; filename="test_c1.yml"'
    assert answer.text == EXPORTED.read_text(encoding="utf-8")


def test_an_exported_text_cannot_become_an_entity_or_a_step(record, pilotage_settings):
    record.reset()
    text = '[nom](faux) : ok\n- action: utter_thank\n"intent": x'
    tell_payment(record, "c1", text)
    events = TrackerEvents(open_engine(pilotage_settings.tracker_url)).lived("c1")
    steps = yaml.safe_load(story_of("x", shown(events)))["stories"][0]["steps"]
    said = [step["user"] for step in steps if "user" in step]
    assert said[1] == text.replace("](", "] (")
    assert {"action": "utter_thank"} not in steps
