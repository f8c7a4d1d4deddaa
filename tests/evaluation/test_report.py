"""What `make evaluate` prints and writes."""

from datetime import date

from evaluation.measures import measure, measure_several
from evaluation.page import page
from evaluation.pairs import worst_pairs
from evaluation.report import Findings, Labelled, terminal
from evaluation.score import Score
from evaluation.witnesses import Firsts
from tests.evaluation.made_up import TOPICS, read

READINGS = [
    read("payer_cfe", ("payer_cfe", 1.0)),
    read("payer_cfe", ("payer_impot", 0.9), text="la cfe | c'est_quoi"),
]
SCORE = Score(2, 0.75, 1.0, 0.5, 1.0, 0.0, {"answer": 2}, {"etiquette_secrete": 1})
DAY = date(2026, 11, 21)


def findings(*labelled: Labelled) -> Findings:
    return Findings(
        held_out=measure(READINGS, TOPICS),
        seen=3,
        several=measure_several([]),
        pairs=worst_pairs(READINGS, TOPICS),
        labelled=labelled,
        firsts=[Firsts("routes_dev", 4, 0.5, 0.0, 0.25, 0.25)] if labelled else [],
    )


def test_the_terminal_tells_figures_and_pairs():
    told = terminal(findings())
    assert "held out: 2 messages (2 on topics, 0 foreign, 0 talk); 3 that training has" in told
    assert "right topic first       0.500" in told
    assert "1  payer_cfe / payer_impot" in told


def test_the_page_writes_french_numbers_beside_what_is_wanted():
    assert "| bon sujet en tête | 0,500 | ≥ 0,95 |" in page(findings(), TOPICS, DAY)


def test_the_page_bears_its_date_and_the_number_of_messages():
    text = page(findings(), TOPICS, DAY)
    assert "le 21/11/2026" in text
    assert "2 phrases écrites par nous" in text


def test_an_example_cannot_break_the_table():
    row = r"| 1 | Payer ma CFE / Payer mon impôt | « la cfe \| c'est\_quoi » |"
    assert row in page(findings(), TOPICS, DAY)


def test_labelled_messages_come_as_figures_and_never_with_their_labels():
    text = page(findings(Labelled("routes_dev", "route", SCORE)), TOPICS, DAY)
    assert "| `routes_dev` | `route` | 2 | 0,750 | 1,000 | 0,500 | 1,000 | 0,000 |" in text
    assert "etiquette_secrete" not in text


def test_the_page_says_when_labelled_messages_were_not_there():
    assert "Non mesurés cette fois" in page(findings(), TOPICS, DAY)


def test_each_approach_alone_stands_beside_both():
    found = findings(Labelled("routes_dev", "graph", SCORE))
    text = page(found, TOPICS, DAY)
    assert "| `routes_dev` | graphe seul | 2 | 0,750 | 1,000 | 0,500 | 1,000 | 0,000 |" in text
    assert "| `routes_dev` | 4 | 0,500 | 0,000 | 0,250 | 0,250 |" in text
    assert (
        "  graph                  routes_dev        0.750  1.000     0.500  1.000  0.000"
        in terminal(found)
    )
    assert "both 0.500, graph 0.000, model 0.250, neither 0.250 (4 proposals)" in terminal(found)
