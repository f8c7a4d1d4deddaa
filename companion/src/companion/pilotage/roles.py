"""Who may do what in the steering pages: one table, read from top to bottom."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What somebody is for this service, as the identity provider says."""

    CITIZEN = "citizen"
    AGENT = "agent"
    DESIGNER = "designer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What a page or a form needs."""

    READ_INDICATORS = "read_indicators"
    READ_CONVERSATIONS = "read_conversations"
    ANNOTATE = "annotate"
    IMPROVE = "improve"  # the inbox: what becomes a change of the assistant
    TRY = "try"
    EXPORT = "export"
    READ_ACCESS_LOG = "read_access_log"


_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CITIZEN: frozenset(),
    Role.AGENT: frozenset({_P.READ_INDICATORS}),
    Role.DESIGNER: frozenset(
        {_P.READ_INDICATORS, _P.READ_CONVERSATIONS, _P.ANNOTATE, _P.IMPROVE, _P.TRY}
    ),
    Role.ANALYST: frozenset({_P.READ_INDICATORS, _P.READ_CONVERSATIONS, _P.ANNOTATE, _P.EXPORT}),
    # Who watches the readers does not read: both at once takes two roles.
    Role.ADMINISTRATOR: frozenset({_P.READ_INDICATORS, _P.READ_ACCESS_LOG}),
}


def roles_among(names: Iterable[object]) -> frozenset[Role]:
    """Return the roles that exist among `names`; anything else is nothing to us."""
    return frozenset(role for role in Role if role.value in list(names))
