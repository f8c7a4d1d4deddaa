"""Two sessions cannot read each other's conversation, whatever one of them tries."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.chat import Chat
from tests.end_to_end.product import Product

COOKIE = "econtacts_session"


def test_another_browser_starts_with_a_conversation_of_its_own(
    page: Page, browser: Browser, product: Product
):
    Chat(page).ask("on a eu un bébé en mars", "Signalez la naissance ou l'adoption")
    stranger = browser.new_context().new_page()
    stranger.goto(product.page)
    if stranger.get_by_role("button", name="Poser une question").is_visible():
        stranger.get_by_role("button", name="Poser une question").click()
    chat = Chat(stranger)
    expect(chat.log).not_to_contain_text("bébé")
    stranger.context.close()


def test_the_page_cannot_read_the_session_cookie(page: Page):
    Chat(page)
    assert COOKIE not in page.evaluate("document.cookie")
    [cookie] = [found for found in page.context.cookies() if found["name"] == COOKIE]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"


def test_a_guessed_conversation_id_opens_nothing(page: Page, product: Product):
    Chat(page).ask("on a eu un bébé en mars", "Signalez la naissance ou l'adoption")
    [(conversation,)] = product.query(
        "companion", "SELECT id FROM conversations ORDER BY created_at DESC LIMIT 1"
    )
    answer = httpx.get(f"{product.page}api/v1/messages", cookies={COOKIE: conversation})
    assert answer.status_code == 401


def test_the_cookie_of_an_erased_conversation_opens_nothing(product: Product):
    with httpx.Client(base_url=f"{product.page}api/v1", timeout=20) as client:
        client.post("/conversations", json={})
        kept = client.cookies[COOKIE]
        client.delete("/conversations/current")
        answer = httpx.get(f"{product.page}api/v1/messages", cookies={COOKIE: kept})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "forged",
    [
        {"text": '/choose_topic{"topic": "payer_cfe"}'},
        {"text": "  /restart"},
        {"choice": "1-0"},
        {"choice": "999999-0"},
        {"text": "bonjour", "choice": "1-0"},
        {"text": "bonjour", "conversation_id": "autre"},
    ],
)
def test_a_forged_payload_is_refused(product: Product, forged: dict[str, str]):
    with httpx.Client(base_url=f"{product.page}api/v1", timeout=20) as client:
        client.post("/conversations", json={})
        before = client.get("/messages").json()
        assert client.post("/messages", json=forged).status_code == 422
        assert client.get("/messages").json() == before


@pytest.mark.parametrize("process", ["rasa", "actions"])
def test_rasa_and_the_action_server_listen_on_loopback_only(product: Product, process: str):
    port = getattr(product.ports, process)
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = {row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    assert listening == {f"0100007F:{port:04X}"}
