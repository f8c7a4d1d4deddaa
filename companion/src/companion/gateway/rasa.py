"""Rasa over HTTP. Replies are not read here: they stand in the tracker store."""

from collections.abc import Mapping

import httpx


class RasaUnavailable(Exception):
    """Rasa could not be reached, was too slow, or refused."""


class RasaClient:
    """Sends one message at a time to Rasa's REST channel."""

    def __init__(
        self,
        url: str,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(timeout, connect=1.0),
            transport=transport,
            trust_env=False,  # Rasa is a neighbour, never behind a proxy
        )

    async def send(
        self, conversation_id: str, text: str, metadata: Mapping[str, str | bool]
    ) -> None:
        """Have Rasa take `text` and answer it; returns when the answer is recorded.

        Raises:
            RasaUnavailable: whatever went wrong.
        """
        message = {
            "sender": conversation_id,
            "message": text,
            "metadata": dict(metadata),
        }
        try:
            response = await self._http.post("/webhooks/rest/webhook", json=message)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise RasaUnavailable(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
