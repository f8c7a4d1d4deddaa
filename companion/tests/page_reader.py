"""A browser without JavaScript: it reads pages, and posts the forms that it finds in them."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser

import httpx
from companion.storage.database import Database
from companion.storage.models import Conversation, Rating, now
from fake_rasa import FakeRasa
from sqlalchemy import select, update

PAGE = "/sans-javascript"
LATEST = f"{PAGE}#dernier-message"
QUESTION = "je ne peux pas payer"


@dataclass
class FoundForm:
    """One form: where it posts, what it posts without being filled in, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self.words: list[str] = []
        self.textarea: str | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(FoundForm(found["action"]))
        elif tag == "input" and found["type"] in {"hidden", "text"}:
            self.forms[-1].fields[found["name"]] = found.get("value", "")
        elif tag == "select":
            self.select = found["name"]
            self.forms[-1].fields[self.select] = ""
        elif tag == "option" and "selected" in found:
            self.forms[-1].fields[self.select] = found["value"]
        elif tag == "button":
            self.forms[-1].buttons.append(found)
        elif tag == "textarea":
            self.textarea = found["name"]
            self.forms[-1].fields[self.textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.textarea is not None:
            self.forms[-1].fields[self.textarea] += data.removeprefix("\n")


@dataclass
class PageReader:
    """One citizen who reads pages."""

    http: httpx.AsyncClient

    async def read(self, path: str = PAGE) -> httpx.Response:
        """Open a page."""
        return await self.http.get(path)

    async def forms(self, path: str = PAGE) -> list[FoundForm]:
        """Open a page and return its forms."""
        return forms_of(await self.read(path))

    async def post(self, form: FoundForm, **filled: str) -> httpx.Response:
        """Fill a form in and post it, without following the redirection."""
        return await self.http.post(form.action, data={**form.fields, **filled})

    async def open(self) -> httpx.Response:
        """Ask for the frequent questions, which opens a conversation."""
        form = next(form for form in await self.forms() if form.buttons[0].get("name") == "opening")
        return await self.post(form, opening="1")

    async def composer(self) -> FoundForm:
        """Open the page and return the form of the question."""
        return next(form for form in await self.forms() if "text" in form.fields)

    async def say(self, text: str) -> httpx.Response:
        """Type a question in a page just opened, and send it."""
        return await self.post(await self.composer(), text=text)

    async def rating(self) -> FoundForm:
        """Open the page and return the last form that asks for an opinion."""
        return next(form for form in reversed(await self.forms()) if form.action == f"{PAGE}/avis")


def forms_of(page: httpx.Response) -> list[FoundForm]:
    """Return the forms of a page."""
    return _read(page).forms


def words_of(page: httpx.Response) -> str:
    """Return what a person reads of a page, each run of spaces made one."""
    return " ".join(" ".join(_read(page).words).split())


def typed_in(page: httpx.Response) -> str:
    """Return what the page gives back in the field of the question."""
    return next(form.fields["text"] for form in forms_of(page) if "text" in form.fields)


def _read(page: httpx.Response) -> _Reader:
    reader = _Reader()
    reader.feed(page.text)
    return reader


def heard(rasa: FakeRasa) -> list[str]:
    """Return what Rasa received but for the opening."""
    return [said["message"] for said in rasa.received if not said["message"].startswith("/start")]


def expire(database: Database) -> None:
    """Have every session end."""
    with database.transaction() as session:
        session.execute(update(Conversation).values(expires_at=now() - timedelta(seconds=1)))


def ratings(database: Database) -> list[tuple[str, str | None, str | None]]:
    """Return value, reason and comment of each rating."""
    with database.transaction() as session:
        return [(row.value, row.reason, row.comment) for row in session.scalars(select(Rating))]
