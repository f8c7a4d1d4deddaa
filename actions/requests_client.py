"""The sending of a confirmed secure-mail request to the companion."""

import asyncio
import logging
import os
from collections.abc import Mapping
from functools import lru_cache

from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from actions.companion import CompanionClient, known_only

logger = logging.getLogger(__name__)

# Somebody waits for a number here. The two attempts end before the gateway gives Rasa up (12 s).
TIMEOUTS = (0.5, 4.0)  # seconds to connect, to read
# Unlike a proposal, a request is sent again after any failure: its key keeps it from being stored
# twice, and the second attempt learns the number of a first one whose answer was lost.
RETRY = Retry(
    total=1,
    backoff_factor=0.1,
    allowed_methods={"POST"},
    status_forcelist={500, 502, 503, 504},
    respect_retry_after_header=False,  # nobody waits longer than the timeouts
)


class RequestsClient(CompanionClient):
    """What the assistant sends on behalf of a citizen, once the citizen has confirmed it."""

    def __init__(
        self,
        url: str,
        token: str,
        transport: HTTPAdapter | None = None,
        *,
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        super().__init__(url, token, transport, timeouts=timeouts, retry=RETRY)

    async def send_request(
        self,
        *,
        form: str,
        topic: str,
        fields: Mapping[str, str],
        conversation_id: str,
        idempotency_key: str,
        channel: str,
        audience: str | None = None,
    ) -> str | None:
        """Send a request and return its acknowledgement number, such as `2026-AB12-CD34`.

        Returns None when no number came back: the citizen is then led to the form. The same
        `idempotency_key` in the same conversation never stores a second request, so it must stay
        the same when the same confirmation is sent again.

        Args:
            form: an id of knowledge/forms.yml.
            fields: 1 to 20 values of 500 characters at most, by names such as `street`.
        """
        body = known_only(
            {
                "form": form,
                "topic": topic,
                "fields": dict(fields),
                "conversation_id": conversation_id,
                "idempotency_key": idempotency_key,
                "audience": audience,
                "channel": channel,
            }
        )
        answer = await asyncio.to_thread(self.post, "/v1/requests", body)
        number = answer and answer.get("number")
        if isinstance(number, str) and number:
            return number
        logger.error("request not sent: form %s", form)
        return None


@lru_cache(maxsize=1)
def requests_client() -> RequestsClient:
    """Return the client of the companion named by the environment."""
    return RequestsClient(os.environ["CLASSIFIER_URL"], os.environ.get("CLASSIFIER_TOKEN", ""))
