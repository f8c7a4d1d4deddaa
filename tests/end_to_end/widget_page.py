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
    "form": "F02a",
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
FORM: dict[str, Any] = {
    "id": "F02a",
    "title": "J'ai des difficultés pour payer",
    "purpose": "Demander un délai de paiement.",
    "demonstration": True,
    "fields": [
        {
            "id": "tax",
            "label": "Impôt concerné",
            "kind": "choice",
            "required": True,
            "max_length": 40,
            "help": "",
            "autocomplete": None,
            "options": [{"value": "revenu", "label": "Impôt sur le revenu"}],
            "value": "revenu",
        },
        {
            "id": "amount",
            "label": "Montant à payer",
            "kind": "amount",
            "required": False,
            "max_length": 12,
            "help": "En euros, par exemple 640.",
            "autocomplete": None,
            "options": [],
            "value": "",
        },
        {
            "id": "message",
            "label": "Votre demande",
            "kind": "long_text",
            "required": True,
            "max_length": 1000,
            "help": "Ce qui vous empêche de payer.",
            "autocomplete": None,
            "options": [],
            "value": "je ne peux pas payer",
        },
    ],
    "attachments": {
        "count": 3,
        "bytes": 5_000_000,
        "media_types": ["application/pdf"],
        "labels": ["PDF"],
    },
}
SENT = {
    "number": "2026-AB12-CD34",
    "form": "F02a",
    "title": FORM["title"],
    "created_at": AT,
    "attachments": [],
}
MARKUP = "<img src=x onerror='window.ran = true'><script>window.ran = true</script>"
NOTICE = {"text": "Le service de paiement est fermé jusqu'à 18 h.", "assistant_off": False}


REFUSAL = {"code": "busy", "message": "Message du serveur.", "correlation_id": "abc-123"}


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
        self._takes_requests = True
        self.opens([GREETING])
        self.answers([QUESTION, ANSWER])
        rated = {"value": "down", "reason": None, "comment": None}
        self._reply("ratings", 200, rated)
        self._reply("forms", 200, {"cards": [CARD]})
        self._reply("events", 429, {})
        self._reply("forms/F02a", 200, FORM)
        self._page.route(f"{API}requests", self._take)

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
        self._reply("messages", status, {"error": REFUSAL}, headers)

    def refuses_requests(self) -> None:
        """Refuse every form that is sent."""
        self._takes_requests = False

    def stays_silent(self) -> None:
        """Never answer a message."""
        self._page.unroute(f"{API}messages")
        self._page.route(f"{API}messages", lambda route: None)

    def is_hostile(self) -> None:
        """Say markup and scripts in every text and address."""
        choices = [{"id": "1-0", "title": f"choix{MARKUP}"}]
        card = {
            **CARD,
            "title": f"titre{MARKUP}",
            "path": [MARKUP],
            "href": "javascript:window.ran = true",
            "purpose": MARKUP,
            "now": MARKUP,
        }
        said = {"choices": choices, "cards": [card]}
        sources = [{"title": MARKUP, "href": "JavaScript:window.ran = true", "date": MARKUP}]
        self.opens([{**GREETING, **said, "text": f"1{MARKUP}"}], {**NOTICE, "text": MARKUP})
        answer = {**ANSWER, **said, "text": f"3{MARKUP}", "sources": sources, "topic": MARKUP}
        self.answers([{**QUESTION, "text": f"2{MARKUP}"}, answer])
        options = [{"value": MARKUP, "label": MARKUP}]
        field = {**FORM["fields"][0], "label": f"libellé{MARKUP}", "help": MARKUP}
        fields = [{**field, "options": options, "value": MARKUP}]
        form = {**FORM, "title": MARKUP, "purpose": MARKUP, "fields": fields}
        self._reply("forms/F02a", 200, form)

    def is_unreachable(self) -> None:
        """Fail every request."""
        self._page.route(f"{API}**", lambda route: route.abort())

    def _take(self, route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(json={"requests": []})
        elif self._takes_requests:
            route.fulfill(status=201, json=SENT)
        else:
            route.fulfill(status=503, json={"error": REFUSAL})

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
