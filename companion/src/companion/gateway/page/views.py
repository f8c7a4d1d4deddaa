"""The pages: templates filled with a conversation and with the knowledge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from companion.contract import COMMENT_LENGTH
from companion.errors import message_of
from companion.form_tokens import FormTokens
from companion.gateway.chat import ChatService
from companion.gateway.form_views import Acknowledgement, FormView
from companion.gateway.messages import OutageMessage
from companion.gateway.page import paths
from companion.gateway.page.destinations import destinations_of
from companion.gateway.page.paths import Paths
from companion.gateway.page.posted import Posted
from companion.gateway.page.text_blocks import text_blocks
from companion.gateway.page.thread import Thread
from companion.gateway.page.words import french_in, is_masked, load_words, spoken_mark
from companion.gateway.texts import GatewayTexts
from companion.requests.fields import read_aloud
from companion.storage.models import Conversation

PAGE_HEADERS = {
    "cache-control": "no-store",
    # With `no-referrer`, browsers would not say from which site a form is posted.
    "referrer-policy": "same-origin",
}


class PageResponse(HTMLResponse):
    """A page that nobody keeps."""

    def init_headers(self, headers: dict[str, str] | None = None) -> None:  # type: ignore[override]
        """Add the headers of every page."""
        super().init_headers({**PAGE_HEADERS, **(headers or {})})


@dataclass(frozen=True)
class Refusal:
    """Why a post was not taken, told at the top of the page and beside the field `place`."""

    code: str
    place: str = paths.QUESTION


NOTHING_POSTED = Posted()


@dataclass(frozen=True)
class Telling:
    """What is wrong with a form: sentences by field, or the code of an error about the whole."""

    mistakes: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None


NOTHING_TOLD = Telling()


class Pages:
    """Writes each page in one language; reads the conversation, so it waits for the databases."""

    def __init__(
        self, chat: ChatService, tokens: FormTokens, texts: GatewayTexts, addresses: Paths
    ) -> None:
        self.paths = addresses
        self._chat = chat
        self._tokens = tokens
        self._destinations = destinations_of(chat.knowledge)
        self._environment = Environment(
            loader=PackageLoader("companion.gateway.page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            paths=addresses,
            w=load_words(addresses.language),
            spoken=spoken_mark(addresses.language),
            french=french_in(addresses.language),
            message_of=message_of,
            comment_length=COMMENT_LENGTH,
            message_length=chat.message_length,
            rating_reasons=texts.rating_reasons,
        )
        self._environment.filters.update(
            blocks=text_blocks, day=_day, site=_site, aloud=read_aloud, masked=is_masked
        )

    def start(
        self,
        posted: Posted = NOTHING_POSTED,
        *,
        refusal: Refusal | None = None,
        ended: bool = False,
    ) -> str:
        """Invite to a first question; `ended`: there was a conversation, and it is over."""
        return self._render(
            "start",
            **self._operator(),
            token=self._tokens.issue(""),
            posted=posted,
            refusal=refusal,
            ended=ended,
        )

    def conversation(
        self,
        conversation: Conversation,
        posted: Posted = NOTHING_POSTED,
        refusal: Refusal | None = None,
        outage: OutageMessage | None = None,
    ) -> str:
        """Show what was said and what can be said next.

        Args:
            conversation: whose messages are shown.
            posted: what was not taken and is given back.
            refusal: why it was not taken.
            outage: what is said since nobody answered just now.
        """
        thread = Thread(self._chat.history(conversation))
        if outage is None and not thread.answered:
            outage = self._chat.outage()
        return self._render(
            "conversation",
            **self._operator(),
            token=self._tokens.issue(conversation.id),
            thread=thread,
            outage=outage,
            posted=posted,
            refusal=refusal,
        )

    def erasure(self, conversation: Conversation) -> str:
        """Ask for a confirmation."""
        return self._render("erasure", token=self._tokens.issue(conversation.id))

    def erased(self) -> str:
        """Say that nothing is left."""
        return self._render("erased")

    def destinations(self) -> str:
        """List forms and services, telephone and other administrations."""
        knowledge = self._chat.knowledge
        return self._render(
            "destinations",
            contact=self._chat.contact(),
            destinations=self._destinations,
            elsewhere=knowledge.elsewhere,
        )

    def form(
        self, form: FormView, conversation: Conversation | None, telling: Telling = NOTHING_TOLD
    ) -> str:
        """Show a form to fill in, with the mistakes of what was posted."""
        token = self._tokens.issue(conversation.id if conversation else "")
        return self._render("form", form=form, token=token, telling=telling)

    def recapitulation(
        self, form: FormView, conversation: Conversation, key: str, telling: Telling = NOTHING_TOLD
    ) -> str:
        """Read a form back, and ask for its files: a page cannot keep them from step to step."""
        token = self._tokens.issue(conversation.id)
        return self._render("recapitulation", form=form, token=token, key=key, telling=telling)

    def acknowledgement(self, sent: Acknowledgement) -> str:
        """Give the number of a request."""
        return self._render("acknowledgement", sent=sent)

    def failure(self, code: str, posted: Posted) -> str:
        """Tell of an error on a page that needs no database; what was typed can be sent again."""
        contact = self._chat.contact()
        return self._render("failure", code=code, posted=posted, contact=contact)

    def _operator(self) -> dict[str, object]:
        """Return what the operator says; with the assistant off, where else one can go."""
        notice = self._chat.notice()
        off = notice is not None and notice.assistant_off
        return {"operator": notice, "offers": self._chat.forms() if off else []}

    def _render(self, name: str, **values: object) -> str:
        return self._environment.get_template(f"{name}.html").render(values)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _site(href: str | None) -> str | None:
    """Return the name of the site that a link leads to, None when it is no link to follow."""
    parts = urlsplit(href or "")
    return parts.hostname if parts.scheme == "https" else None
