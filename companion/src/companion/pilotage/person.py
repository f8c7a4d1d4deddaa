"""Somebody who is signed in."""

from dataclasses import dataclass

from companion.pilotage.roles import PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Person:
    """Who is signed in: `subject` is the provider's stable name, `session` this sign-in's id."""

    subject: str
    name: str  # as shown
    roles: frozenset[Role]
    session: str

    def may(self, permission: Permission) -> bool:
        """Tell whether one of the roles gives `permission`."""
        return any(permission in PERMISSIONS[role] for role in self.roles)
