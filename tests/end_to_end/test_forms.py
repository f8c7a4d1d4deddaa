"""A form filled beside the conversation, and without JavaScript, from question to number."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.end_to_end.axe import violations
from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.product import Product

QUESTION = "je n'arrive pas à payer mes impôts ce mois-ci"
FILL = "Remplir cette demande ici : J'ai des difficultés pour payer"
NUMBER = re.compile(r"20\d\d-[A-Z][A-Z\d]{3}-[A-Z][A-Z\d]{3}")
PHONE = {"width": 320, "height": 640}


def opened(browser: Browser, product: Product, **context: Any) -> Page:
    """Open the form from the answer to a question."""
    page = browser.new_context(locale="fr-FR", **context).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(product.page)
    launcher = page.get_by_role("button", name="Poser une question")
    if launcher.is_visible():
        launcher.click()
    chat = Chat(page)
    chat.type(QUESTION)
    page.get_by_role("button", name=FILL).first.click()
    expect(page.get_by_label("Impôt concerné")).to_be_visible()
    return page


@pytest.fixture
def form(browser: Browser, product: Product) -> Iterator[Page]:
    page = opened(browser, product, viewport={"width": 1280, "height": 900})
    yield page
    page.context.close()


def panel(page: Page) -> Any:
    return page.get_by_role("dialog", name="J'ai des difficultés pour payer")


def sent_number(page: Page) -> str:
    told = panel(page).get_by_text(NUMBER)
    expect(told).to_be_visible(timeout=PATIENCE)
    found = NUMBER.search(told.inner_text())
    assert found
    return found.group()


def document(name: str) -> FilePayload:
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(written)
    return {"name": name, "mimeType": "application/pdf", "buffer": written.getvalue()}


def test_a_form_is_filled_corrected_read_back_and_sent_once(form: Page, product: Product):
    expect(form.get_by_role("heading", name="J'ai des difficultés pour payer")).to_be_focused()
    expect(form.get_by_label("Votre demande", exact=True)).to_have_value(QUESTION)
    form.screenshot(path=SCREENSHOTS / "formulaire.png")
    form.get_by_role("button", name="Vérifier ma demande").click()
    expect(form.get_by_role("group", name="Des champs sont à corriger")).to_be_focused()
    form.screenshot(path=SCREENSHOTS / "formulaire_erreur.png")
    form.get_by_role("link", name="Impôt concerné").click()
    expect(form.get_by_label("Impôt concerné")).to_be_focused()
    form.get_by_label("Impôt concerné").select_option("Taxe foncière")
    form.get_by_label("Montant que vous ne pouvez pas payer").fill("640,5")
    form.get_by_label("Pièces jointes").set_input_files([document("échéancier.pdf")])
    form.get_by_role("button", name="Vérifier ma demande").click()
    expect(form.get_by_role("heading", name="Vérifiez votre demande")).to_be_focused()
    form.screenshot(path=SCREENSHOTS / "formulaire_recapitulatif.png")
    form.get_by_role("button", name="Envoyer ma demande").dblclick()
    number = sent_number(form)
    form.screenshot(path=SCREENSHOTS / "formulaire_envoye.png")
    expect(Chat(form).log).to_contain_text(number, timeout=PATIENCE)
    kept = product.query(
        "companion", "SELECT id, topic, fields FROM requests WHERE number = ?", number
    )
    [(request, topic, fields)] = kept
    assert topic == "demander_delai_paiement"
    assert json.loads(fields) == {"tax": "fonciere", "amount": "640,50", "message": QUESTION}
    joined = "SELECT name, media_type FROM request_attachments WHERE request_id = ?"
    assert product.query("companion", joined, request) == [("échéancier.pdf", "application/pdf")]
    form.reload()
    expect(Chat(form).log).to_contain_text(number, timeout=PATIENCE)


def test_a_draft_is_kept_over_a_reload(form: Page):
    form.get_by_label("Votre demande", exact=True).fill("Je propose trois mensualités.")
    form.reload()
    form.get_by_role("button", name=FILL).first.click()
    message = form.get_by_label("Votre demande", exact=True)
    expect(message).to_have_value("Je propose trois mensualités.")


def test_what_a_failing_network_kept_from_leaving_is_sent_once_later(form: Page, product: Product):
    form.get_by_label("Impôt concerné").select_option("revenu")
    form.get_by_role("button", name="Vérifier ma demande").click()

    def lost(route: Any) -> None:
        route.fetch()  # it arrived, but its answer is lost
        route.abort()

    form.route("**/api/v1/requests", lost, times=1)
    form.get_by_role("button", name="Envoyer ma demande").click()
    expect(form.get_by_text("Votre brouillon est gardé.")).to_be_visible()
    form.get_by_role("button", name="Réessayer").click()
    number = sent_number(form)
    conversations = "SELECT conversation_id FROM requests WHERE number = ?"
    [(conversation,)] = product.query("companion", conversations, number)
    count = "SELECT count(*) FROM requests WHERE conversation_id = ?"
    assert product.query("companion", count, conversation) == [(1,)]


def test_a_form_is_sent_with_the_keyboard_alone(form: Page):
    press = form.keyboard.press
    press("Tab")  # close
    press("Tab")
    expect(form.get_by_label("Impôt concerné")).to_be_focused()
    press("ArrowDown")
    check = form.get_by_role("button", name="Vérifier ma demande")
    for _ in range(5):  # amount, proposal, message, files, then the button
        press("Tab")
    expect(check).to_be_focused()
    press("Enter")
    expect(form.get_by_role("heading", name="Vérifiez votre demande")).to_be_focused()
    press("Tab")
    expect(form.get_by_role("button", name="Corriger", exact=True)).to_be_focused()
    press("Tab")
    press("Enter")
    expect(form.get_by_role("heading", name="Votre demande est enregistrée")).to_be_focused()
    press("Escape")
    expect(form.get_by_role("button", name=FILL).first).to_be_focused()


def test_a_telephone_shows_the_form_alone_and_goes_back(browser: Browser, product: Product):
    page = opened(browser, product, viewport=PHONE)
    expect(page.get_by_role("log")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    inside = "document.querySelector('econtacts-chat').shadowRoot.querySelector('#request')"
    assert page.evaluate(f"{inside}.scrollWidth <= {inside}.clientWidth")
    page.screenshot(path=SCREENSHOTS / "formulaire_telephone.png")
    page.get_by_role("button", name="Fermer la demande").click()
    expect(page.get_by_role("log")).to_be_visible()
    expect(page.get_by_role("button", name=FILL).first).to_be_focused()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_step(browser: Browser, product: Product, scheme: Any):
    page = opened(browser, product, bypass_csp=True, color_scheme=scheme, viewport=PHONE)
    assert violations(page) == []
    page.get_by_role("button", name="Vérifier ma demande").click()
    assert violations(page) == []
    page.get_by_label("Impôt concerné").select_option("revenu")
    page.get_by_role("button", name="Vérifier ma demande").click()
    expect(page.get_by_role("heading", name="Vérifiez votre demande")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer ma demande").click()
    sent_number(page)
    assert violations(page) == []
    page.context.close()


def test_without_javascript_the_form_is_a_page(browser: Browser, product: Product):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{product.page}sans-javascript")
    page.get_by_label("Votre question").fill(QUESTION)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_role("link", name=FILL).first.click()
    expect(page.get_by_label("Votre demande", exact=True)).to_have_value(QUESTION)
    page.get_by_role("button", name="Vérifier ma demande").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez une réponse.")
    page.screenshot(path=SCREENSHOTS / "formulaire_sans_javascript.png")
    page.get_by_label("Impôt concerné").select_option("Taxe foncière")
    page.get_by_role("button", name="Vérifier ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez votre demande")
    page.get_by_label("Pièces jointes").set_input_files([document("avis.pdf")])
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page).to_have_url(re.compile("/sans-javascript/demandes/20"))
    number = page.url.rpartition("/")[2]
    expect(page.get_by_text("avis.pdf")).to_be_visible()
    page.get_by_role("link", name="Revenir à la conversation").click()
    expect(page.locator(".messages")).to_contain_text(number)
    context.close()


@pytest.mark.parametrize("path", ["formulaires/F02a", "formulaires/F03", "formulaires/F01a"])
def test_axe_finds_nothing_in_the_pages_of_forms(browser: Browser, product: Product, path: str):
    context = browser.new_context(bypass_csp=True, locale="fr-FR", viewport=PHONE)
    page = context.new_page()
    page.goto(f"{product.page}sans-javascript/{path}")
    assert violations(page) == []
    page.get_by_role("button", name="Vérifier ma demande").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()
