"""Signing in and out."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from companion.errors import ApiError
from companion.gateway.api import refuse_cross_site
from companion.gateway.page.posted import Posted, read_posted
from companion.pilotage import paths
from companion.pilotage.access.permits import Submission
from companion.pilotage.person import Person
from companion.pilotage.roles import Role
from companion.pilotage.steering import Steering, redirected

LOCAL_SUBJECT = "local"
# Whoever has a laptop's password tries every page with it.
LOCAL_ROLES = frozenset(Role) - {Role.CITIZEN}


def access_routes(steering: Steering) -> APIRouter:
    """Return the routes of the sign-in, of the sign-out and of the root."""
    router = steering.page_router()
    permits, pages = steering.permits, steering.pages
    password = steering.settings.admitted_local_password()
    SignedIn = Annotated[Person, Depends(permits.requires())]  # noqa: N806, a type
    Leaving = Annotated[Submission, Depends(permits.takes())]  # noqa: N806, a type

    @router.get(paths.ROOT)
    def lead_to_the_first_page(person: SignedIn) -> Response:
        entries = pages.navigation.of(person)
        if not entries:
            raise ApiError(403, "forbidden")
        return RedirectResponse(entries[0].path, status_code=303)

    @router.get(paths.SIGN_IN)
    def show_sign_in(suite: str = paths.ROOT) -> str:
        return pages.render("sign_in.html", None, suite=paths.own_path(suite), local=bool(password))

    @router.post(paths.SIGN_IN, dependencies=[Depends(refuse_cross_site)])
    def sign_in(posted: Annotated[Posted, Depends(read_posted)], response: Response) -> str:
        if not permits.tokens.accepts(posted["token"], ""):
            raise ApiError(403, "form_outdated")
        given = posted["password"].encode()
        if password is None or not secrets.compare_digest(given, password.encode()):
            raise ApiError(403, "sign_in_refused")
        permits.sessions.open(
            response, subject=LOCAL_SUBJECT, name="Compte local", roles=LOCAL_ROLES
        )
        return redirected(response, paths.own_path(posted["suite"]))

    @router.post(paths.SIGN_OUT)
    def sign_out(leaving: Leaving, response: Response) -> str:
        permits.sessions.close(leaving.person, response)
        return redirected(response, paths.SIGN_IN)

    return router
