"""The conversation browser and the access log in a real browser."""

import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from companion.pilotage.projection.projection import Projection
from companion.pilotage.projection.reference import reference_of
from companion.storage.database import Database, migrate, open_engine
from companion.storage.inbox import Decided, InboxRepository
from companion.storage.inbox_tables import NewTopic
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.tracker import TrackerEvents
from econtacts_core.knowledge import load_knowledge
from playwright.sync_api import Browser, Page, expect

from operations.environment import Ports, local_environment
from tests.end_to_end.axe import violations
from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.product import free_port

# The companion's own tests write conversations as Rasa and the projection do.
sys.path.append("companion/tests")
from conversations import tell_address, tell_payment
from fake_rasa import FakeRasa
from inbox_facts import grouped

PATIENCE = 90.0  # seconds until the companion has started
QUESTION = "je ne peux pas payer ma taxe foncière, puis-je échelonner ?"
LIST = "/conversations"
TOPIC = "demander_delai_paiement"
KNOWLEDGE = Path("knowledge")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the settings of a companion that serves the steering pages alone."""
    ports = Ports(companion=free_port())
    return {
        **local_environment(tmp_path_factory.mktemp("pilotage"), ports),
        "COMPANION_ROLES": "pilotage",
        "COMPANION_SIGN_IN_ATTEMPTS": "0",
    }


@pytest.fixture(scope="module")
def pilotage(environment: dict[str, str]) -> Iterator[str]:
    """Run it on thirty conversations; return its address."""
    migrate(environment["COMPANION_DATABASE_URL"])
    write_conversations(environment)
    command = [sys.executable, "-m", "companion", "serve"]
    log = Path(environment["VAR"]) / "log" / "companion.log"
    with log.open("w") as errors:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=errors)
    address = f"http://127.0.0.1:{environment['COMPANION_PORT']}"
    try:
        wait_for(f"{address}/health")
        yield f"{address}/pilotage"
    finally:
        process.terminate()
        process.wait(timeout=20)


def write_conversations(environment: dict[str, str]) -> None:
    """Have Rasa's record hold thirty conversations, one rated, and project them."""
    database = Database(open_engine(environment["COMPANION_DATABASE_URL"]))
    record = FakeRasa(environment["COMPANION_TRACKER_URL"])
    for number in range(28):
        tell_payment(record, f"autre{number}", "où trouver mon avis d'impôt ?")
    tell_address(record, "adresse")
    answer = tell_payment(record, "paiement", QUESTION) + 3
    rated = RatedAnswer(
        conversation_id="paiement", message_id=str(answer), topic=TOPIC, channel="chat"
    )
    RatingRepository(database).rate(rated, "down", "incomplete", None)
    write_decisions(database)
    knowledge = load_knowledge(KNOWLEDGE)
    tracker = TrackerEvents(open_engine(environment["COMPANION_TRACKER_URL"]))
    deque(Projection(database, tracker, reference_of(knowledge, KNOWLEDGE)).run(), maxlen=0)


def write_decisions(database: Database) -> None:
    """Have designers decide of ten messages, and want a topic."""
    inbox = InboxRepository(database)
    events = range(900_001, 900_011)  # of conversations that are not in the list
    grouped(database, "échelonner, foncière", *events)
    for event in events:
        inbox.decide(
            [event], Decided(verdict="assign", topic=TOPIC, use="example", author="Camille Test")
        )
    inbox.add_topic(
        NewTopic(id="promener_son_chien", title="Promener", subject="paiement", author="Camille")
    )


def wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if httpx.get(address, timeout=1.0, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail("the companion did not start")


@pytest.fixture(scope="module")
def cookies(browser: Browser, pilotage: str, environment: dict[str, str]) -> list[dict]:
    """Sign in once by the page; return what the browser was given."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{pilotage}{LIST}")
    page.get_by_label("Mot de passe").fill(environment["COMPANION_LOCAL_PASSWORD"])
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversations")
    given = context.cookies()
    context.close()
    return given


@pytest.fixture
def page(browser: Browser, pilotage: str, cookies: list[dict]) -> Iterator[Page]:
    """Open the list in a browser without scripts: nothing here needs any."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    context.add_cookies(cookies)
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    opened.goto(f"{pilotage}{LIST}")
    yield opened
    context.close()


def test_an_analyst_finds_a_conversation_reads_what_went_on_and_notes_it(page: Page):
    page.get_by_label("Texte").fill("échelonner foncière")
    page.get_by_label("Avis", exact=True).select_option("Pas utile")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(re.compile("texte=.*avis=down"))
    expect(page.get_by_role("row")).to_have_count(2)
    page.screenshot(path=SCREENSHOTS / "pilotage_conversations.png", full_page=True)
    page.get_by_role("row").get_by_role("link").click()
    expect(page.get_by_role("article").filter(has_text=QUESTION)).to_be_visible()
    page.get_by_text("Ce que l'assistant a compris et fait (échange 2)").click()
    expect(page.get_by_role("cell", name="81 %")).to_be_visible()
    page.get_by_text("Annoter (message 2)").click()
    noting = page.locator("details[open] form[action$='/annotations']")
    noting.get_by_label("Raison (facultatif)").select_option("Réponse incomplète")
    noting.get_by_label("Commentaire (facultatif)").fill("Il manque le délai.")
    noting.get_by_role("button", name="Enregistrer l'annotation").click()
    expect(page.get_by_text("Réponse incomplète").first).to_be_visible()
    page.get_by_text("Ce que l'assistant a compris et fait (échange 2)").click()
    page.get_by_text("Historique des annotations (message 2)").click()
    expect(page.get_by_text("Compte local : À traiter (Réponse incomplète)")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "pilotage_conversation.png", full_page=True)


def test_a_conversation_becomes_a_story_test_in_one_click(page: Page):
    page.get_by_label("Texte").fill("échelonner")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("row").get_by_role("link").click()
    with page.expect_download() as awaited:
        page.get_by_role("link", name="Exporter comme test Rasa").click()
    assert awaited.value.suggested_filename == "test_paiement.yml"
    assert QUESTION in awaited.value.path().read_text(encoding="utf-8")


def test_the_next_page_goes_on_where_this_one_ends(page: Page):
    page.get_by_role("link", name="Voir les plus anciennes").click()
    expect(page.get_by_role("row")).to_have_count(6)
    page.get_by_role("link", name="Revenir aux plus récentes").click()
    expect(page.get_by_role("row")).to_have_count(26)


def test_what_was_read_stands_in_the_access_log(page: Page):
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("link", name="Journal d'accès").click()
    page.get_by_label("Action").select_option("Lecture d'une conversation")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Depuis une recherche")
    page.screenshot(path=SCREENSHOTS / "pilotage_journal.png", full_page=True)


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_after_the_sign_out_nothing_can_be_read(
    browser: Browser, pilotage: str, environment: dict[str, str]
):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{pilotage}/conversations/paiement")
    page.get_by_label("Mot de passe").fill(environment["COMPANION_LOCAL_PASSWORD"])
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(f"{pilotage}/conversations/paiement")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion au pilotage")
    context.close()


PAGES = {
    LIST: "Conversations",
    f"{LIST}?du=hier&texte=impot": "Conversations",
    f"{LIST}?texte=introuvable": "Conversations",
    f"{LIST}/paiement": "Conversation paiement",
    f"{LIST}/adresse": "Conversation adresse",
    f"{LIST}/personne": "Votre demande n'a pas abouti",
    "/journal-acces?du=hier": "Journal d'accès",
    "/a-verifier": "À vérifier",
    "/a-verifier/sujets": "Nouveaux sujets",
    "/a-verifier/historique": "Historique des décisions",
    "/connexion": "Connexion au pilotage",
}


def unfolded(page: Page, address: str, heading: str) -> None:
    """Open a page and all that is folded in it."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_violation(browser: Browser, pilotage: str, cookies: list[dict], scheme: str):
    context = browser.new_context(bypass_csp=True, locale="fr-FR", color_scheme=scheme)
    context.add_cookies(cookies)
    page = context.new_page()
    for path, heading in PAGES.items():
        unfolded(page, f"{pilotage}{path}", heading)
        assert violations(page) == [], path
    context.close()


def test_a_small_screen_shows_every_page_without_sideways_scrolling(
    browser: Browser, pilotage: str, cookies: list[dict]
):
    context = browser.new_context(
        bypass_csp=True, viewport={"width": 320, "height": 640}, locale="fr-FR"
    )
    context.add_cookies(cookies)
    page = context.new_page()
    for path, heading in PAGES.items():
        unfolded(page, f"{pilotage}{path}", heading)
        wide, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, path
    page.goto(f"{pilotage}{LIST}/paiement")
    page.screenshot(path=SCREENSHOTS / "pilotage_telephone.png")
    context.close()
