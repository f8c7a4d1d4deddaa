"""axe finds nothing to say about the page, in any state of a conversation."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.axe import violations
from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.product import Product


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, product: Product, request: pytest.FixtureRequest) -> Any:
    # axe is injected by the test: the page's own policy would refuse it
    context = browser.new_context(bypass_csp=True, color_scheme=request.param, locale="fr-FR")
    opened = context.new_page()
    opened.goto(product.page)
    yield opened
    context.close()


def test_the_log_is_there_before_anything_is_said(page: Page):
    expect(page.get_by_role("log")).to_be_attached()
    expect(page.get_by_text("Vous parlez à un assistant automatique.").first).to_be_visible()


def test_the_opening_has_no_violation(page: Page):
    Chat(page)
    assert violations(page) == []


def test_an_answer_with_its_rating_has_no_violation(page: Page):
    chat = Chat(page)
    chat.ask("je viens de perdre mon emploi", "Hausse : possible à tout moment")
    chat.rating().get_by_role("button", name="Non").click()
    expect(page.get_by_text("Merci, votre avis est enregistré.")).to_be_visible(timeout=PATIENCE)
    assert violations(page) == []
