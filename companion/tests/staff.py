"""Somebody who works with the conversations, in a browser."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest_asyncio
from companion.pilotage.access.sessions import COOKIE, StaffSessions
from companion.pilotage.roles import Role
from companion.settings import Settings
from companion.storage.database import Database
from companion.storage.staff_sessions import StaffSessionRepository
from fastapi import FastAPI, Response
from page_reader import FoundForm, forms_of


@dataclass
class Colleague:
    """One person's browser; forms are posted without following the redirection."""

    http: httpx.AsyncClient

    async def read(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.http.get(path)

    async def form(self, path: str, action: str) -> FoundForm:
        """Open a page and return the first form that posts to `action`."""
        return next(form for form in forms_of(await self.read(path)) if form.action == action)

    async def post(self, form: FoundForm, **filled: str) -> httpx.Response:
        """Fill a form in and post it."""
        return await self.http.post(form.action, data={**form.fields, **filled})


def signed_in_cookie(
    settings: Settings, database: Database, *roles: Role, name: str = "Camille Test"
) -> str:
    """Open a session as the sign-in does, and return its cookie's value."""
    sessions = StaffSessions(
        StaffSessionRepository(database),
        settings.secret_key.get_secret_value(),
        lifetime=timedelta(hours=1),
        secure=False,
    )
    response = Response()
    sessions.open(response, subject=name.lower(), name=name, roles=frozenset(roles))
    return response.headers["set-cookie"].partition(f"{COOKIE}=")[2].partition(";")[0]


@pytest_asyncio.fixture
async def new_colleague(
    pilotage: FastAPI, pilotage_settings: Settings, pilotage_database: Database
) -> AsyncIterator[Callable[..., Colleague]]:
    """Return browsers of people signed in with some roles; without any, nobody is signed in."""
    opened: list[httpx.AsyncClient] = []

    def make(*roles: Role) -> Colleague:
        transport = httpx.ASGITransport(app=pilotage)
        client = httpx.AsyncClient(transport=transport, base_url="http://pilotage.test")
        if roles:
            cookie = signed_in_cookie(pilotage_settings, pilotage_database, *roles)
            client.cookies.set(COOKIE, cookie)
        opened.append(client)
        return Colleague(client)

    yield make
    for client in opened:
        await client.aclose()
