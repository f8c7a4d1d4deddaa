"""What there is to answer: the collections, and the answers of each topic, for agents' tools."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from econtacts_core.knowledge import Answer, Destination, Knowledge, Topic
from fastapi import APIRouter, Depends

from companion.bearer import requires_token
from companion.classifier.library import Library
from companion.contract import Audience, Body
from companion.errors import ApiError, error_documentation


class CollectionResponse(Body):
    """One collection: `topics` are the ids that a proposal may name, with their titles."""

    id: str
    title: str
    topics: dict[str, str]


class CollectionsResponse(Body):
    """Every collection that can be asked, the main one first."""

    collections: list[CollectionResponse]


class Link(Body):
    """A form or an online service; a label that is not `confirmed` is ours."""

    kind: Literal["form", "service"]
    title: str
    href: str
    confirmed: bool


class AnswerResponse(Body):
    """What is said to these audiences when nothing that is known speaks against `when`."""

    audience: list[Audience]
    when: Mapping[str, list[str]]
    chat: str
    mail: str
    links: list[Link]


class SourceResponse(Body):
    """Where the facts were read."""

    title: str
    href: str | None
    date: date | None


class TopicResponse(Body):
    """A topic's answers, the first that fits is given; with sources and validity."""

    topic: str
    title: str
    office: str
    answers: list[AnswerResponse]
    sources: list[SourceResponse]
    reviewed_on: date
    valid_until: date | None


def collection_routes(library: Library, token: str) -> APIRouter:
    """Return the routes below `/v1/collections`; every one asks for the bearer `token`."""
    router = APIRouter(
        prefix="/v1/collections",
        tags=["collections"],
        dependencies=[Depends(requires_token(token))],
        responses=error_documentation(401, 422, 503),
    )

    @router.get("")
    def collections() -> CollectionsResponse:
        return CollectionsResponse(
            collections=[
                CollectionResponse(
                    id=key,
                    title=shelf.title,
                    topics={topic.id: topic.title for topic in shelf.knowledge.topics.values()},
                )
                for key, shelf in library.items()
            ]
        )

    @router.get("/{collection}/topics/{topic}", responses=error_documentation(404))
    def topic(collection: str, topic: str) -> TopicResponse:
        if collection not in library:
            raise ApiError(404, "unknown_collection")
        knowledge = library[collection].knowledge
        if topic not in knowledge.topics:
            raise ApiError(404, "unknown_topic")
        return _topic(knowledge, knowledge.topics[topic])

    return router


def _topic(knowledge: Knowledge, topic: Topic) -> TopicResponse:
    return TopicResponse(
        topic=topic.id,
        title=topic.title,
        office=topic.office,
        answers=[_answer(knowledge, answer) for answer in topic.answers],
        sources=[
            SourceResponse(title=source.title, href=source.href, date=source.date)
            for source in topic.sources
        ],
        reviewed_on=topic.reviewed_on,
        valid_until=topic.valid_until,
    )


def _answer(knowledge: Knowledge, answer: Answer) -> AnswerResponse:
    return AnswerResponse.model_validate(
        {
            "audience": list(answer.audience),
            "when": {precision: list(values) for precision, values in answer.when.items()},
            "chat": answer.chat,
            "mail": answer.mail,
            "links": [_link(destination) for destination in knowledge.leads_to(answer)],
        }
    )


def _link(destination: Destination) -> dict[str, object]:
    return {
        "kind": destination.kind,
        "title": destination.title,
        "href": destination.href,
        "confirmed": destination.confirmed,
    }
