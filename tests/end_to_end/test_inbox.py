"""A designer finds what the assistant sent away, teaches it on a copy, and sees the error gone."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.axe import violations
from tests.end_to_end.conftest import LOCAL_PASSWORD, SCREENSHOTS
from tests.end_to_end.product import Product

# Slang that no topic knows: the assistant takes it for a foreign matter.
PLANTED = (
    "j'ai que dalle en oseille pour raquer",
    "raquer sans oseille c'est mort",
    "chui à sec niveau oseille, pas moyen de raquer",
    "pas d'oseille ce mois, je raquerai plus tard",
    "l'oseille manque, laissez moi raquer petit à petit",
    "faut raquer et jai pas l'oseille",
    "je peux raquer que quand l'oseille rentre",
    "on a plus d'oseille chez nous pour raquer",
    "manque d'oseille, je peux pas raquer le fisc",
    "l'oseille est finie, raquer est impossible",
)
MORE = (
    "raquer oui mais l'oseille arrive en mars",
    "avec si peu d'oseille je raque comment",
)
# What the designer writes after each: the slang, in other words.
WRITTEN = (
    "plus d'oseille pour raquer en juin",
    "raquer cash, pas assez d'oseille",
    "l'oseille est partie, je raque comment maintenant",
    "raquer attendra, zéro oseille en poche",
    "laissez moi le temps de raquer, l'oseille tarde",
    "pas un brin d'oseille, et il faut raquer",
    "quand j'aurai de l'oseille je pourrai raquer",
    "chez nous l'oseille manque pour raquer",
    "raquer les impôts sans oseille, impossible",
    "mon oseille est finie, comment raquer",
)
# The same again, never learnt.
KEPT_APART = (
    "d'accord pour raquer mais pas d'oseille avant avril",
    "trop peu d'oseille cette année pour raquer",
)
TOPIC = "demander_delai_paiement"
TITLE = "Demander un délai pour payer mon impôt"
PATIENCE = 600_000  # milliseconds: on a busy machine the training takes minutes


def ask(product: Product, text: str) -> None:
    """Have somebody open the chat and ask."""
    with httpx.Client(base_url=product.page, timeout=60) as citizen:
        citizen.post("/api/v1/conversations", json={}).raise_for_status()
        citizen.post("/api/v1/messages", json={"text": text}).raise_for_status()


def projected(product: Product) -> int:
    """Return how many of the planted messages the analysts' tables have."""
    query = "SELECT count(*) FROM rasa_user_message WHERE text LIKE '%oseille%'"
    return int(product.query("companion", query)[0][0])


@pytest.fixture(scope="module")
def designer(browser: Browser, product: Product) -> Iterator[Page]:
    """Return a designer's browser, signed in, once the planted messages were said."""
    for text in (*PLANTED, *MORE):
        ask(product, text)
    until = time.monotonic() + 60
    while projected(product) < len(PLANTED) + len(MORE):
        assert time.monotonic() < until, "the projection does not keep up"
        time.sleep(0.2)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", bypass_csp=True
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{product.page}pilotage/a-verifier")
    page.get_by_label("Mot de passe").fill(LOCAL_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    yield page
    context.close()


def shot(page: Page, name: str) -> None:
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def tick(page: Page, texts: tuple[str, ...]) -> None:
    """Tick these messages alone."""
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    for text in texts:
        page.get_by_label(text, exact=True).check()


def assign(page: Page, texts: tuple[str, ...], use: str) -> None:
    """Assign messages of the group shown to the topic."""
    tick(page, texts)
    page.get_by_label("Sujet", exact=True).select_option(TOPIC)
    page.get_by_label("Ces messages sont").select_option(use)
    page.get_by_role("button", name="Assigner au sujet").click()


def write(page: Page, written: dict[str, str]) -> None:
    """Write sentences after messages, by message."""
    for message, text in written.items():
        beside = page.locator(".sentence").filter(has=page.get_by_text(message, exact=True))
        beside.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Enregistrer les phrases").click()


def test_ten_misunderstood_messages_become_a_patch_and_the_error_is_gone(designer: Page):
    page = designer
    page.get_by_role("button", name="Chercher les nouveaux messages").click()
    expect(page.get_by_role("status")).to_contain_text("de plus dans la boîte")
    assert violations(page) == []
    shot(page, "boite_a_verifier")

    # the group is named by its words
    page.get_by_role("link", name="oseille").first.click()
    expect(page.get_by_role("checkbox")).to_have_count(len(PLANTED) + len(MORE))
    assert violations(page) == []
    shot(page, "boite_groupe")
    assign(page, MORE, "test")
    assign(page, PLANTED, "example")

    page.get_by_role("link", name="La modification à relire").click()
    expect(page.get_by_text("0 phrase(s) prête(s), 0 refusée(s), 12 à écrire")).to_be_visible()
    write(page, dict(zip((*PLANTED, *MORE), (PLANTED[0], *WRITTEN[1:], *KEPT_APART), strict=True)))
    expect(page.get_by_text("Quelqu'un a écrit exactement cela")).to_be_visible()
    assert violations(page) == []
    write(page, {PLANTED[0]: WRITTEN[0]})
    expect(page.get_by_text("12 phrase(s) prête(s), 0 refusée(s)")).to_be_visible()
    assert violations(page) == []
    shot(page, "boite_modification")
    lines = page.locator(".diff").all_inner_texts()
    assert all(f"+      - {text}" in "".join(lines) for text in (*WRITTEN, *KEPT_APART))

    page.get_by_role("button", name="Mesurer son effet").click()
    expect(page.get_by_text("en cours")).to_be_visible()
    assert violations(page) == []
    until = time.monotonic() + PATIENCE / 1000
    while page.get_by_text("en cours").count():
        assert time.monotonic() < until, "the trial takes too long"
        time.sleep(1)
        page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_role("status")).to_contain_text("terminé")
    assert violations(page) == []
    shot(page, "boite_effet")
    gained = page.get_by_role("table", name="Phrases lues juste maintenant")
    for text in KEPT_APART:
        expect(gained).to_contain_text(text)


def test_the_candidate_reads_in_the_try_page_what_the_assistant_does_not(
    designer: Page, product: Product
):
    page = designer
    page.goto(f"{product.page}pilotage/essayer")
    page.get_by_label("Votre message").fill(KEPT_APART[0])
    page.get_by_role("button", name="Envoyer").click()
    present = page.get_by_role("region", name="En service, échange 1")
    candidate = page.get_by_role("region", name="Candidat, échange 1")
    expect(candidate).to_contain_text(TITLE)
    expect(present).not_to_contain_text(TITLE)
    assert violations(page) == []
    shot(page, "essayer")
    with page.expect_download() as download:
        page.get_by_label("Nom de l'histoire").fill("L'usager parle argot")
        page.get_by_role("button", name="Télécharger l'histoire").click()
    story = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"          {KEPT_APART[0]}\n        intent: out_of_scope\n" in story
