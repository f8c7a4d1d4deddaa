"""A page that follows its conversation, byte by byte as a server hands them over."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from companion.gateway.sessions import COOKIE
from fastapi import FastAPI
from starlette.types import Message, Scope

PATIENCE = 10.0


@dataclass(frozen=True)
class Event:
    """One server-sent event: its name, its id and its JSON data."""

    name: str
    id: str | None
    data: Any


@dataclass
class StreamReader:
    """An open `GET /events`."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    began: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Message) -> None:
        """Take what the application sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self.began.set()
            return
        chunk = message.get("body", b"").decode()
        self.body += chunk
        for block in chunk.split("\n\n"):
            if block.startswith("event:"):
                self.told.put_nowait(block)

    async def event(self, name: str) -> Event:
        """Wait for the next event of this name."""
        while True:
            async with asyncio.timeout(PATIENCE):
                read = parse(await self.told.get())
            if read.name == name:
                return read

    async def texts(self, count: int) -> list[str]:
        """Wait for messages; return their texts."""
        return [(await self.event("message")).data["text"] for _ in range(count)]

    async def end(self) -> None:
        """Wait until the application has ended the stream."""
        async with asyncio.timeout(PATIENCE):
            await self.ended.wait()


def parse(block: str) -> Event:
    """Read one event. Fails on a line that is none of the format."""
    fields = dict(line.split(": ", 1) for line in block.split("\n") if line)
    return Event(fields["event"], fields.get("id"), json.loads(fields["data"]))


@asynccontextmanager
async def following(
    app: FastAPI, cookie: str | None, *, address: str = "198.51.100.1", **headers: str
) -> AsyncIterator[StreamReader]:
    """Open a stream as the bearer of `cookie`; leave when the block ends."""
    given = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    if cookie is not None:
        given.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/events",
        "raw_path": b"/api/v1/events",
        "root_path": "",
        "query_string": b"",
        "headers": given,
        "client": (address, 40_000),
        "server": ("assistant.test", 80),
    }
    reader = StreamReader()

    async def receive() -> Message:
        await reader.left.wait()
        return {"type": "http.disconnect"}

    async def serve() -> None:
        try:
            await app(scope, receive, reader.send)
        finally:
            reader.ended.set()

    serving = asyncio.create_task(serve())
    try:
        async with asyncio.timeout(PATIENCE):
            await reader.began.wait()
        yield reader
    finally:
        reader.left.set()
        async with asyncio.timeout(PATIENCE):
            await serving
