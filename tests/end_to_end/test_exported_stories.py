"""Conversations exported in one click are story tests that the trained assistant passes.

`rasa test` starts and loads the model once for all of them: that takes longer than the rest.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.conftest import LOCAL_PASSWORD
from tests.end_to_end.product import Product

# What people say; a number, or the title of one last offered, is the choice clicked.
DIALOGUES: dict[str, tuple[str | int, ...]] = {
    "answered": ("est-ce qu'on peut encore vous payer par chèque ?", "merci à vous"),
    "followed_up": (
        "est-ce qu'on peut encore vous payer par chèque ?",
        "ouh là, c'est bien trop long à lire",
    ),
    "hesitation": ("le prélèvement du 15", 0),
    "refusal": ("le prélèvement du 15", -1),
    "precision": ("on a changé de ville, où mettre l'adresse à jour ?", 0),
    "left": ("on a changé de ville, où mettre l'adresse à jour ?", "bon au revoir alors"),
    "confused": ("comment faire pour la maison de ma tante", -1),
    "elsewhere": ("comment refaire ma carte d'identité ?",),
    "entity": ("je ne loue plus mon garage, comment arrêter l'acompte mensuel ?",),
    "request": (
        "on a changé de ville, où mettre l'adresse à jour ?",
        0,
        "Préparer ma demande ici",
        "12 rue des Lilas, bâtiment C",
        "35000 Rennes",
        "lundi prochain",
        "Envoyer ma demande",
    ),
    "masked": ("je m'appelle Jean Dupont et je ne peux pas payer mon impôt",),
    "several": (
        "comment baisser mon taux de prélèvement à la source ? "
        "Par ailleurs, puis-je payer par chèque ?",
    ),
}
RASA = (".venv/bin/python", "-W", "ignore", "-m", "rasa", "test", "core", "--e2e")


def talk(product: Product, steps: tuple[str | int, ...]) -> str:
    """Have a citizen say and click these in the chat; return the conversation."""
    with httpx.Client(base_url=product.page, timeout=60) as citizen:
        opened = citizen.post("/api/v1/conversations", json={}).raise_for_status()
        choices = choices_of(opened)
        for step in steps:
            if isinstance(step, int):
                body = {"choice": list(choices.values())[step]}
            else:
                body = {"choice": choices[step]} if step in choices else {"text": step}
            choices = choices_of(citizen.post("/api/v1/messages", json=body).raise_for_status())
    newest = "SELECT id FROM conversations ORDER BY created_at DESC LIMIT 1"
    return str(product.query("companion", newest)[0][0])


def choices_of(answer: httpx.Response) -> dict[str, str]:
    """Return the choices offered, by their title."""
    messages = answer.json()["messages"]
    offered = [choice for message in messages for choice in message.get("choices", ())]
    return {choice["title"]: choice["id"] for choice in offered}


@pytest.fixture(scope="module")
def analyst(browser: Browser, product: Product) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{product.page}pilotage/conversations")
    page.get_by_label("Mot de passe").fill(LOCAL_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    yield page
    context.close()


def export(page: Page, product: Product, conversation: str, file: Path) -> None:
    """Save what one click gives."""
    page.goto(f"{product.page}pilotage/conversations/{conversation}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Exporter comme test Rasa").click()
    download.value.save_as(file)


def test_the_trained_assistant_passes_what_was_exported(
    analyst: Page, product: Product, tmp_path: Path
):
    stories, results = tmp_path / "stories", tmp_path / "results"
    for name, steps in DIALOGUES.items():
        export(analyst, product, talk(product, steps), stories / f"test_{name}.yml")
    tested = subprocess.run(
        [
            *RASA,
            *("--stories", str(stories), "--model", "models/assistant.tar.gz"),
            *("--out", str(results), "--no-plot", "--no-warnings"),
            "--fail-on-prediction-errors",
        ],
        env={
            **os.environ,
            "ACTION_SERVER_URL": "http://127.0.0.1:5055/webhook",  # named, never called
            "TRACKER_URL": "sqlite://",
            "RASA_TELEMETRY_ENABLED": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    failed = results / "failed_test_stories.yml"
    assert tested.returncode == 0, failed.read_text() if failed.exists() else tested.stderr
    counted = json.loads((results / "story_report.json").read_text())["conversation_accuracy"]
    assert (counted["correct"], counted["total"]) == (len(DIALOGUES), len(DIALOGUES))
