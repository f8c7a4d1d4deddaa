"""Which utterances are measured, and how what was read of them is set beside what was meant."""

from pathlib import Path
from typing import Any

from evaluation.held_out import Message, Reading, read_several, reading, unseen
from tests.utterances import Utterance

CFE = Message("où payer ma cfe", ("payer_cfe",))


def routed(decision: str, *topics: str | None) -> dict[str, Any]:
    first, *others = ({"topic": topic} for topic in topics or (None,))
    return {"decision": decision, **first, "alternatives": others}


def parsed(intent: str, ranking: dict[str, float], *others: str) -> dict[str, Any]:
    return {
        "intent": {"name": intent},
        "intent_ranking": [{"name": name, "confidence": c} for name, c in ranking.items()],
        "entities": [
            {"entity": "audience", "value": "particulier"},
            *({"entity": "other_request", "value": topic} for topic in others),
        ],
    }


def clarified() -> Reading:
    ranking = {"nlu_clarify": 0.4, "payer_cfe": 0.4, "payer_impot": 0.3}
    return reading(
        CFE, parsed("nlu_clarify", ranking), routed("clarify", "payer_cfe", "payer_impot")
    )


def test_a_step_of_the_ladder_is_no_reading_of_the_text():
    assert clarified().ranking == (("payer_cfe", 0.4), ("payer_impot", 0.3))
    assert (clarified().likeliest, clarified().confidence) == ("payer_cfe", 0.4)


def test_the_decision_offers_its_topics_best_first():
    assert clarified().offered == ("payer_cfe", "payer_impot")


def test_a_decision_without_topic_offers_none():
    found = reading(CFE, parsed("greet", {"greet": 0.9}), routed("talk"))
    assert (found.offered, found.refused) == ((), False)


def test_the_other_requests_are_those_that_the_ladder_noted():
    found = reading(
        CFE, parsed("payer_cfe", {"payer_cfe": 0.9}, "changer_rib"), routed("answer", "payer_cfe")
    )
    assert found.requests == ("payer_cfe", "changer_rib")


def test_a_text_in_which_nothing_is_read_has_no_likeliest_intent():
    nothing = {"intent": {"name": None}, "intent_ranking": [], "entities": []}
    found = reading(CFE, nothing, routed("other_form"))
    assert (found.likeliest, found.confidence, found.refused) == (None, 0.0, True)


def test_what_training_has_word_for_word_is_left_out_and_counted():
    kept = Utterance("payer_cfe", "où payer ma cfe")
    known = Utterance("acceder_espace", "Mot de passe oublié")
    assert unseen([kept, known], {"mot passe oublier", "mot de passe oublie"}) == ([CFE], 1)


def test_a_message_with_several_requests_keeps_their_order(tmp_path: Path):
    path = tmp_path / "several.yml"
    path.write_text('messages:\n  - text: "cfe et rib"\n    topics: [payer_cfe, changer_rib]\n')
    assert read_several(path) == [Message("cfe et rib", ("payer_cfe", "changer_rib"))]
