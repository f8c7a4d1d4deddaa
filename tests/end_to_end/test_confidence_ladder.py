"""Every step of the confidence ladder, with an assistant that is never sure of itself."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.product import Product, running_product

# Whatever is learned from the utterances, nothing is ever certain: each message hesitates.
NEVER_SURE = """
assistant: {sure: 1.0, possible: 0.9}
requests: {sure: 1.0, possible: 1.0}
orchestrator: {sure: 1.0, possible: 0.0001}
"""
# two answers come near: the first is asked about, the second is left for the companion to propose
MESSAGE = "je gagne moins et je n'arrive plus à payer"
TOPIC = "Adapter mon prélèvement à la source à mes revenus"
LIST = "Réponses proposées"
# these are answered, and their choice reported, only after one more question
ASKS_FIRST = re.compile("adresse|espace|Autre chose")


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    knowledge = tmp_path_factory.mktemp("knowledge") / "knowledge"
    shutil.copytree(Path("knowledge"), knowledge)
    (knowledge / "ladder.yml").write_text(NEVER_SURE)
    with running_product(
        tmp_path_factory.mktemp("var"), ECONTACTS_KNOWLEDGE=str(knowledge)
    ) as running:
        yield running


@pytest.fixture
def chat(browser: Browser, unsure: Product) -> Iterator[Chat]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.goto(unsure.page)
    chat = Chat(page)
    chat.ask(MESSAGE, "Vouliez-vous dire")
    yield chat
    context.close()


def outcomes(product: Product) -> list[str]:
    return [row[0] for row in product.query("companion", "SELECT outcome FROM feedback")]


def test_a_hesitation_is_asked_about_and_the_choice_answered(chat: Chat):
    chat.page.screenshot(path=SCREENSHOTS / "vouliez_vous_dire.png")
    chat.choose(TOPIC)
    expect(chat.log).to_contain_text("Hausse : possible à tout moment", timeout=PATIENCE)


def test_below_the_hesitation_the_companion_proposes_and_learns_what_was_chosen(
    chat: Chat, unsure: Product
):
    chat.choose("Autre chose")
    expect(chat.log).to_contain_text("les plus proches de votre question", timeout=PATIENCE)
    chat.page.screenshot(path=SCREENSHOTS / "propositions.png")
    choices = chat.page.get_by_label(LIST).last.get_by_role("button")
    # what was just refused is not offered again
    expect(choices.filter(has_text=TOPIC)).to_have_count(0)
    before = len(outcomes(unsure))
    with chat.page.expect_response("**/api/v1/messages"):
        choices.filter(has_not_text=ASKS_FIRST).first.click()
    assert outcomes(unsure)[before:] == ["accepted"]
    [(text, decision)] = unsure.query(
        "companion",
        "SELECT proposals.text, decision FROM feedback"
        " JOIN proposals ON proposals.id = proposal_id ORDER BY feedback.id DESC LIMIT 1",
    )
    assert (text, decision) == (MESSAGE, "suggest")


def test_below_the_proposals_are_the_general_form_the_telephone_and_its_hours(
    chat: Chat, unsure: Product
):
    chat.choose("Autre chose")
    expect(chat.log).to_contain_text("les plus proches de votre question", timeout=PATIENCE)
    before = len(outcomes(unsure))
    chat.choose("Autre chose")
    expect(chat.log).to_contain_text("Autres questions", timeout=PATIENCE)
    expect(chat.log).to_contain_text("0 809 401 401")
    expect(chat.log).to_contain_text("de 8 h 30 à 19 h")
    assert outcomes(unsure)[before:] == ["rejected"]
