"""The utterances: each once, and what is held out is nowhere else."""

from collections import Counter

from econtacts_core.text import normalise, strip_accents

from tests.utterances import Utterance

# Up to so many words, people type the same: « date limite CFE ». The gate leaves those out.
COMMON_PLACE = 4


def plain(text: str) -> str:
    """Return `text` without case, accents, punctuation."""
    return " ".join(normalise_only(text))


def normalise_only(text: str) -> list[str]:
    """Return the words of `text`, abbreviations kept."""
    return "".join(char if char.isalnum() else " " for char in strip_accents(text)).split()


def test_no_utterance_is_written_twice(training_utterances: list[Utterance]):
    counted = Counter(plain(utterance.text) or utterance.text for utterance in training_utterances)
    assert [text for text, count in counted.items() if count > 1] == []


def test_no_utterance_stands_in_two_intents(training_utterances: list[Utterance]):
    intents: dict[str, set[str]] = {}
    for utterance in training_utterances:
        text = normalise(utterance.text) or utterance.text
        intents.setdefault(text, set()).add(utterance.intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_held_out_utterance_is_written_twice(held_out_utterances: list[Utterance]):
    counted = Counter(normalise(utterance.text) for utterance in held_out_utterances)
    assert [text for text, count in counted.items() if count > 1] == []


def test_no_held_out_sentence_is_trained_on(
    training_utterances: list[Utterance], held_out_utterances: list[Utterance]
):
    seen = {normalise(utterance.text) for utterance in training_utterances}
    found = [normalise(utterance.text) for utterance in held_out_utterances]
    assert [text for text in found if text in seen and len(text.split()) > COMMON_PLACE] == []


def test_most_held_out_utterances_are_unseen(
    training_utterances: list[Utterance], held_out_utterances: list[Utterance]
):
    seen = {normalise(utterance.text) for utterance in training_utterances}
    repeated = [found for found in held_out_utterances if normalise(found.text) in seen]
    assert len(repeated) <= 0.1 * len(held_out_utterances)


def test_held_out_utterances_are_of_known_intents(
    training_utterances: list[Utterance], held_out_utterances: list[Utterance]
):
    trained = {utterance.intent for utterance in training_utterances}
    assert {utterance.intent for utterance in held_out_utterances} <= trained
