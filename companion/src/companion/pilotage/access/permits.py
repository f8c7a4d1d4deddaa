"""Dependencies of routes: who is signed in and may do this, with which form."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from companion.errors import ApiError
from companion.form_tokens import FormTokens
from companion.gateway.api import refuse_cross_site
from companion.gateway.page.posted import Posted, read_long_form
from companion.pilotage.access.sessions import StaffSessions
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission


@dataclass(frozen=True)
class Submission:
    """A form that a page of ours showed to this very person, and what was filled in."""

    person: Person
    posted: Posted


@dataclass(frozen=True)
class Permits:
    """Makes dependencies; a route without one of them is open to nobody's knowledge but ours."""

    sessions: StaffSessions
    tokens: FormTokens

    def requires(self, permission: Permission | None = None) -> Callable[[Request], Person]:
        """Return a dependency that gives the person.

        It raises a 401 error when nobody is signed in and a 403 without `permission`; on a page,
        the first leads to the sign-in. None: being signed in is enough.
        """

        def permitted(request: Request) -> Person:
            person = self.sessions.person(request)
            if person is None:
                raise ApiError(401, "sign_in_required")
            request.state.person = person
            if permission is not None and not person.may(permission):
                raise ApiError(403, "forbidden")
            return person

        return permitted

    def takes(
        self, permission: Permission | None = None
    ) -> Callable[..., Coroutine[Any, Any, Submission]]:
        """Return a dependency that gives the person and the form posted.

        Raises as `requires` does, and a 403 error for a form that was not made for this session,
        or that comes from another site.
        """
        Permitted = Annotated[Person, Depends(self.requires(permission))]  # noqa: N806, a type

        async def taken(
            posted: Annotated[Posted, Depends(read_long_form)], person: Permitted, request: Request
        ) -> Submission:
            refuse_cross_site(request)
            if not self.tokens.accepts(posted["token"], person.session):
                raise ApiError(403, "form_outdated")
            return Submission(person, posted)

        return taken
