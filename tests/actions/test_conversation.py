"""What the actions read from the conversation."""

import pytest
from econtacts_core.knowledge import Knowledge

from actions.conversation import is_typed, last_typed_text, was_chosen
from tests.actions.fakes import clicked, conversation, message


@pytest.mark.parametrize(
    ("text", "typed"),
    [("bonjour", True), ("/start", False), ("", False), (None, False), ("1/2", True)],
)
def test_a_click_is_told_from_typed_words(text: str | None, typed: bool):  # noqa: FBT001
    assert is_typed({"text": text}) is typed


def test_the_last_typed_text_is_the_last_that_is_no_click():
    tracker = conversation(message("un", "greet"), message("deux", "greet"), clicked("start"))
    assert last_typed_text(tracker) == "deux"


def test_without_typed_words_there_is_no_last_text():
    assert last_typed_text(conversation(clicked("start"))) is None


def test_a_topic_is_chosen_when_it_was_clicked_last(known: Knowledge):
    tracker = conversation(message("cfe", "payer_cfe"), clicked("choose_topic", topic="payer_cfe"))
    assert was_chosen(tracker, known.topics["payer_cfe"])


def test_a_topic_is_not_chosen_when_it_was_typed_last(known: Knowledge):
    tracker = conversation(clicked("choose_topic", topic="payer_cfe"), message("cfe", "payer_cfe"))
    assert not was_chosen(tracker, known.topics["payer_cfe"])
