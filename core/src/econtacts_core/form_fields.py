"""The fields of a secure-mail form that can be filled here: knowledge, like its title."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from econtacts_core.documents import KnowledgeError

ATTACHMENTS = "attachments"  # named like a field where a form's mistakes are told


@dataclass(frozen=True)
class FieldOption:
    """One answer to a choice: what is stored, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class FormField:
    """One question of a form; its label is ours, whatever the form's own title.

    `kind` is text, long_text, date, year, amount or choice; `max_length` counts characters.
    `prefill` names what the conversation may already know: `question`, what its author typed last,
    or a slot. `autocomplete` is HTML's token for what browsers know of their user.
    """

    id: str
    label: str
    kind: str
    required: bool
    max_length: int
    help: str
    autocomplete: str | None
    prefill: str | None
    options: tuple[FieldOption, ...]


def shared_fields_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, FormField]:
    """Return by id the fields that several forms ask for."""
    return {entry["id"]: _field(entry) for entry in entries}


def fields_of(
    place: str, entries: Iterable[Mapping[str, Any] | str], shared: Mapping[str, FormField]
) -> tuple[FormField, ...]:
    """Return the fields of a form, in order; a word alone names a shared one.

    Raises:
        KnowledgeError: with the `place`, for a shared field that is none, or an id used twice.
    """
    fields = tuple(
        _shared(place, entry, shared) if isinstance(entry, str) else _field(entry)
        for entry in entries
    )
    twice = [key for key, times in Counter(field.id for field in fields).items() if times > 1]
    if twice:
        raise KnowledgeError(f"{place} : champ en double, {', '.join(twice)}")
    return fields


def _shared(place: str, name: str, shared: Mapping[str, FormField]) -> FormField:
    if name not in shared:
        raise KnowledgeError(f"{place} : champ partagé inconnu, {name}")
    return shared[name]


# The longest that what is read of a date, a year or an amount can be.
_LONGEST = {"date": 10, "year": 4, "amount": 20, "choice": 64}


def _field(entry: Mapping[str, Any]) -> FormField:
    kind = entry["kind"]
    return FormField(
        id=entry["id"],
        label=entry["label"],
        kind=kind,
        required=entry.get("required", True),
        max_length=entry.get("max_length") or _LONGEST[kind],
        help=entry.get("help", ""),
        autocomplete=entry.get("autocomplete"),
        prefill=entry.get("prefill"),
        options=tuple(FieldOption(**option) for option in entry.get("options", ())),
    )
