"""From what an identity provider says of somebody to their name and their roles here."""

from collections.abc import Mapping
from typing import Any

from companion.pilotage.roles import Role, roles_among


def roles_of(claims: Mapping[str, Any], path: str, mapping: Mapping[str, str]) -> frozenset[Role]:
    """Return the roles that the claim at `path` gives.

    Args:
        claims: of the provider.
        path: the claim's name; `realm_access.roles` is `roles` within `realm_access`.
        mapping: the provider's names for our roles; without any, its names are ours.

    >>> sorted(roles_of({"groups": ["g-stat", "g-rh"]}, "groups", {"g-stat": "analyst"}))
    [<Role.ANALYST: 'analyst'>]
    >>> roles_of({"roles": "administrator"}, "roles", {})
    frozenset({<Role.ADMINISTRATOR: 'administrator'>})
    """
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    given = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    names = [str(name) for name in given]
    return roles_among([mapping[name] for name in names if name in mapping] if mapping else names)


def name_of(claims: Mapping[str, Any]) -> str:
    """Return how to call somebody, at most 255 characters."""
    for claim in ("name", "preferred_username", "email", "sub"):
        said = claims.get(claim)
        if isinstance(said, str) and said.strip():
            return said.strip()[:255]
    return ""
