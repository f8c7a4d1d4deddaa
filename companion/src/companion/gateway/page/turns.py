"""One post, one message: pressed twice or sent again by a reload, it is said once."""

from asyncio import Lock
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from pydantic import ValidationError

from companion.errors import ApiError
from companion.gateway.api import MessageRequest
from companion.gateway.chat import ChatService
from companion.gateway.messages import Message
from companion.gateway.page.posted import Posted
from companion.storage.models import Conversation


@dataclass(frozen=True)
class Turns:
    """Has the assistant answer what a form posted.

    The key of each post stands beside its message in the one record: what was never recorded,
    since Rasa was down, can be posted again.
    """

    chat: ChatService
    _locks: WeakValueDictionary[str, Lock] = field(default_factory=WeakValueDictionary)

    async def take(self, conversation: Conversation, posted: Posted) -> list[Message]:
        """Say or choose what was posted; return what was said, the same if it was said before.

        Raises whatever error the chat refuses it with.
        """
        # Who presses twice waits here for the first answer, instead of asking for a second one.
        async with self._locks.setdefault(conversation.id, Lock()):
            if posted["choice"]:
                choice = _choice(posted["choice"])
                return await self.chat.choose(conversation, choice, turn=posted.key)
            return await self.chat.say(conversation, posted["text"], turn=posted.key)


def _choice(written: str) -> str:
    try:
        return MessageRequest(choice=written).choice or ""
    except ValidationError as error:
        raise ApiError(422, "unknown_choice") from error
