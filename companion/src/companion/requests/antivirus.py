"""The antivirus that an operator may plug in: ClamAV's daemon, over a socket.

Its INSTREAM command takes the file in pieces, each after its length, and answers in one line
(clamd's manual, "INSTREAM").
"""

from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

import anyio
import structlog
from anyio.abc import ByteStream

from companion.errors import ApiError

logger = structlog.get_logger()

_PATIENCE = 20.0  # seconds
_PIECE = 64 * 1024  # bytes


class Antivirus:
    """Asks clamd at `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    async def passes(self, content: bytes) -> bool:
        """Tell whether nothing is found in a file. Raises a 503 error when clamd cannot say."""
        try:
            with anyio.fail_after(_PATIENCE):
                answer = await self._ask(content)
        except (OSError, TimeoutError, anyio.BrokenResourceError, anyio.EndOfStream) as error:
            logger.error("antivirus_unavailable", error=type(error).__name__)
            raise ApiError(503, "attachments_unchecked") from error
        if answer.endswith(" FOUND"):
            return False
        if answer != "stream: OK":
            logger.error("antivirus_unavailable", error="answer")
            raise ApiError(503, "attachments_unchecked")
        return True

    async def _ask(self, content: bytes) -> str:
        async with await self._connect() as stream:
            await stream.send(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                await stream.send(len(piece).to_bytes(4, "big") + piece)
            await stream.send(bytes(4))
            answer = b""
            while not answer.endswith(b"\0"):
                answer += await stream.receive()
        return answer.rstrip(b"\0").decode("utf-8", "replace")

    async def _connect(self) -> AbstractAsyncContextManager[ByteStream]:
        if self._url.scheme == "unix":
            return await anyio.connect_unix(self._url.path)
        return await anyio.connect_tcp(self._url.hostname or "", self._url.port or 3310)
