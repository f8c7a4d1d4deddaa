"""The widget follows its conversation in a real browser, on a real gateway."""

from collections.abc import Iterator

import pytest
from companion.storage.switch import SwitchState
from fake_rasa import FakeRasa, Reply, bot_event
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.end_to_end.conftest import SCREENSHOTS
from tests.end_to_end.live_gateway import LiveGateway, live_settings

PICTURES = SCREENSHOTS / "states"
PATIENCE = 20_000  # milliseconds


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveGateway]:
    folder = tmp_path_factory.mktemp("live")
    settings = live_settings(folder)
    running = LiveGateway(settings, FakeRasa(settings.tracker_url))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    yield opened
    opened.close()


def opened(context: BrowserContext, gateway: LiveGateway) -> Page:
    """Open the chat in a new tab."""
    page = context.new_page()
    page.goto(gateway.address)
    launcher = page.get_by_role("button", name="Poser une question")
    if launcher.is_visible():
        launcher.click()
    expect(page.get_by_role("log")).to_contain_text("Bonjour", timeout=PATIENCE)
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_label("Votre question").fill(question)
    page.keyboard.press("Enter")


def said(page: Page) -> list[str]:
    """Return what the conversation shows, greeting and names of speakers apart."""
    bubbles = page.get_by_role("log").locator(".bubble").all_inner_texts()
    return [text.split("\n")[-1].strip() for text in bubbles[1:]]


def test_a_reply_of_several_messages_is_written_one_after_the_other(
    context: BrowserContext, gateway: LiveGateway
):
    gateway.rasa.replies["plusieurs"] = [Reply("Un."), Reply("Deux."), Reply("Trois.")]
    page = opened(context, gateway)
    page.evaluate(
        """() => {
          const root = document.querySelector('econtacts-chat').shadowRoot;
          window.seen = [];
          const look = () => {
            const count = root.querySelectorAll('.log .message').length;
            const busy = root.querySelector('.status').hasAttribute('data-busy');
            window.seen.push(`${count}${busy ? ' writing' : ''}`);
          };
          const all = {childList: true, subtree: true, attributes: true};
          new MutationObserver(look).observe(root, all);
        }"""
    )
    ask(page, "plusieurs")
    expect(page.get_by_role("log")).to_contain_text("Trois.", timeout=PATIENCE)
    steps = list(dict.fromkeys(page.evaluate("window.seen")))
    shown = [step for step in steps if step[0] in "345"]
    assert shown == ["3 writing", "4 writing", "5"]
    assert said(page) == ["plusieurs", "Un.", "Deux.", "Trois."]


def test_a_second_tab_follows_the_first_without_being_touched(
    context: BrowserContext, gateway: LiveGateway
):
    first, second = opened(context, gateway), opened(context, gateway)
    ask(first, "je ne peux pas payer")
    for page in (first, second):
        expect(page.get_by_role("log")).to_contain_text("messagerie sécurisée", timeout=PATIENCE)
    ask(second, "merci")
    expect(first.get_by_role("log")).to_contain_text("Pouvez-vous préciser", timeout=PATIENCE)
    assert len(said(first)) == len(said(second)) == 4


def test_a_lost_stream_is_told_once_and_nothing_is_lost_or_shown_twice(
    context: BrowserContext, gateway: LiveGateway
):
    page = opened(context, gateway)
    ask(page, "avant")
    expect(page.get_by_role("log")).to_contain_text("Pouvez-vous préciser", timeout=PATIENCE)
    sender = gateway.rasa.last["sender"]
    gateway.stop()
    try:
        gateway.rasa.add_event(sender, bot_event(Reply("Dit pendant la coupure.")))
        expect(page.get_by_text("La connexion est interrompue")).to_be_visible(timeout=PATIENCE)
        page.screenshot(path=PICTURES / "connection_lost.png")
    finally:
        gateway.start()
    expect(page.get_by_text("La connexion est rétablie")).to_be_visible(timeout=PATIENCE)
    gateway.rasa.add_event(sender, bot_event(Reply("Dit après.")))
    expect(page.get_by_role("log")).to_contain_text("Dit après.", timeout=PATIENCE)
    assert said(page) == [
        "avant",
        "Pouvez-vous préciser ?",
        "Dit pendant la coupure.",
        "Dit après.",
    ]


def test_the_operators_switch_reaches_open_pages_at_once(
    context: BrowserContext, gateway: LiveGateway
):
    page = opened(context, gateway)
    gateway.switch.set(SwitchState(off=True, notice="Fermé jusqu'à 18 h."))
    try:
        expect(page.get_by_text("Fermé jusqu'à 18 h.")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("0 809 401 401")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_label("Votre question")).not_to_be_editable()
    finally:
        gateway.switch.set(SwitchState())
    expect(page.get_by_text("L'assistant répond de nouveau")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label("Votre question")).to_be_editable()


def test_an_erasure_in_one_tab_is_seen_in_the_other(context: BrowserContext, gateway: LiveGateway):
    first, second = opened(context, gateway), opened(context, gateway)
    ask(first, "mon secret")
    expect(second.get_by_role("log")).to_contain_text("mon secret", timeout=PATIENCE)
    first.get_by_role("button", name="Effacer ma conversation").click()
    first.get_by_role("button", name="Oui, effacer").click()
    expect(second.get_by_role("log")).not_to_contain_text("mon secret", timeout=PATIENCE)
    expect(second.get_by_text("nouvelle conversation est ouverte")).to_be_visible()
