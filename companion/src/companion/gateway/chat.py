"""One exchange of the chat: masked, handed to Rasa, read back from the one record."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from anyio.to_thread import run_sync
from econtacts_core.cards import contact_card, destination_card
from econtacts_core.knowledge import Knowledge

from companion.classifier.masking import mask
from companion.errors import ApiError
from companion.gateway.inputs import chosen, event_named, typed_text
from companion.gateway.messages import (
    CardView,
    Message,
    Notice,
    OutageMessage,
    RatingView,
    card_view,
    messages_from,
    rating_view,
    topic_of_answer,
)
from companion.gateway.rasa import RasaClient, RasaUnavailable
from companion.gateway.texts import GatewayTexts
from companion.opening import OpeningHours
from companion.storage.conversations import ConversationRepository
from companion.storage.models import Conversation, new_id
from companion.storage.ratings import RatedAnswer, RatingRepository
from companion.storage.switch import SwitchRepository
from companion.storage.tracker import TrackerEvent, TrackerEvents

logger = structlog.get_logger()

OPENING = "/start"
REQUEST_SENT = "/request_sent"
# A form asks for these to send them to the administration: an address masked would be none.
_KEPT_FOR = {"street": ("address",), "town": ("address",)}


@dataclass(frozen=True)
class ChatService:
    """What the public contract offers, without HTTP.

    One message at a time in a conversation: a second one that comes while the first is being
    answered is refused, not queued. Of a double click the same words would be said and answered
    twice; of two tabs, the answer to one would follow the question of the other. Refused, nothing
    is said twice and nothing is lost: the words stay where they were typed.
    """

    rasa: RasaClient
    tracker: TrackerEvents
    ratings: RatingRepository
    conversations: ConversationRepository
    knowledge: Knowledge
    switch: SwitchRepository
    texts: GatewayTexts
    hours: OpeningHours
    message_length: int
    patience: timedelta  # after which a message that is still being answered is given up

    async def open(self, conversation: Conversation) -> list[Message]:
        """Have the assistant greet, and return what it said."""
        audience = conversation.audience
        known = json.dumps({"audience": audience}) if audience else ""
        return await self._exchange(conversation, OPENING + known, {})

    async def resume(self, conversation: Conversation) -> list[Message]:
        """Return what was said; who arrived while Rasa was down was never greeted, and is now."""
        return await run_sync(self.history, conversation) or await self.open(conversation)

    async def say(
        self, conversation: Conversation, text: str, *, turn: str | None = None
    ) -> list[Message]:
        """Send typed text; `turn` names this sending: sent again under it, it is said once.

        Raises an error for what `typed_text` refuses.
        """
        text = typed_text(text, self.message_length)
        asked = await run_sync(self.tracker.asked, conversation.id)
        masked = mask(text, keep=_KEPT_FOR.get(asked or "", ()))
        return await self._exchange(conversation, masked.text, {}, turn)

    async def choose(
        self, conversation: Conversation, choice: str, *, turn: str | None = None
    ) -> list[Message]:
        """Send a click; `turn` names it as it names a text.

        Raises a 422 error for a choice that this conversation never offered.
        """
        payload, title = await run_sync(chosen, self.tracker, conversation.id, choice)
        return await self._exchange(conversation, payload, {"title": title}, turn)

    def history(self, conversation: Conversation, after: int = 0) -> list[Message]:
        """Return what was said after event `after`, with the ratings given."""
        events = self.tracker.spoken(conversation.id, after=after)
        return self._seen(conversation, events)

    def rate(
        self,
        conversation: Conversation,
        message_id: str,
        value: str,
        reason: str | None,
        comment: str | None,
    ) -> RatingView:
        """Store a rating of one answer. Raises a 404 error when it is no answer of this chat."""
        event = event_named(self.tracker, conversation.id, message_id)
        topic = topic_of_answer(event) if event else None
        if event is None or topic is None:
            raise ApiError(404, "unknown_message")
        answer = RatedAnswer(
            conversation_id=conversation.id,
            message_id=str(event.id),  # one spelling: "7", never "07"
            topic=topic,
            channel=conversation.channel,
        )
        masked = mask(comment).text if comment else None
        return rating_view(self.ratings.rate(answer, value, reason, masked))

    async def tell_request(self, conversation: Conversation, number: str, form: str) -> None:
        """Have the assistant say, once, that a request was sent beside the conversation.

        The request is stored already: should nobody answer, its author has the number all the same.
        Raises a 401 error when the conversation was erased meanwhile, and the request with it.
        """
        said = json.dumps({"request_number": number, "request_form": form})
        try:
            # under its number: told once, however often the request is sent
            await self._exchange(conversation, REQUEST_SENT + said, {}, number)
        except ApiError as error:
            if error.code == "session_required":
                raise
            logger.warning("request_not_told", reason=error.code)
        await run_sync(self._forget_if_erased, conversation)

    def notice(self) -> Notice | None:
        """Return what the operator says above every conversation."""
        state = self.switch.read()
        text = state.notice or (self.texts.assistant_off if state.off else None)
        return None if text is None else Notice(text=text, assistant_off=state.off)

    def forms(self) -> list[CardView]:
        """Return where one can go without the assistant: telephone, online services, forms."""
        reached = {
            found.id: found
            for topic in self.knowledge.topics.values()
            for answer in topic.answers
            for found in self.knowledge.leads_to(answer)
        }
        cards = [destination_card(found) for found in reached.values()]
        return [self.contact(), *(CardView.model_validate(card) for card in cards)]

    def contact(self) -> CardView:
        """Return the telephone line, with whether it is closed now."""
        return card_view(contact_card(self.knowledge.contact), self._closed())

    def outage(self) -> OutageMessage:
        """Return what is shown when nobody answers: the reason, and where else one can go."""
        notice = self.notice()
        return OutageMessage(
            id=f"outage-{new_id()}",
            at=datetime.now(UTC),
            text=notice.text if notice and notice.assistant_off else self.texts.outage,
            cards=self.forms(),
        )

    async def _exchange(
        self,
        conversation: Conversation,
        text: str,
        metadata: Mapping[str, str],
        turn: str | None = None,
    ) -> list[Message]:
        """Have Rasa answer, alone. Raises a 409 error while another message is being answered."""
        claim = await run_sync(self.conversations.claim, conversation.id, self.patience)
        if claim is None:
            raise ApiError(409, "answer_pending")
        try:
            # Only now: the same turn may have been answered while this one waited for its place.
            said = await run_sync(self._said, conversation, turn) if turn else []
            return said or await self._answer(conversation, text, metadata, turn or new_id())
        finally:
            await run_sync(self.conversations.release, conversation.id, claim)

    async def _answer(
        self, conversation: Conversation, text: str, metadata: Mapping[str, str], turn: str
    ) -> list[Message]:
        notice = await run_sync(self.notice)
        if notice is not None and notice.assistant_off:
            return [await run_sync(self.outage)]
        known = {"channel": conversation.channel, "collection": conversation.collection}
        try:
            await self.rasa.send(conversation.id, text, {**metadata, **known, "turn": turn})
        except RasaUnavailable as error:
            logger.warning("rasa_unavailable", reason=str(error))
            return [await run_sync(self.outage)]
        finally:
            await run_sync(self._forget_if_erased, conversation)
        said = await run_sync(self._said, conversation, turn)
        if not said:
            # Rasa answered but could not record: the citizen is told, and can send again.
            logger.error("exchange_not_recorded")
            raise ApiError(503, "storage")
        return said

    def _said(self, conversation: Conversation, turn: str) -> list[Message]:
        """Return what was said in a turn, nothing of what another one said meanwhile."""
        events = self.tracker.exchange(conversation.id, turn)
        messages = self._seen(conversation, events)
        if messages and all(message.kind == "citizen" for message in messages):
            # The action server is down: what was said is recorded, but nobody answered.
            logger.error("exchange_not_answered")
            messages.append(self.outage())
        return messages

    def _seen(self, conversation: Conversation, events: Iterable[TrackerEvent]) -> list[Message]:
        ratings = self.ratings.of_conversation(conversation.id)
        return messages_from(events, ratings, self._closed())

    def _closed(self) -> str | None:
        return self.texts.telephone.tell(self.hours, datetime.now(UTC))

    def _forget_if_erased(self, conversation: Conversation) -> None:
        """Erase again what Rasa and its actions wrote when they answered a conversation erased.

        Rasa writes the conversation whole; an action may have sent a request or asked a proposal.
        """
        if not self.conversations.exists(conversation.id):
            self.conversations.forget(conversation.id)
            raise ApiError(401, "session_required")
