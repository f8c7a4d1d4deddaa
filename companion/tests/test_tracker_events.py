"""Rasa's tracker store as it is read, before it has a table and after."""

import pytest
from companion.storage.tracker import TrackerEvents
from fake_rasa import FakeRasa, Reply, bot_event, user_event


def test_no_form_asks_for_anything_before_rasa_has_made_its_table(no_tracker):
    assert no_tracker.asked("conversation") is None


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
