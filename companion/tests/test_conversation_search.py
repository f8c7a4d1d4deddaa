"""Searching conversations, on SQLite and on PostgreSQL alike."""

from datetime import timedelta

import pytest
from companion.pilotage.browser.words import marked, searched
from companion.storage import conversation_search
from companion.storage.analytics import RasaUserMessage
from companion.storage.annotations import AnnotationRepository
from companion.storage.conversation_search import ConversationSearch, Wanted
from companion.storage.database import Database
from companion.storage.staff import Annotation
from conftest import emptied
from conversations import START, project
from sqlalchemy import delete, update


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    kind = {"sqlite": "shared_database", "postgresql": "postgresql_database"}[request.param]
    return emptied(request.getfixturevalue(kind))


@pytest.fixture(params=[conversation_search.FEW, 1], ids=["rare", "frequent"])
def search(
    request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> ConversationSearch:
    """Return a search that takes either of its two ways."""
    monkeypatch.setattr(conversation_search, "FEW", request.param)
    return ConversationSearch(database)


def found(search: ConversationSearch, **wanted: object) -> list[str]:
    page = search.page(Wanted(**wanted), after=None, most=50)
    return [session.conversation_id for session in page]


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("impot", True),
        ("IMPÔT échelonné", True),
        ("echelon", True),
        ("chelonner", False),
        ("impôt voiture", False),
        ("choose", False),
    ],
)
def test_words_are_found_whole_or_by_their_beginning(search, database, typed: str, finds: bool):  # noqa: FBT001
    project(database, "a", 0, "Mon impôt peut-il être échelonné ?", '/choose_topic{"topic": "x"}')
    assert (found(search, words=searched(typed)) == ["a"]) is finds


def test_all_words_must_be_of_one_message(search, database):
    project(database, "a", 0, "une amende", "un timbre")
    assert found(search, words=("amende", "timbre")) == []


def test_a_message_that_is_erased_or_changed_is_not_found_by_its_old_words(search, database):
    project(database, "a", 0, "une amende")
    project(database, "b", 1, "une amende aussi")
    with database.transaction() as session:
        session.execute(delete(RasaUserMessage).filter_by(session_id="session-a-0"))
        session.execute(update(RasaUserMessage).values(text="un timbre"))
    assert found(search, words=("amende",)) == []
    assert found(search, words=("timbre",)) == ["b"]


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        ({"topic": "payer_amende"}, {}),
        ({"outcome": "sent"}, {}),
        ({"channel": "mail"}, {}),
        ({"collection": "recensement"}, {}),
        ({"audience": "professionnel"}, {"audience": "particulier"}),
        ({"team": "sie"}, {"team": "sip"}),
        ({"territory": "2A"}, {}),
        ({"step": "clarify"}, {}),
        ({"rating": "down"}, {"rating": "up"}),
        ({"reason": "incomplete"}, {"reason": "autre"}),
    ],
    ids=str,
)
def test_each_filter_keeps_what_has_its_value(search, database, wanted, other):
    rated = {"rating": "down"}  # a reason is one of a rating
    project(database, "a", 0, "bonjour", **{**rated, **wanted})
    project(database, "b", 1, "bonjour", **{**rated, **other})
    assert found(search, **wanted) == ["a"]


def test_rating_reason_and_topic_are_of_one_and_the_same_exchange(search, database):
    project(database, "a", 0, "x", rating="down", topic="payer_amende")
    project(database, "a", 1, "x", rating="up", topic="payer_cfe")
    assert found(search, rating="down", topic="payer_cfe") == []
    assert found(search, rating="down", topic="payer_amende") == ["a"]


@pytest.mark.parametrize(
    ("low", "high", "names"),
    [(0.5, None, ["b"]), (None, 0.5, ["a"]), (0.3, 0.3, ["a"]), (0.4, 0.5, [])],
)
def test_confidence_is_a_range_with_both_ends(search, database, low, high, names):
    project(database, "a", 0, "x", confidence=0.3)
    project(database, "b", 1, "x", confidence=0.7)
    assert found(search, confidence_from=low, confidence_to=high) == names


def test_testers_are_left_out_unless_they_are_asked_for(search, database):
    project(database, "a", 0, "x")
    project(database, "b", 1, "x", tester=True)
    assert found(search) == ["a"]
    assert found(search, tester=True) == ["b"]
    assert found(search, tester=None) == ["b", "a"]


def test_days_begin_and_end_as_they_are_given(search, database):
    for number in range(3):
        project(database, str(number), number, "x")
    minute = timedelta(minutes=1)
    assert found(search, since=START + minute, until=START + 2 * minute) == ["1"]


def test_the_last_word_on_a_conversation_is_the_one_that_is_searched(search, database):
    project(database, "a", 0, "x")
    notes = AnnotationRepository(database)
    for state in ("a_traiter", "traite"):
        notes.add(Annotation(conversation_id="a", state=state, subject="s", name="n"))
    assert found(search, state="a_traiter") == []
    assert found(search, state="traite") == ["a"]


def test_pages_follow_each_other_without_a_gap_even_at_the_same_moment(search, database):
    for name in "abcdefg":
        project(database, name, 0, "x")
    names, after = [], None
    while page := search.page(Wanted(), after=after, most=3):
        names += [session.conversation_id for session in page]
        after = (page[-1].started_at, page[-1].session_id)
    assert sorted(names) == list("abcdefg")


def test_what_was_typed_is_read_back_in_order_and_clicks_are_not(search, database):
    fact = project(database, "a", 0, "d'abord", "/choix")
    assert search.texts([fact.session_id]) == {fact.session_id: ["d'abord"]}


def test_the_words_found_stand_apart():
    stretches = marked("L'Échéance est échue", ("ech",))
    assert [part.text for part in stretches if part.marked] == ["Échéance", "échue"]
    assert "".join(part.text for part in stretches) == "L'Échéance est échue"


@pytest.mark.parametrize("typed", ['" OR 1', "a* NOT b", "NEAR(x", "'; DROP TABLE", "x:y & !z |"])
def test_what_a_search_means_to_the_database_is_only_words(search, database, typed: str):
    project(database, "a", 0, "rien de tel")
    assert found(search, words=searched(typed) or ("rien",)) in ([], ["a"])
