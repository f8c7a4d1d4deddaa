"""How a destination is shown: one shape for the assistant's replies and the gateway's own."""

from typing import TypedDict

from econtacts_core.knowledge import Contact, Destination, Elsewhere


class Card(TypedDict):
    """Where a citizen is led; `kind` is service, form, contact or elsewhere."""

    kind: str
    title: str
    path: list[str]
    href: str | None
    purpose: str
    demonstration: bool  # True: the label is ours, not the administration's
    form: str | None  # the id of a form that can be filled here


def destination_card(destination: Destination) -> Card:
    """Show a form or an online service."""
    return Card(
        kind=destination.kind,
        title=destination.title,
        path=list(destination.path),
        href=destination.href,
        purpose=destination.purpose,
        demonstration=not destination.confirmed,
        form=destination.id if destination.fields else None,
    )


def contact_card(contact: Contact) -> Card:
    """Show the telephone line, its hours and its price."""
    return Card(
        kind="contact",
        title=contact.phone,
        path=[],
        href=None,
        purpose=f"{contact.hours}. {contact.price}.",
        demonstration=False,
        form=None,
    )


def elsewhere_card(elsewhere: Elsewhere) -> Card:
    """Show another administration."""
    return Card(
        kind="elsewhere",
        title=elsewhere.name,
        path=[],
        href=elsewhere.href,
        purpose=elsewhere.purpose,
        demonstration=False,
        form=None,
    )
