"""Rasa and the actions together, without a server between them."""

import asyncio
from typing import Any, NamedTuple

from rasa.core.agent import Agent
from rasa.core.channels import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class ActionsHere(EndpointConfig):
    """The action server's endpoint, in this process."""

    def __init__(self) -> None:
        super().__init__("http://actions")
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, method: str = "post", **sent: Any) -> Any:  # type: ignore[override]
        """Run the action that Rasa asks for."""
        result = await self._executor.run(sent["json"])
        return result if isinstance(result, dict) else result.dict()


class Turn(NamedTuple):
    """What was said back, and what Rasa remembers afterwards."""

    texts: list[str]
    choices: list[str]
    answered: list[str]
    slots: dict[str, Any]
    pending: str | None


class Citizen:
    """One citizen's conversation with the trained assistant."""

    def __init__(self, agent: Agent, name: str) -> None:
        self._agent = agent
        self._name = name

    def say(self, text: str) -> Turn:
        """Type `text`, or click on the choice whose payload it is."""
        return asyncio.run(self._say(text))

    async def _say(self, text: str) -> Turn:
        channel = CollectingOutputChannel()
        await self._agent.handle_message(UserMessage(text, channel, self._name))
        tracker = await self._agent.tracker_store.get_or_create_tracker(self._name)
        shown = [said["custom"] for said in channel.messages if "custom" in said]
        return Turn(
            [said["text"] for said in channel.messages if "text" in said],
            [button["title"] for said in channel.messages for button in said.get("buttons", [])],
            [card["topic"] for card in shown if card.get("kind") == "answer"],
            {name: slot.value for name, slot in tracker.slots.items()},
            tracker.active_loop_name,
        )
