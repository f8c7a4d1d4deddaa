"""A change of address, prepared in the page and read in the database."""

import json

from playwright.sync_api import Page, expect

from tests.end_to_end.chat import PATIENCE, Chat
from tests.end_to_end.product import Product


def test_a_new_address_reaches_the_request_whole(page: Page, product: Product):
    chat = Chat(page)
    chat.ask("je déménage, comment changer d'adresse ?", "un particulier ou une activité")
    chat.choose("Un particulier")
    expect(chat.log).to_contain_text("Préparer ma demande ici", timeout=PATIENCE)
    chat.choose("Préparer ma demande ici")
    expect(chat.log).to_contain_text("Quelle est votre nouvelle adresse", timeout=PATIENCE)
    chat.ask("12 rue des Lilas, bâtiment C", "Quel code postal")
    chat.ask("35000 Rennes", "À partir de quelle date")
    chat.ask("lundi prochain", "12 rue des Lilas, bâtiment C")
    chat.choose("Envoyer ma demande")
    expect(chat.log).to_contain_text("Votre demande est enregistrée", timeout=PATIENCE)
    [(fields,)] = product.query(
        "companion", "SELECT fields FROM requests ORDER BY created_at DESC LIMIT 1"
    )
    kept = json.loads(fields)
    assert (kept["street"], kept["town"]) == ("12 rue des Lilas, bâtiment C", "35000 Rennes")


def test_a_name_and_an_address_that_nobody_asked_for_are_kept_nowhere(page: Page, product: Product):
    Chat(page).ask(
        "je m'appelle Zoé Quentinelle, j'habite 8 rue des Mirabelliers, je ne peux pas payer",
        "[adresse postale masquée]",
    )
    for path in product.state.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"Quentinelle" not in content, path
        assert b"Mirabelliers" not in content, path
