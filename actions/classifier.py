"""The companion's classifier: proposals for a message, and what became of them."""

import asyncio
import os
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from actions.companion import CompanionClient, known_only


class ClassifierClient(CompanionClient):
    """What the assistant asks of the classifier."""

    async def propose(
        self, text: str, refused: Collection[str] = (), **known: str | None
    ) -> Mapping[str, Any] | None:
        """Ask for proposals other than the topics `refused`.

        Args:
            known: audience, channel, conversation_id.

        Returns the answer (contracts/classifier.openapi.yml), or None when it cannot be had.
        """
        body = known_only({"text": text, "refused": list(refused) or None, **known})
        return await asyncio.to_thread(self.post, "/v1/proposals", body)

    async def feedback(self, proposal_id: str, outcome: str, topic: str | None = None) -> None:
        """Tell what became of a proposal: accepted, edited or rejected. Lost when it cannot."""
        body = known_only({"outcome": outcome, "topic": topic})
        await asyncio.to_thread(self.post, f"/v1/proposals/{proposal_id}/feedback", body)


@lru_cache(maxsize=1)
def classifier() -> ClassifierClient:
    """Return the client of the classifier named by the environment."""
    return ClassifierClient(os.environ["CLASSIFIER_URL"], os.environ.get("CLASSIFIER_TOKEN", ""))
