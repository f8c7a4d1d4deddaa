"""The inbox's pages: what is to be checked, what is decided of it, who decided."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.exc import IntegrityError

from companion.errors import ApiError
from companion.pilotage.access.permits import Submission
from companion.pilotage.inbox import addresses
from companion.pilotage.inbox.decisions import chosen_messages, decision, new_topic
from companion.pilotage.inbox.new_topic import subjects
from companion.pilotage.inbox.room import InboxRoom
from companion.pilotage.inbox.texts import state_of, texts
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission
from companion.pilotage.steering import redirected
from companion.storage.claims import ClaimTaken
from companion.storage.inbox import ALONE

SHOWN = 100  # messages of a group
_HISTORY = 200
_TAKING_IN = "en-cours"  # in an address, instead of how many messages arrived


def inbox_routes(room: InboxRoom) -> APIRouter:
    """Return the routes of the lists, of the groups, of the decisions and of the history."""
    steering, inbox = room.steering, room.inbox
    router, pages = steering.page_router(), steering.pages
    Designer = Annotated[  # noqa: N806, a type
        Person, Depends(steering.permits.requires(Permission.IMPROVE))
    ]
    Filled = Annotated[  # noqa: N806, a type
        Submission, Depends(steering.permits.takes(Permission.IMPROVE))
    ]

    def show(template: str, person: Person, **values: object) -> str:
        return pages.render(
            f"inbox/{template}.html",
            person,
            here=addresses.INBOX,
            at=addresses,
            words=texts(),
            **values,
        )

    @router.get(addresses.INBOX)
    def show_list(person: Designer, etat: str = "a-verifier", arrives: str = "") -> str:
        state = _state(etat)
        return show(
            "list",
            person,
            state=state,
            counts=inbox.counts(),
            groups=inbox.groups(state),
            themes=room.themes() if state == "to_check" else [],
            arrived=arrives,
            taking_in=arrives == _TAKING_IN,
            last=room.arrivals.last(),
            by_itself=steering.settings.inbox_seconds > 0,
        )

    @router.post(addresses.ARRIVALS)
    def take_in(filled: Filled, response: Response) -> str:
        try:
            arrived = str(sum(room.arrivals.take_in()))
        except ClaimTaken:
            arrived = _TAKING_IN
        return redirected(response, f"{addresses.INBOX}?arrives={arrived}")

    @router.get(f"{addresses.GROUP}/{{group_id}}")
    def show_group(group_id: int, person: Designer, etat: str = "a-verifier") -> str:
        state = _state(etat)
        name = "" if group_id == ALONE else inbox.group_name(group_id)
        if name is None:
            raise ApiError(404, "not_found")
        messages = inbox.messages(state, group_id, most=SHOWN)
        steering.record(person, "search", detail=f"{etat}, {len(messages)} messages")
        return show(
            "group",
            person,
            state=state,
            group_id=group_id,
            name=name,
            messages=messages,
            all=len(inbox.ids(state, group_id)),
            titles=room.titles(),
            proposed=room.proposals([found.text for found in messages]),
            history=inbox.history([found.event_id for found in messages], most=SHOWN),
        )

    @router.post(addresses.DECISIONS)
    def decide(filled: Filled, response: Response) -> str:
        posted = filled.posted
        decided = decision(posted, room.titles(), filled.person.name)
        group_id, state = int(posted["group"] or ALONE), _state(posted["etat"])
        whole = posted.given("whole") is not None
        inbox.decide(inbox.ids(state, group_id) if whole else chosen_messages(posted), decided)
        left = inbox.ids(state, group_id)
        back = f"{addresses.GROUP}/{group_id}" if left else addresses.INBOX
        return redirected(response, f"{back}?etat={posted['etat']}")

    @router.get(addresses.TOPICS)
    def show_new_topic(person: Designer) -> str:
        wanted = inbox.new_topics().values()
        known = steering.knowledge.topics
        return show(
            "topic",
            person,
            subjects=subjects(room.files()),
            wanted=[topic for topic in wanted if topic.id not in known],
        )

    @router.post(addresses.TOPICS)
    def add_topic(filled: Filled, response: Response) -> str:
        topic = new_topic(filled.posted, subjects(room.files()), filled.person.name)
        if topic.id in room.titles():
            raise ApiError(409, "topic_taken")
        try:
            inbox.add_topic(topic)
        except IntegrityError as error:
            raise ApiError(409, "topic_taken") from error
        return redirected(response, addresses.TOPICS)

    @router.get(addresses.HISTORY)
    def show_history(person: Designer) -> str:
        return show("history", person, history=inbox.history(most=_HISTORY), titles=room.titles())

    return router


def _state(slug: str) -> str:
    try:
        return state_of(slug)
    except KeyError as error:
        raise ApiError(404, "not_found") from error
