"""The companion's classifier over HTTP. Whatever happens to it, the assistant goes on.

Every call has a timeout, one retry when no connection could be made, and a circuit breaker: after
a few failures the companion is left alone for a while, so that citizens do not wait for it.
Calls block, so actions run them off the event loop, through the coroutines below.
"""

import asyncio
import logging
import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pybreaker
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

logger = logging.getLogger(__name__)

TIMEOUTS = (0.5, 2.0)  # seconds to connect, to read
FAILURES_BEFORE_PAUSE = 3
PAUSE = 15.0  # seconds


class ClassifierClient:
    """One pooled session to the classifier; safe to share between threads."""

    def __init__(self, url: str, token: str, transport: HTTPAdapter | None = None) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"
        retry = Retry(total=1, connect=1, read=0, status=0, backoff_factor=0.1)
        adapter = transport or HTTPAdapter(pool_maxsize=16, max_retries=retry)
        self._session.mount(self._url, adapter)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=FAILURES_BEFORE_PAUSE,
            reset_timeout=PAUSE,
            # an unknown proposal is the caller's fault, not the companion's ill health
            exclude=[_is_client_error],
        )

    async def propose(self, text: str, **known: str | None) -> Mapping[str, Any] | None:
        """Ask for proposals; `known` is audience, channel, conversation_id.

        Returns the answer (contracts/classifier.openapi.yml), or None when it cannot be had.
        """
        body = {"text": text, **{key: value for key, value in known.items() if value is not None}}
        return await asyncio.to_thread(self._post, "/v1/proposals", body)

    async def feedback(self, proposal_id: str, outcome: str, topic: str | None = None) -> None:
        """Tell what became of a proposal: accepted, edited or rejected. Lost when it cannot."""
        body = {"outcome": outcome} if topic is None else {"outcome": outcome, "topic": topic}
        await asyncio.to_thread(self._post, f"/v1/proposals/{proposal_id}/feedback", body)

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        try:
            return self._breaker.call(self._send, path, body)
        except (requests.RequestException, pybreaker.CircuitBreakerError) as error:
            logger.warning("classifier unavailable: %s", type(error).__name__)
            return None

    def _send(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        response = self._session.post(self._url + path, json=body, timeout=TIMEOUTS)
        response.raise_for_status()
        answer = response.json()
        if not isinstance(answer, dict):
            raise requests.exceptions.InvalidJSONError("not a JSON object")
        return answer


def _is_client_error(error: Exception) -> bool:
    response = getattr(error, "response", None)
    return response is not None and 400 <= response.status_code < 500


@lru_cache(maxsize=1)
def classifier() -> ClassifierClient:
    """Return the client of the classifier named by the environment."""
    return ClassifierClient(os.environ["CLASSIFIER_URL"], os.environ.get("CLASSIFIER_TOKEN", ""))
