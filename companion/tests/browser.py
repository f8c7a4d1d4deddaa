"""What a browser does with the gateway: one cookie jar, and the requests of the widget."""

import json
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass
class Browser:
    """One citizen's browser."""

    http: httpx.AsyncClient
    api: str = "/api/v1"

    async def open(self, **body: Any) -> httpx.Response:
        """Open or resume the conversation."""
        return await self.http.post(f"{self.api}/conversations", json=body)

    async def say(self, text: str) -> httpx.Response:
        """Type a message."""
        return await self.http.post(f"{self.api}/messages", json={"text": text})

    async def choose(self, choice: str) -> httpx.Response:
        """Click on a choice."""
        return await self.http.post(f"{self.api}/messages", json={"choice": choice})

    async def history(self) -> httpx.Response:
        """Reload."""
        return await self.http.get(f"{self.api}/messages")

    async def rate(self, message_id: str, value: str, **more: Any) -> httpx.Response:
        """Rate an answer."""
        body = {"message_id": message_id, "value": value, **more}
        return await self.http.post(f"{self.api}/ratings", json=body)

    async def form(self, key: str) -> httpx.Response:
        """Open a form beside the conversation."""
        return await self.http.get(f"{self.api}/forms/{key}")

    async def send(self, *files: tuple[str, bytes], **request: Any) -> httpx.Response:
        """Send a form; with files, as a browser sends them."""
        if not files:
            return await self.http.post(f"{self.api}/requests", json=request)
        joined = [("attachments", file) for file in files]
        data = {"request": json.dumps(request)}
        return await self.http.post(f"{self.api}/requests", data=data, files=joined)

    async def sent(self) -> httpx.Response:
        """Read the acknowledgements again."""
        return await self.http.get(f"{self.api}/requests")

    async def erase(self) -> httpx.Response:
        """Have the conversation forgotten."""
        return await self.http.delete(f"{self.api}/conversations/current")


def error_code(response: httpx.Response) -> str:
    """Return the code of a refusal; fails when the body is not the one error shape."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "correlation_id"}
    return str(body["error"]["code"])


def mistakes(response: httpx.Response) -> dict[str, str]:
    """Return what is to correct in a form, by field."""
    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_fields")
    told: dict[str, str] = response.json()["error"]["fields"]
    return told


async def offered(browser: Browser) -> list[str]:
    """Open a conversation and return the ids of the choices of its greeting."""
    (greeting,) = (await browser.open()).json()["messages"]
    return [choice["id"] for choice in greeting["choices"]]
