"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from companion.errors import ApiError
from companion.gateway.api import refuse_cross_site
from companion.gateway.page.posted import Posted, read_posted
from companion.pilotage import paths
from companion.pilotage.access.permits import Submission
from companion.pilotage.access.sign_in import SignIn
from companion.pilotage.person import Person
from companion.pilotage.steering import Steering, redirected
from companion.tally import Tally, client_of


def access_routes(steering: Steering, sign_in: SignIn, attempts: Tally) -> APIRouter:
    """Return the routes of the sign-in, of the sign-out and of the root."""
    router = steering.page_router()
    permits, pages = steering.permits, steering.pages
    SignedIn = Annotated[Person, Depends(permits.requires())]  # noqa: N806, a type
    Leaving = Annotated[Submission, Depends(permits.takes())]  # noqa: N806, a type

    async def counted(request: Request) -> None:
        await attempts.count("sign_in", client_of(request))

    @router.get(paths.ROOT)
    def lead_to_the_first_page(person: SignedIn) -> Response:
        entries = pages.navigation.of(person)
        if not entries:
            raise ApiError(403, "forbidden")
        return RedirectResponse(entries[0].path, status_code=303)

    @router.get(paths.SIGN_IN)
    def show_sign_in(suite: str = paths.ROOT) -> str:
        return pages.render(
            "sign_in.html",
            None,
            suite=paths.own_path(suite),
            local=steering.settings.admitted_local_password() is not None,
            provider=sign_in.provider is not None,
        )

    # Counted before the password is read.
    protected = [Depends(counted), Depends(refuse_cross_site)]

    @router.post(paths.SIGN_IN, dependencies=protected)
    def sign_in_locally(posted: Annotated[Posted, Depends(read_posted)], response: Response) -> str:
        if not permits.tokens.accepts(posted["token"], ""):
            raise ApiError(403, "form_outdated")
        sign_in.locally(posted["password"], response)
        return redirected(response, paths.own_path(posted["suite"]))

    # A link, not a form: browsers hold `form-action 'self'` against redirections too.
    @router.get(paths.DEPARTURE, dependencies=[Depends(counted)])
    async def leave_for_the_provider(response: Response, suite: str = paths.ROOT) -> str:
        return redirected(response, await sign_in.leave(response, paths.own_path(suite)))

    @router.get(paths.RETURN, dependencies=[Depends(counted)])
    async def come_back(request: Request, response: Response) -> str:
        return redirected(response, await sign_in.arrive(request, response))

    @router.post(paths.SIGN_OUT)
    def sign_out(leaving: Leaving, response: Response) -> str:
        steering.record(leaving.person, "sign_out")
        permits.sessions.close(leaving.person, response)
        return redirected(response, paths.SIGN_IN)

    return router
