"""The addresses of the pages of forms."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from companion.gateway.api import refuse_cross_site
from companion.gateway.page.failures import page_route
from companion.gateway.page.form_posts import FIELD, FormPosts, PostedForm
from companion.gateway.page.views import PageResponse
from companion.gateway.upload import posted_form, uploads_in
from companion.storage.models import Conversation


def form_page_routes(posts: FormPosts) -> APIRouter:
    """Return the routes of `…/formulaires/…` and `…/demandes/…` in the language of the pages."""
    router = APIRouter(
        route_class=page_route(posts.pages, posts.limits),
        default_response_class=PageResponse,
        include_in_schema=False,  # for people: no contract
    )
    Current = Annotated[Conversation | None, Depends(posts.sessions.find)]  # noqa: N806, a type
    Own = Annotated[Conversation, Depends(posts.sessions.require)]  # noqa: N806, a type
    address = f"{posts.pages.paths.destinations}/{{form}}"

    @router.get(address)
    def show(form: str, conversation: Current) -> str:
        return posts.show(form, conversation)

    @router.post(address, dependencies=[Depends(refuse_cross_site)])
    async def take(form: str, conversation: Current, request: Request, response: Response) -> str:
        posts.desk.fillable(form)  # before a body is read for nothing
        async with posted_form(request) as sent:
            posted = await _posted(form, sent)
        return await posts.take(posted, conversation, request, response)

    @router.get(f"{posts.pages.paths.sent}/{{number}}")
    def acknowledge(number: str, conversation: Own) -> str:
        return posts.acknowledge(number, conversation)

    return router


async def _posted(form: str, sent: FormData) -> PostedForm:
    texts = {name: value for name, value in sent.items() if isinstance(value, str)}
    return PostedForm(
        form=form,
        step=texts.get("step", ""),
        token=texts.get("token", ""),
        key=texts.get("key", ""),
        values={
            name.removeprefix(FIELD): value
            for name, value in texts.items()
            if name.startswith(FIELD)
        },
        uploads=await uploads_in(sent),
    )
