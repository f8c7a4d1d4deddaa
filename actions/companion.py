"""The companion over HTTP. Whatever happens to it, the assistant goes on.

Every call has a timeout, one retry when no connection could be made, and a circuit breaker: after
a few failures the companion is left alone for a while, so that citizens do not wait for it.
Calls block, so clients run them off the event loop.
"""

import logging
from collections.abc import Mapping
from typing import Any

import pybreaker
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

logger = logging.getLogger(__name__)

TIMEOUTS = (0.5, 2.0)  # seconds to connect, to read
RETRY = Retry(total=1, connect=1, read=0, status=0, backoff_factor=0.1)
FAILURES_BEFORE_PAUSE = 3
PAUSE = 15.0  # seconds


class CompanionClient:
    """One pooled session to the companion; safe to share between threads.

    Each client has its own patience: the failures of one do not pause another.
    """

    def __init__(
        self,
        url: str,
        token: str,
        transport: HTTPAdapter | None = None,
        *,
        timeouts: tuple[float, float] = TIMEOUTS,
        retry: Retry = RETRY,
    ) -> None:
        self._url = url.rstrip("/")
        self._timeouts = timeouts
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"
        adapter = transport or HTTPAdapter(pool_maxsize=16, max_retries=retry)
        self._session.mount(self._url, adapter)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_BEFORE_PAUSE,
            reset_timeout=PAUSE,
            # what the companion refuses is the caller's fault, not the companion's ill health
            exclude=[_is_client_error],
        )

    def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the JSON object that answers `body`, None when there is none to be had."""
        try:
            return self._breaker.call(self._send, path, body)
        except (requests.RequestException, pybreaker.CircuitBreakerError) as error:
            # The error's type alone: its words may be a citizen's.
            logger.warning("companion unavailable: %s", type(error).__name__)
            return None

    def _send(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        response = self._session.post(self._url + path, json=body, timeout=self._timeouts)
        response.raise_for_status()
        answer = response.json()
        if not isinstance(answer, dict):
            raise requests.exceptions.InvalidJSONError("not a JSON object")
        return answer


def known_only(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return `body` without the members that are None: what is not known is not sent."""
    return {key: value for key, value in body.items() if value is not None}


def _is_client_error(error: Exception) -> bool:
    response = getattr(error, "response", None)
    return response is not None and 400 <= response.status_code < 500
