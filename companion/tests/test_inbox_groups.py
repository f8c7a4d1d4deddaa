"""The inbox takes in what was misunderstood, and groups what is alike."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from companion.classifier.model import TopicModel
from companion.pilotage.inbox.arrangement import LEAST_LIKENESS, arrange
from companion.pilotage.inbox.grouping import Grouping
from companion.pilotage.inbox.likeness import LikenessReader
from companion.pilotage.inbox.names import GroupNames
from companion.storage.conversations import ConversationRepository
from companion.storage.database import Database
from companion.storage.inbox import ALONE, InboxRepository
from companion.storage.inbox_tables import InboxMessage
from companion.storage.staff import Annotation
from companion.storage.tracker import TrackerEvents
from inbox_facts import NOON, said
from sqlalchemy import select

SINCE = NOON - timedelta(days=30)
BLUES = ("je suis à la rue ce mois ci", "à la rue, plus un sou", "sans un sou, à la rue")
DOGS = ("où promener mon chien", "mon chien peut-il se promener ici", "promener son chien en ville")


@pytest.fixture
def inbox(database: Database) -> InboxRepository:
    return InboxRepository(database)


@pytest.fixture
def grouping(database: Database, model: TopicModel) -> Grouping:
    return Grouping(database, LikenessReader(model).read, GroupNames(model.examples))


def take_in(grouping: Grouping) -> int:
    """Bring the inbox up to date; return how many messages came."""
    return sum(grouping.catch_up(SINCE, lambda session: None))


def reasons_of(database: Database) -> dict[int, list[str]]:
    """Return why each message is in the inbox."""
    with database.transaction() as session:
        return {found.event_id: found.reasons for found in session.scalars(select(InboxMessage))}


def test_a_message_comes_in_with_its_reasons(database, grouping):
    expected = {
        said(database, "où est mon avis", **facts): reasons
        for facts, reasons in (
            ({"step": "other_form"}, ["not_understood"]),
            ({"step": "clarify"}, ["weak"]),
            ({"step": "out_of_scope"}, ["sent_away"]),
            ({"step": "suggest"}, ["weak"]),
            ({"step": "answer", "confirmed": False}, ["refused"]),
            ({"step": "answer", "rating": "down"}, ["rated_down"]),
            ({"step": "suggest", "confirmed": False}, ["weak", "refused"]),
        )
    }
    take_in(grouping)
    assert reasons_of(database) == expected


def test_a_message_that_a_colleague_pointed_out_comes_in(database, grouping):
    event = said(database, "où est mon avis", step="answer")
    with database.transaction() as session:
        session.add(
            Annotation(
                conversation_id=f"id-{event}",
                message_id=str(event),
                state="a_traiter",
                reason="mauvais_sujet",
                subject="a",
                name="A",
            )
        )
    take_in(grouping)
    assert reasons_of(database) == {event: ["annotated"]}


def test_what_was_understood_clicked_or_tried_stays_out(database, grouping):
    for facts in (
        {"step": "answer"},
        {"step": "talk"},
        {"typed": False},
        {"tester": True},
        {"step": "answer", "rating": "up", "confirmed": True},
    ):
        said(database, "où est mon avis", **facts)
    assert take_in(grouping) == 0


def test_a_message_comes_in_once(database, grouping):
    said(database, "où est mon avis")
    assert [take_in(grouping), take_in(grouping)] == [1, 0]


def test_messages_of_a_kind_make_a_group_named_by_its_words(database, grouping, inbox):
    for text in (*BLUES, *DOGS, "xyzzy"):
        said(database, text)
    take_in(grouping)
    groups = inbox.groups("to_check")
    assert [group.count for group in groups] == [3, 3, 1]
    assert groups[-1].id == ALONE
    names = {group.name for group in groups[:2]}
    assert any("chien" in name and "promener" in name for name in names)
    assert any("rue" in name and "sou" in name for name in names)


def test_new_messages_move_nothing_and_join_their_group(database, grouping, inbox):
    for text in (*BLUES, *DOGS):
        said(database, text)
    take_in(grouping)
    before = {group.id: (group.name, group.count) for group in inbox.groups("to_check")}
    said(database, "je veux promener mon chien")
    take_in(grouping)
    after = {group.id: (group.name, group.count) for group in inbox.groups("to_check")}
    grown = [group for group in before if after[group] != before[group]]
    assert set(after) == set(before)
    assert len(grown) == 1
    assert "chien" in after[grown[0]][0]


def test_a_lone_message_gets_a_group_once_others_come(database, grouping, inbox):
    for text in DOGS:
        said(database, text)
        take_in(grouping)
    (group,) = inbox.groups("to_check")
    assert (group.id == ALONE, group.count) == (False, 3)


def test_groups_outlive_a_model_that_learns_another_topic(database, grouping, inbox):
    for text in (*DOGS, "xyzzy"):
        said(database, text)
    take_in(grouping)
    (group, _) = inbox.groups("to_check")

    def longer(texts):
        read = grouping.read(texts)
        return np.hstack([read, np.zeros((len(read), 1), np.float32)])

    said(database, "promener le chien en laisse")
    take_in(Grouping(database, longer, grouping.names))
    assert [(found.id, found.count) for found in inbox.groups("to_check")] == [
        (group.id, 4),
        (ALONE, 1),
    ]


def test_an_erased_conversation_leaves_the_inbox(database, grouping, settings):
    event = said(database, "où est mon avis")
    take_in(grouping)
    conversations = ConversationRepository(database, TrackerEvents(database.engine))
    conversations.forget(f"id-{event}")
    assert reasons_of(database) == {}


def test_who_is_erased_while_messages_are_read_stays_erased(database, grouping):
    erased, kept = said(database, "où est mon avis"), said(database, "et mon remboursement")
    conversations = ConversationRepository(database, TrackerEvents(database.engine))

    def read(texts):
        conversations.forget(f"id-{erased}")
        return grouping.read(texts)

    take_in(replace(grouping, read=read))
    assert list(reasons_of(database)) == [kept]


def test_a_vector_joins_the_group_it_is_alike_to_on_average():
    vectors = np.eye(3, dtype=np.float32)
    totals = np.array([[4, 0, 0], [0, 4 * LEAST_LIKENESS, 0]], np.float32)
    assert arrange(vectors, totals, [4, 4]).joined.tolist() == [0, 1, -1]


def test_two_messages_alike_are_no_group_yet():
    assert arrange(np.ones((2, 1), np.float32), np.zeros((0, 1), np.float32), []).born == ()


def test_a_group_is_named_by_words_that_are_rare_elsewhere():
    names = GroupNames(["je veux payer", "je veux déclarer", "je veux un avis"])
    assert names.name(["je veux une trottinette", "ma trottinette"]).split(", ")[0] == "trottinette"


def test_words_of_everywhere_name_no_group():
    names = GroupNames(["je ne peux pas payer", "je n'ai pas déclaré", "pas reçu", "mon avis"])
    assert names.name(["pas de trottinette", "trottinette, pas ça"]) == "trottinette"


def test_what_masking_left_names_no_group():
    names = GroupNames([])
    assert names.name(["[nom masqué] impôt", "impôt [nom masqué]"]) == "impôt"


def test_a_group_without_a_common_word_is_named_by_a_message():
    assert GroupNames([]).name(["a b", "1 2"]) == "a b"
