"""The addresses of the conversation browser."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from companion.pilotage import paths
from companion.pilotage.access.permits import Submission
from companion.pilotage.browser.filters import NAMES, read_filters, written_key
from companion.pilotage.browser.listing import PAGE_SIZE, Listing, more_is_used
from companion.pilotage.browser.notes import annotation_of
from companion.pilotage.browser.options import Options
from companion.pilotage.browser.reading import Reader
from companion.pilotage.browser.story import story_name, story_of
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission
from companion.pilotage.steering import Steering, redirected
from companion.storage.annotations import AnnotationRepository
from companion.storage.conversation_search import ConversationSearch
from companion.storage.inbox import InboxRepository

ONE = f"{paths.CONVERSATIONS}/{{conversation_id}}"


def browser_routes(steering: Steering) -> APIRouter:
    """Return the routes of `/pilotage/conversations`."""
    router = steering.page_router()
    permits, pages = steering.permits, steering.pages
    reader = Reader(steering.knowledge, steering.database, steering.tracker)
    listing = Listing(ConversationSearch(steering.database))
    annotations = AnnotationRepository(steering.database)
    options = Options(steering.labels, InboxRepository(steering.database))
    MayRead = Annotated[  # noqa: N806, a type
        Person, Depends(permits.requires(Permission.READ_CONVERSATIONS))
    ]
    MayNote = Annotated[  # noqa: N806, a type
        Submission, Depends(permits.takes(Permission.ANNOTATE))
    ]

    @router.get(paths.CONVERSATIONS)
    def show_list(person: MayRead, request: Request) -> str:
        offered = options.of(request.query_params)
        filters = read_filters(request.query_params, offered)
        steering.record(person, "search", detail=_detail("list", filters.used))
        rows, last = listing.page(filters, PAGE_SIZE)
        return pages.render(
            "browser/list.html",
            person,
            filters=filters,
            options=offered,
            more_used=more_is_used(filters),
            rows=rows,
            older=last and filters.address(apres=written_key(*last)),
            first=filters.after is None,
        )

    @router.get(ONE)
    def show_conversation(conversation_id: str, person: MayRead, request: Request) -> str:
        reading = reader.read(conversation_id)
        came_by = _way(request)
        steering.record(person, "read", conversation_id=conversation_id, detail=came_by)
        return pages.render(
            "browser/conversation.html",
            person,
            reading=reading,
            may_annotate=person.may(Permission.ANNOTATE),
        )

    @router.get(f"{ONE}/test.yml")
    def export_story(conversation_id: str, person: MayRead) -> Response:
        events = reader.events(conversation_id)
        steering.record(person, "export", conversation_id=conversation_id, detail="story")
        file = f"test_{quote(conversation_id[:8], safe='')}.yml"
        return PlainTextResponse(
            story_of(story_name(conversation_id), events),
            media_type="application/yaml",
            headers={
                "content-disposition": f'attachment; filename="{file}"',
                "cache-control": "no-store",
            },
        )

    @router.post(f"{ONE}/annotations")
    def annotate(conversation_id: str, noting: MayNote, response: Response) -> str:
        note = annotation_of(noting.posted, reader.read(conversation_id), noting.person)
        about = "message" if note.message_id else "conversation"
        steering.record(noting.person, "annotate", conversation_id=conversation_id, detail=about)
        annotations.add(note)
        anchor = f"note-{note.message_id or 'conversation'}"
        address = f"{paths.CONVERSATIONS}/{quote(conversation_id, safe='')}#{anchor}"
        return redirected(response, address)

    return router


def _way(request: Request) -> str:
    """Tell whether a conversation was found by a search, and by which filters, or by a link."""
    referer = urlsplit(request.headers.get("referer", ""))
    if referer.netloc != request.url.netloc or referer.path != paths.CONVERSATIONS:
        return "link"
    used = dict(parse_qsl(referer.query))
    return _detail("search", [name for name in NAMES if used.get(name)])


def _detail(kind: str, names: Iterable[str]) -> str:
    return f"{kind}:{','.join(names)}"
