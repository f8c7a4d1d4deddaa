"""The built widget alone, its gateway played by the test: any state, in a second."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from companion.middleware import SAFE_HEADERS
from playwright.sync_api import Page, Route

DIST = Path("webchat/dist")
API = "**/api/v1/"
AT = "2026-02-14T09:00:00Z"
GREETING = {
    "kind": "text",
    "id": "1",
    "at": AT,
    "text": "Bonjour ! Je suis l'assistant automatique.\n\nDites-moi ce qui vous arrive.",
    "choices": [
        {"id": "1-0", "title": "J'ai du mal à payer mon impôt"},
        {"id": "1-1", "title": "Je change d'adresse"},
    ],
    "cards": [],
}
QUESTION = {
    "kind": "citizen",
    "id": "2",
    "at": AT,
    "text": "mon numéro est [numéro fiscal masqué], je ne peux pas payer",
}
CARD = {
    "kind": "form",
    "title": "J'ai des difficultés pour payer",
    "path": ["Messagerie sécurisée", "Écrire", "Je paie mes impôts"],
    "href": "https://www.impots.gouv.fr/accueil",
    "purpose": "Demander un délai de paiement.",
    "demonstration": True,
}
ANSWER = {
    "kind": "answer",
    "id": "3",
    "at": AT,
    "topic": "demander_delai_paiement",
    "text": "Vous pouvez demander un délai :\n- dans votre espace ;\n- par courrier.",
    "choices": [{"id": "3-0", "title": "Un particulier"}, {"id": "3-1", "title": "Autre chose"}],
    "cards": [CARD],
    "sources": [{"title": "Payer son impôt", "href": "https://www.impots.gouv.fr", "date": None}],
    "reviewed_on": "2026-02-14",
    "valid_until": None,
    "rating": None,
}
OUTAGE = {
    "kind": "outage",
    "id": "outage-1",
    "at": AT,
    "text": "L'assistant est momentanément indisponible.",
    "cards": [{**CARD, "kind": "service"}],
}
NOTICE = {"text": "Le service de paiement est fermé jusqu'à 18 h.", "assistant_off": False}


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        # the gateway's own: the widget must live with them
        for name, value in SAFE_HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, the parent's name
        pass


@contextmanager
def served_widget() -> Iterator[str]:
    """Serve `webchat/dist` on a free port of the loopback address, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(DIST)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Gateway:
    """What the page's requests are answered with; a test changes the reply that it is about."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.opens([GREETING])
        self.answers([QUESTION, ANSWER])
        rated = {"value": "down", "reason": None, "comment": None}
        self._reply("ratings", 200, rated)
        self._reply("forms", 200, {"cards": [CARD]})
        self._reply("events", 429, {})

    def opens(self, messages: list[dict[str, Any]], notice: dict[str, Any] | None = None) -> None:
        """Open every conversation with these messages."""
        reasons = [{"id": "incomplete", "label": "La réponse est incomplète"}]
        body = {"messages": messages, "rating_reasons": reasons, "message_length": 500}
        self._reply("conversations", 201, {**body, "notice": notice})

    def is_off(self) -> None:
        """Open every conversation with the assistant turned off."""
        self.opens([GREETING], {**NOTICE, "assistant_off": True})

    def answers(self, messages: list[dict[str, Any]]) -> None:
        """Answer every message with these, and give them as the history."""
        self._reply("messages", 200, {"messages": messages, "notice": None})

    def refuses(self, status: int, **headers: str) -> None:
        """Refuse every message with this status."""
        error = {"code": "busy", "message": "Message du serveur.", "correlation_id": "abc-123"}
        self._reply("messages", status, {"error": error}, headers)

    def stays_silent(self) -> None:
        """Never answer a message."""
        self._page.unroute(f"{API}messages")
        self._page.route(f"{API}messages", lambda route: None)

    def is_unreachable(self) -> None:
        """Fail every request."""
        self._page.route(f"{API}**", lambda route: route.abort())

    def _reply(
        self, path: str, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> None:
        def fulfil(route: Route) -> None:
            route.fulfill(
                status=status,
                body=json.dumps(body),
                headers={"content-type": "application/json", **(headers or {})},
            )

        self._page.unroute(f"{API}{path}")
        self._page.route(f"{API}{path}", fulfil)
