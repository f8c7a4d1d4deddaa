"""The same conversation in a browser where JavaScript is off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.axe import SPACING
from tests.end_to_end.chat import PATIENCE
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.product import Product
from tests.end_to_end.test_accessibility import violations

JOB_LOST = "je viens de perdre mon emploi et je paye toujours autant"
ANSWER = "Actualiser suite à une hausse ou une baisse de vos revenus"
QUESTION = "Votre question"


@pytest.fixture
def page(browser: Browser, product: Product) -> Iterator[Page]:
    """Open the page in a browser that runs no script."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{product.page}sans-javascript")
    yield opened
    context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_label(QUESTION).fill(question)
    page.get_by_role("button", name="Envoyer", exact=True).click()


def messages(page: Page) -> int:
    return page.locator(".message").count()


def test_the_demonstration_page_leads_there(page: Page, product: Product):
    page.goto(product.page)
    page.get_by_role("link", name="Posez votre question sans JavaScript").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("assistant automatique")


def test_a_question_is_answered_and_the_page_opens_at_the_answer(page: Page):
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    expect(page).to_have_url(re.compile("#dernier-message$"))
    expect(page).to_have_title(re.compile("^Réponse à votre message n° 1"))
    expect(page.locator("#dernier-message")).to_be_in_viewport()
    expect(page.locator("#dernier-message")).to_be_focused()
    link = page.get_by_role("link", name="Gérer mon prélèvement à la source").first
    expect(link).to_contain_text("sur www.impots.gouv.fr")
    page.screenshot(path=SCREENSHOTS / "sans_javascript.png")


def test_a_reload_says_nothing_twice(page: Page):
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    before = messages(page)
    page.reload()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert messages(page) == before


def test_a_choice_is_answered(page: Page):
    page.get_by_role("button", name="Voir les questions fréquentes").click()
    page.get_by_role("button", name="J'ai du mal à payer mon impôt").click()
    expect(page.get_by_text("questionnaire difficultés de paiement").first).to_be_visible()


def test_the_whole_conversation_can_be_held_with_the_keyboard(page: Page):
    reach(page, "textarea")
    page.keyboard.type(JOB_LOST)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(ANSWER)).to_be_visible()
    # from the answer on, where the focus now is
    reach(page, "button[value=down]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Merci, votre avis est enregistré : non.")).to_be_visible()
    reach(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    reach(page, "form:has(input[type=radio]) button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("avis est enregistré : non (")).to_be_visible()
    reach(page, "a.erase")
    page.keyboard.press("Enter")
    reach(page, "button.danger")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Votre conversation est effacée")).to_be_visible()


def reach(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} cannot be reached with the keyboard")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_text_too_long_is_kept_and_its_error_leads_to_the_field(page: Page):
    ask(page, "é" * 501)
    expect(page).to_have_title(re.compile("^Erreur"))
    expect(page.get_by_label(QUESTION)).to_have_value("é" * 501)
    page.screenshot(path=SCREENSHOTS / "sans_javascript_erreur.png")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label(QUESTION)).to_be_focused()
    expect(page.get_by_label(QUESTION)).to_have_accessible_description(
        re.compile("Il compte 501 caractères")
    )


def test_without_rasa_the_page_offers_other_ways_and_keeps_the_text(page: Page, product: Product):
    ask(page, "je vais me pacser en juin")
    product.stop("rasa")
    try:
        ask(page, JOB_LOST)
        expect(page.get_by_text("momentanément indisponible")).to_be_visible()
        expect(page.get_by_text("de 8 h 30 à 19 h")).to_be_visible()
        expect(page.get_by_label(QUESTION)).to_have_value(JOB_LOST)
    finally:
        product.start("rasa")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_text(ANSWER)).to_be_visible()


def test_the_conversation_goes_on_with_javascript(page: Page, product: Product, browser: Browser):
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    widget = context.new_page()
    widget.goto(product.page)
    expect(widget.get_by_role("log")).to_contain_text(ANSWER, timeout=PATIENCE)
    context.close()


def test_the_conversation_goes_on_in_english(page: Page):
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ask an automated assistant a question"
    )
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_label("Your question").fill("merci")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("/en#dernier-message$"))
    page.screenshot(path=SCREENSHOTS / "states" / "sans_javascript_anglais.png")


# 320 px wide is also what 1280 px show at a zoom of 400 %
def test_a_small_phone_shows_every_page_without_sideways_scrolling(
    browser: Browser, product: Product
):
    context = browser.new_context(viewport={"width": 320, "height": 256}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{product.page}sans-javascript")
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_attached(timeout=PATIENCE)
    page.get_by_role("button", name="Non").click()
    for path in ("", "/effacer", "/formulaires", "/formulaires/F02a", "/en"):
        page.goto(f"{product.page}sans-javascript{path}")
        assert fits(page), path
        # axe's own way in is closed here: the page's policy takes a constructed sheet only
        page.evaluate(
            """css => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync(css);
                document.adoptedStyleSheets.push(sheet);
            }""",
            SPACING,
        )
        assert fits(page), f"{path}, with wider text spacing"
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{product.page}sans-javascript#dernier-message")
    page.screenshot(path=SCREENSHOTS / "sans_javascript_telephone.png")
    context.close()


def fits(page: Page) -> bool:
    """Tell whether nothing has to be scrolled sideways to be read."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.fixture(params=["light", "dark", "forced colours"])
def scripted(browser: Browser, product: Product, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the page where axe, a script, can read it."""
    forced = request.param == "forced colours"
    context = browser.new_context(
        bypass_csp=True,
        locale="fr-FR",
        color_scheme="light" if forced else request.param,
        forced_colors="active" if forced else "none",
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"{product.page}sans-javascript")
    yield opened
    context.close()


def test_no_page_has_a_violation(scripted: Page, product: Product):
    assert violations(scripted) == []
    scripted.get_by_role("button", name="Voir les questions fréquentes").click()
    assert violations(scripted) == []
    ask(scripted, JOB_LOST)
    scripted.get_by_role("button", name="Non").click()
    scripted.get_by_label("Vos précisions").fill("é" * 501)
    assert violations(scripted) == []
    scripted.get_by_role("button", name="Envoyer mes précisions").click()
    expect(scripted).to_have_title(re.compile("^Erreur"))
    assert violations(scripted) == []
    for path in ("effacer", "conversation-effacee", "formulaires", "en", "en/formulaires/F02a"):
        scripted.goto(f"{product.page}sans-javascript/{path}")
        assert violations(scripted) == []


def test_every_target_is_large_enough(browser: Browser, product: Product):
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{product.page}sans-javascript")
    ask(page, JOB_LOST)
    expect(page.get_by_text(ANSWER)).to_be_attached(timeout=PATIENCE)
    heights = page.locator("button, .pages a, .card a, summary, a.erase").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 24
    context.close()
