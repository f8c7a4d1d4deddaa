"""Whatever stops, the citizen is led somewhere, and the conversation goes on afterwards."""

from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.product import Product

LOST_PASSWORD = "j'ai perdu le mot de passe de mon espace"


def test_without_rasa_the_page_offers_the_forms_and_the_conversation_goes_on_afterwards(
    page: Page, product: Product
):
    chat = Chat(page)
    chat.ask("je vais me pacser en juin", "Signalez votre mariage ou votre Pacs dans les 60 jours")
    product.stop("rasa")
    try:
        chat.type("j'ai du mal à payer mes impôts cette année")
        expect(page.get_by_text("momentanément indisponible").first).to_be_visible(timeout=PATIENCE)
        expect(
            page.get_by_role("link", name="J'ai des difficultés pour payer").first
        ).to_be_visible()
        expect(page.get_by_label("Votre question")).to_have_value(
            "j'ai du mal à payer mes impôts cette année"
        )
    finally:
        product.start("rasa")
    page.get_by_label("Votre question").press("Enter")
    expect(chat.log).to_contain_text("questionnaire difficultés de paiement", timeout=PATIENCE)
    expect(chat.log).to_contain_text("je vais me pacser en juin")


def test_without_the_companion_the_assistant_still_routes(page: Page, product: Product):
    chat = Chat(page)
    chat.ask("je pars en retraite mes revenus vont baisser", "Hausse : possible à tout moment")
    product.stop("companion")
    try:
        sure = product.ask_rasa("companion-down", "je viens de perdre mon emploi")
        assert any("Gérer mon prélèvement à la source" in reply.get("text", "") for reply in sure)
        unsure = product.ask_rasa("companion-down", "les trucs du machin bleu de l'an dernier")
        assert unsure, "the assistant must say something, whatever it understands"
    finally:
        product.start("companion")
    page.reload()
    again = Chat(page)
    expect(again.log).to_contain_text("je pars en retraite mes revenus vont baisser")
    again.ask("merci beaucoup", "Avec plaisir")


def test_without_the_action_server_nobody_is_left_without_a_word(page: Page, product: Product):
    chat = Chat(page)
    product.stop("actions")
    try:
        chat.type("je viens de perdre mon emploi")
        expect(page.get_by_text("momentanément indisponible").first).to_be_visible(timeout=PATIENCE)
    finally:
        product.start("actions")


def test_without_the_action_server_who_arrives_is_greeted_all_the_same(
    browser: Browser, product: Product
):
    product.stop("actions")
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        page = context.new_page()
        page.goto(product.page)
        expect(page.get_by_role("log")).to_contain_text("avec vos mots", timeout=PATIENCE)
        expect(page.get_by_label("Votre question")).to_be_editable()
        context.close()
    finally:
        product.start("actions")
