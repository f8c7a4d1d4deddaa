"""The checks of the keyword graph, one mistake at a time."""

import pytest

from tests.validation.conftest import Check, Spoil

TOPICS = "knowledge/topics/paiement.yml"
CONCEPTS = "knowledge/concepts.yml"
RULE = "      - all: [payer]\n        weight: 0.5\n        fires: [je paie]\n"
EXTRA = "  taxe: {label: taxe, forms: [la taxe]}\n"
USED = "      - {all: [payer, taxe], weight: 0.8, fires: [je paie la taxe]}\n"

RULES = {
    "wanted affirmed and denied": (
        "{all: [payer], without: [payer], weight: 0.5, fires: [je ne paie pas]}",
        "error    « payer » est voulu à la fois affirmé et nié : la règle ne sert jamais",
    ),
    "denied, though spoken of either way": (
        "{all: [payer], without: [code], weight: 0.7, fires: [je paie sans code]}",
        "error    « code » n'est jamais nié (either_way) : la règle ne sert jamais",
    ),
    "excluded by its own words": (
        "{all: [payer_taxe], unless: [taxe], weight: 0.7, fires: [payer la taxe]}",
        "error    « payer_taxe » contient toujours « taxe », qui est exclu : la règle ne sert "
        "jamais",
    ),
    "covered by a wider rule": (
        "{all: [payer, taxe], weight: 0.5, fires: [je paie la taxe]}",
        "warning  la règle de la ligne 25 dit déjà tout ce que dit celle-ci",
    ),
    "the same twice": (
        "{all: [payer], weight: 0.6, fires: [je paie]}",
        "warning  même règle que ligne 25",
    ),
    "two concepts in one word": (
        "{all: [taxe, impot], weight: 0.8, fires: [la taxe]}",
        "warning  « la taxe » suffit à faire lire à la fois « taxe » et « impot »",
    ),
    "sentence without the concept": (
        "{all: [payer, taxe], weight: 0.8, fires: [je paie]}",
        "error    « je paie » ne déclenche pas sa règle : « taxe » n'y est pas",
    ),
    "sentence that denies the concept": (
        "{all: [payer, taxe], weight: 0.8, fires: [payer sans la taxe]}",
        "error    « payer sans la taxe » ne déclenche pas sa règle : « taxe » y est nié (« sans la "
        "taxe »)",
    ),
    "sentence that does not deny the concept": (
        "{all: [payer], without: [taxe], weight: 0.8, fires: [payer la taxe]}",
        "error    « payer la taxe » ne déclenche pas sa règle : « taxe » n'y est pas nié",
    ),
    "sentence with what is excluded": (
        "{all: [payer], unless: [taxe], weight: 0.8, fires: [payer la taxe]}",
        "error    « payer la taxe » ne déclenche pas sa règle : « taxe » y est (« la taxe »)",
    ),
    "sentence that should leave it silent": (
        "{all: [payer, taxe], weight: 0.8, fires: [payer la taxe], silent: [la taxe à payer]}",
        "error    « la taxe à payer » déclenche la règle qu'elle devait laisser muette",
    ),
    "sentence louder for another topic": (
        "{all: [taxe], weight: 0.3, fires: [la taxe pour mon adresse]}",
        "error    « la taxe pour mon adresse » donne 0.5 à « changer_adresse » par adresse, et 0.3 "
        "à son sujet",
    ),
}
FORMS = {
    "form without a word": (
        "    forms: [payer]",
        '    forms: [payer, "?"]',
        f"{CONCEPTS}:4  error    la forme « ? » n'a aucun mot",
    ),
    "two forms read alike": (
        "    forms: [payer]",
        "    forms: [payer, payez]",
        f"{CONCEPTS}:4  warning  « payez » a les mêmes racines que « payer »",
    ),
    "two concepts read alike": (
        "    forms: [mon adresse]\n",
        "    forms: [mon adresse]\n  lieu: {label: lieu, forms: [mon adresse]}\n",
        f"{CONCEPTS}:8  warning  « lieu » a les mêmes formes que « adresse »",
    ),
}
MORE = (
    EXTRA
    + "  impot: {label: impôt, forms: [la taxe, impot]}\n"
    + "  payer_taxe: {label: payer la taxe, forms: [payer la taxe]}\n"
    + "  code: {label: code, either_way: true, forms: [code]}\n"
)


@pytest.mark.parametrize(("rule", "told"), RULES.values(), ids=RULES.keys())
def test_a_mistake_in_a_rule_is_told_with_its_line(
    check: Check, spoil: Spoil, rule: str, told: str
):
    spoil(CONCEPTS, "concepts:\n", f"concepts:\n{MORE}")
    spoil(TOPICS, RULE, f"{RULE}      - {rule}\n")
    assert f"{TOPICS}:28  {told}" in check()


@pytest.mark.parametrize(("old", "new", "told"), FORMS.values(), ids=FORMS.keys())
def test_a_mistake_in_the_forms_is_told_with_its_line(
    check: Check, spoil: Spoil, old: str, new: str, told: str
):
    spoil(CONCEPTS, old, new)
    assert told in check()


def test_the_same_rule_in_two_topics_is_told(check: Check, spoil: Spoil):
    spoil(TOPICS, "- all: [adresse]", "- all: [payer]")
    told = f"error    même règle et même poids dans « payer_impot » : {TOPICS}:25"
    assert any(found.endswith(told) for found in check())


def test_a_stronger_rule_with_more_concepts_is_no_mistake(check: Check, spoil: Spoil):
    spoil(CONCEPTS, "concepts:\n", f"concepts:\n{EXTRA}")
    spoil(TOPICS, RULE, f"{RULE}{USED}")
    assert check() == []


def test_a_concept_wanted_denied_is_used(check: Check, spoil: Spoil):
    spoil(CONCEPTS, "concepts:\n", f"concepts:\n{EXTRA}")
    denied = "      - {all: [payer], without: [taxe], weight: 0.8, fires: [payer sans la taxe]}\n"
    spoil(TOPICS, RULE, f"{RULE}{denied}")
    assert check() == []
