"""The rooms of those who improve the assistant, brought together: the inbox and the try page."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
from fastapi import APIRouter

from companion.gateway.rasa import RasaClient
from companion.pilotage.inbox.patch_routes import patch_routes
from companion.pilotage.inbox.room import InboxRoom
from companion.pilotage.inbox.routes import inbox_routes
from companion.pilotage.steering import Steering
from companion.pilotage.trying.dialogues import Dialogues
from companion.pilotage.trying.routes import TryRoom, try_routes
from companion.storage.conversations import ConversationRepository


def improvement_routers(
    room: InboxRoom, transport: httpx.AsyncBaseTransport | None
) -> Iterator[APIRouter]:
    """Yield the rooms' routes; `transport` is the way to the assistants that are tried."""
    yield inbox_routes(room)
    yield patch_routes(room)
    dialogues = _dialogues(room.steering, transport)
    yield try_routes(TryRoom(room.steering, dialogues, room.present, room.runner))


def _dialogues(steering: Steering, transport: httpx.AsyncBaseTransport | None) -> Dialogues:
    settings = steering.settings
    other = settings.candidate_rasa_url
    return Dialogues(
        RasaClient(settings.rasa_url, settings.rasa_timeout, transport),
        RasaClient(other, settings.rasa_timeout, transport) if other else None,
        steering.tracker,
        ConversationRepository(steering.database, steering.tracker),
        timedelta(seconds=settings.staff_session_seconds),
        settings.message_length,
    )
