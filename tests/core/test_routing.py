"""How a routed message is written down."""

import pytest
from econtacts_core.knowledge import Knowledge
from econtacts_core.routing import (
    CLARIFY_CHOICES,
    CLARIFY_FLOOR,
    clarified_topics,
    other_form,
    routed_topic,
    without_topic,
)


def ranking(**confidences: float) -> list[dict[str, object]]:
    """Write a ranking as Rasa does."""
    return [{"name": name, "confidence": value} for name, value in confidences.items()]


def test_clarify_offers_the_likeliest_topics_in_order(known: Knowledge):
    heard = ranking(payer_cfe=0.4, contester_impot=0.3)
    assert clarified_topics(known, heard) == [("payer_cfe", 0.4), ("contester_impot", 0.3)]


def test_clarify_offers_three_topics_at_most(known: Knowledge):
    heard = ranking(**dict.fromkeys(known.topics, 0.06))
    assert len(clarified_topics(known, heard)) == CLARIFY_CHOICES == 3


def test_clarify_leaves_out_what_is_no_topic(known: Knowledge):
    heard = ranking(nlu_clarify=0.4, greet=0.3, payer_cfe=0.2, out_of_scope=0.1)
    assert clarified_topics(known, heard) == [("payer_cfe", 0.2)]


@pytest.mark.parametrize(("confidence", "offered"), [(CLARIFY_FLOOR, 1), (0.0099, 0)])
def test_clarify_leaves_out_topics_below_the_floor(
    known: Knowledge, confidence: float, offered: int
):
    assert len(clarified_topics(known, ranking(payer_cfe=confidence))) == offered


def test_a_routed_topic_names_its_first_form_and_service(known: Knowledge):
    assert routed_topic(known, "changer_adresse", 0.87654) == {
        "topic": "changer_adresse",
        "refs": list(known.topics["changer_adresse"].refs),
        "form": "F01a",
        "service": "mon_profil",
        "confidence": 0.8765,
    }


def test_a_topic_without_a_form_routes_to_none(known: Knowledge):
    assert routed_topic(known, "acceder_espace", 1.0)["form"] is None


def test_a_decision_without_topic_names_nothing_but_itself():
    assert without_topic("talk", 0.9) == {
        "decision": "talk",
        "topic": None,
        "refs": [],
        "form": None,
        "service": None,
        "confidence": 0.9,
        "alternatives": [],
    }


def test_the_last_step_leads_to_the_general_form():
    routed = other_form()
    assert (routed["decision"], routed["form"]) == ("other_form", "F06")
