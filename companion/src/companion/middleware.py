"""What every request gets: a correlation id, one log line without any text, safe headers."""

import re
import time
import traceback
from collections.abc import Mapping

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from companion.errors import error_response
from companion.metrics import Metrics
from companion.storage.models import new_id

logger = structlog.get_logger()

MAX_BODY = 256 * 1024  # bytes: several times the longest mail, accents escaped
CORRELATION_HEADER = "x-correlation-id"
_CORRELATION = re.compile(r"[\w-]{8,64}")

SAFE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
        "require-trusted-types-for 'script'"
    ),
    "cross-origin-opener-policy": "same-origin",
    # The page that shows the widget has its origin: nobody else has a reason to load our files.
    "cross-origin-resource-policy": "same-origin",
    # The microphone is for dictation, which the browser asks about before anything is heard.
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(self), payment=(), usb=()"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class RequestEnvelope:
    """Pure ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, larger_bodies: Mapping[str, int] | None = None
    ) -> None:
        """Serve `app`; `larger_bodies`: bytes that may come to the paths that begin so."""
        self._app = app
        self._metrics = metrics
        self._larger_bodies = larger_bodies or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(CORRELATION_HEADER, "")
        correlation_id = given if _CORRELATION.fullmatch(given) else new_id()
        scope.setdefault("state", {})["correlation_id"] = correlation_id
        structlog.contextvars.bind_contextvars(correlation_id=correlation_id)
        began = time.perf_counter()
        status = 0
        took: float | None = None

        async def send_dressed(message: Message) -> None:
            nonlocal status, took
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/event-stream"):
                    took = time.perf_counter() - began  # it is answered; it ends with the visit
                headers[CORRELATION_HEADER] = correlation_id
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/api/", "/v1/")):
                    headers["cache-control"] = "no-store"
            await send(message)

        try:
            await self._app(scope, _limited(receive, self._ceiling(scope)), send_dressed)
        except Exception as error:
            # The framework would answer outside this envelope: no headers, the text in a traceback.
            logger.error("unexpected_error", error=type(error).__name__, place=_place(error))
            if status:  # half an answer is gone already
                raise
            response = error_response(Request(scope), 500, "internal")
            await response(scope, receive, send_dressed)
        finally:
            if took is None:
                took = time.perf_counter() - began
            self._metrics.request(scope, status, took)
            logger.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=round(took * 1000, 1),
            )
            structlog.contextvars.unbind_contextvars("correlation_id")

    def _ceiling(self, scope: Scope) -> int:
        places = self._larger_bodies.items()
        return next((most for place, most in places if scope["path"].startswith(place)), MAX_BODY)


def _limited(receive: Receive, ceiling: int) -> Receive:
    """Stop reading a body that is longer than anything we are asked, whatever it announces."""
    received = 0

    async def receive_limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > ceiling:
            raise HTTPException(413)
        return message

    return receive_limited


def _place(error: Exception) -> str:
    """Return where it was raised; the error's own words may be a citizen's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
