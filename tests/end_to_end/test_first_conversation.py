"""The first real conversation, from what happened to somebody to a rated answer in SQL."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.product import Product

JOB_LOST = "je viens de perdre mon emploi et je paye toujours autant"
SERVICE = "Gérer mon prélèvement à la source"


def newest_conversation(product: Product) -> str:
    sql = "SELECT id FROM conversations ORDER BY created_at DESC LIMIT 1"
    return str(product.query("companion", sql)[0][0])


@pytest.fixture
def chat(page: Page) -> Chat:
    return Chat(page)


def test_a_job_loss_leads_to_the_online_service_and_its_rating_stands_in_the_database(
    chat: Chat, product: Product
):
    chat.ask(JOB_LOST, "Actualiser suite à une hausse ou une baisse de vos revenus")
    with chat.page.context.expect_page() as opened:
        chat.page.get_by_role("link", name=f"Ouvrir « {SERVICE} »").click()
    assert opened.value.url.startswith("https://www.impots.gouv.fr/") or opened.value.url == (
        "chrome-error://chromewebdata/"
    )
    chat.page.screenshot(path=SCREENSHOTS / "reponse_et_avis.png")
    chat.rating().get_by_role("button", name="Non").click()
    saved = chat.page.get_by_text("Merci, votre avis est enregistré.")
    expect(saved).to_be_visible(timeout=PATIENCE)
    chat.page.get_by_label("Je ne trouve pas le service ou le formulaire").check()
    chat.page.get_by_label("Vos précisions").fill("rappelez-moi au 06 12 34 56 78")
    with chat.page.expect_response("**/api/v1/ratings"):
        chat.page.get_by_role("button", name="Envoyer mes précisions").click()
    expect(saved).to_be_visible(timeout=PATIENCE)
    chat.page.screenshot(path=SCREENSHOTS / "avis_et_raison.png")

    conversation = newest_conversation(product)
    [(topic, channel, value, reason, comment)] = product.query(
        "companion",
        "SELECT topic, channel, value, reason, comment FROM ratings WHERE conversation_id = ?",
        conversation,
    )
    assert (topic, channel, value, reason) == (
        "moduler_prelevement",
        "chat",
        "down",
        "lien_introuvable",
    )
    assert comment == "rappelez-moi au [numéro de téléphone masqué]"
    [(text, decision)] = product.query(
        "companion",
        "SELECT text, decision FROM proposals WHERE conversation_id = ?",
        conversation,
    )
    assert (text, decision) == (JOB_LOST, "answer")
    said = product.query(
        "tracker",
        "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id",
        conversation,
    )
    assert json.loads(said[-1][0])["text"] == JOB_LOST


def test_changing_ones_mind_replaces_the_rating(chat: Chat, product: Product):
    before = product.query("companion", "SELECT count(*) FROM ratings")[0][0]
    chat.ask("je divorce en ce moment", "Signalez votre divorce, votre séparation")
    saved = chat.page.get_by_text("Merci, votre avis est enregistré.")
    chat.rating().get_by_role("button", name="Non").click()
    expect(saved).to_be_visible(timeout=PATIENCE)
    chat.rating().get_by_role("button", name="Oui").click()
    expect(chat.rating().get_by_role("button", name="Oui")).to_have_attribute(
        "aria-pressed", "true", timeout=PATIENCE
    )
    chat.page.reload()
    again = Chat(chat.page)
    expect(again.rating().get_by_role("button", name="Oui")).to_have_attribute(
        "aria-pressed", "true", timeout=PATIENCE
    )
    assert product.query("companion", "SELECT count(*) FROM ratings")[0][0] == before + 1


def test_what_is_typed_about_oneself_is_nowhere_to_be_found(chat: Chat, product: Product):
    secrets = ("3023217600053", "FR7630006000011234567890189", "0612345678")
    chat.ask(
        f"mon numéro fiscal est {secrets[0]}, mon iban {secrets[1]}, mon tel {secrets[2]}",
        "[numéro fiscal masqué]",
    )
    expect(chat.log).to_contain_text("[IBAN masqué]")
    expect(chat.log).to_contain_text("[numéro de téléphone masqué]")
    kept = [path for path in product.state.rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} >= {".db", ".log"}
    for path in kept:
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], path


def test_another_administration_is_pointed_to(chat: Chat):
    chat.ask("comment faire refaire mon passeport", "ne relève pas des impôts")
    expect(chat.page.get_by_role("link", name="France Titres")).to_be_visible()


def test_the_audience_is_asked_a_digression_answered_and_the_question_asked_again(chat: Chat):
    chat.ask("je demenage le mois prochain", "un particulier ou une activité professionnelle")
    chat.ask("vous êtes un robot ?", "je suis un programme informatique")
    chat.choose("Un particulier")
    expect(chat.log).to_contain_text("Afficher mon adresse postale", timeout=PATIENCE)


def test_the_opening_offers_the_top_questions_by_click(chat: Chat):
    chat.page.screenshot(path=SCREENSHOTS / "accueil.png")
    chat.choose("J'ai du mal à payer mon impôt")
    expect(chat.log).to_contain_text("J'ai des difficultés pour payer", timeout=PATIENCE)


def test_the_whole_conversation_can_be_held_with_the_keyboard(chat: Chat):
    field = chat.page.get_by_label("Votre question")
    field.focus()
    chat.page.keyboard.type("ou trouver mon avis de cfe")
    chat.page.keyboard.press("Enter")
    expect(chat.log).to_contain_text("Avis CFE", timeout=PATIENCE)
    expect(field).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Poser une question")).to_be_focused()


def test_erasing_ones_conversation_leaves_nothing(chat: Chat, product: Product):
    chat.ask("ma taxe fonciere a doublé pourquoi", "propriétaire au 1er janvier")
    conversation = newest_conversation(product)
    chat.page.get_by_role("button", name="Effacer ma conversation").click()
    chat.page.get_by_role("button", name="Oui, effacer").click()
    expect(chat.page.get_by_text("Votre conversation est effacée.")).to_be_visible(timeout=PATIENCE)
    for database, table, column in (
        ("tracker", "events", "sender_id"),
        ("companion", "proposals", "conversation_id"),
        ("companion", "conversations", "id"),
    ):
        sql = f"SELECT count(*) FROM {table} WHERE {column} = ?"  # noqa: S608
        assert product.query(database, sql, conversation) == [(0,)]


@pytest.fixture
def narrow_chat(page: Page) -> Iterator[Chat]:
    page.set_viewport_size({"width": 320, "height": 640})
    page.reload()
    launcher = page.get_by_role("button", name="Poser une question")
    if launcher.is_visible():
        launcher.click()
    return Chat(page)


def test_a_small_phone_shows_the_chat_without_sideways_scrolling(narrow_chat: Chat):
    narrow_chat.ask(JOB_LOST, "Hausse : possible à tout moment")
    narrow_chat.page.screenshot(path=SCREENSHOTS / "telephone.png")
    widths = narrow_chat.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]
