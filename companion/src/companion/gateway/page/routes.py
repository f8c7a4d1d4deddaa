"""The pages' addresses; each form has the address of a page, so that a reload finds one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from companion.gateway.api import refuse_cross_site
from companion.gateway.page.failures import page_route
from companion.gateway.page.posted import Posted, read_posted
from companion.gateway.page.posts import Posts
from companion.gateway.page.views import PageResponse
from companion.gateway.sessions import COOKIE
from companion.storage.models import Conversation

Form = Annotated[Posted, Depends(read_posted)]


def page_routes(posts: Posts) -> APIRouter:
    """Return the routes of `/sans-javascript`, or of its pages in another language."""
    pages = posts.pages
    paths = pages.paths
    router = APIRouter(
        route_class=page_route(pages, posts.limits),
        default_response_class=PageResponse,
        include_in_schema=False,  # for people: no contract
    )
    own_site = [Depends(refuse_cross_site)]
    Current = Annotated[Conversation | None, Depends(posts.sessions.find)]  # noqa: N806, a type

    @router.get(paths.page)
    def show(request: Request, conversation: Current) -> str:
        if conversation is not None:
            return pages.conversation(conversation)
        asked = Posted({"audience": request.query_params.get("audience", "")})
        return pages.start(asked, ended=COOKIE in request.cookies)

    @router.post(paths.page, dependencies=own_site)
    async def say(posted: Form, conversation: Current, request: Request, response: Response) -> str:
        return await posts.say(posted, conversation, request, response)

    @router.get(paths.rating)
    def return_to_the_conversation() -> RedirectResponse:
        return RedirectResponse(paths.page, status_code=303)

    @router.post(paths.rating, dependencies=own_site)
    def rate(posted: Form, conversation: Current, response: Response) -> str:
        return posts.rate(posted, conversation, response)

    @router.get(paths.erasure)
    def ask_before_erasing(conversation: Current) -> str:
        return pages.start(ended=True) if conversation is None else pages.erasure(conversation)

    @router.post(paths.erasure, dependencies=own_site)
    def erase(posted: Form, conversation: Current, response: Response) -> str:
        return posts.erase(posted, conversation, response)

    @router.get(paths.erased)
    def show_erased() -> str:
        return pages.erased()

    @router.get(paths.destinations)
    def show_destinations() -> str:
        return pages.destinations()

    return router
