"""The fields of a form as somebody filled them: read, or refused with a reason beside each."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from econtacts_core.form_fields import FormField

from companion.classifier.masking import mask
from companion.requests.texts import RequestTexts

_DATE = re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?", re.ASCII)
# Spaces that French puts between thousands and before the sign of the euro.
_IN_AMOUNTS = re.compile(r"[\s\u00a0\u202f€]")


class Mistake(Exception):
    """A value that cannot be taken; `code` names a sentence of the texts."""

    def __init__(self, code: str, **filled: object) -> None:
        super().__init__(code)
        self.code = code
        self.filled = filled


@dataclass(frozen=True)
class ReadFields:
    """What was given: values by field as they will be stored, and the mistakes, in French."""

    values: Mapping[str, str] = field(repr=False)
    mistakes: Mapping[str, str]


def read_fields(
    fields: tuple[FormField, ...], given: Mapping[str, str], texts: RequestTexts
) -> ReadFields:
    """Read every field of a form; what is not given is empty, what is no field is left out."""
    values: dict[str, str] = {}
    mistakes: dict[str, str] = {}
    for asked in fields:
        try:
            value = read_field(asked, given.get(asked.id, ""), texts)
        except Mistake as mistake:
            mistakes[asked.id] = texts.fields[mistake.code].format(**mistake.filled)
        else:
            values.update({asked.id: value} if value else {})
    return ReadFields(values, mistakes)


def read_field(asked: FormField, given: str, texts: RequestTexts) -> str:
    """Return one value as it is stored, "" when there is none. Raises `Mistake`."""
    said = _clean(given, one_line=asked.kind != "long_text")
    if not said and asked.required:
        raise Mistake("choose" if asked.kind == "choice" else "required")
    if not said:
        return ""
    return _READERS.get(asked.kind, _text)(asked, said, texts)


def _clean(given: str, *, one_line: bool) -> str:
    """Take out what no database or page wants; half characters too, which JSON can write."""
    said = given.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign for sign in said if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    return " ".join(kept.split()) if one_line else kept.strip()


def _text(asked: FormField, said: str, texts: RequestTexts) -> str:
    if len(said) > asked.max_length:
        raise Mistake("too_long", length=len(said), most=asked.max_length)
    unwanted = [texts.unwanted[kind] for kind in mask(said).kinds if kind in texts.unwanted]
    if unwanted:
        raise Mistake("unwanted", what=", ".join(unwanted))
    return said


def _date(asked: FormField, said: str, texts: RequestTexts) -> str:
    """Return a day as the chat writes it, `15/03/2027`."""
    found = _DATE.fullmatch(said) or _ISO_DATE.fullmatch(said)
    if found is None:
        raise Mistake("not_a_date")
    parts = {name: int(number) for name, number in found.groupdict().items()}
    try:
        return f"{date(**parts):%d/%m/%Y}"
    except ValueError as error:
        raise Mistake("not_a_date") from error


def _year(asked: FormField, said: str, texts: RequestTexts) -> str:
    if _YEAR.fullmatch(said) is None:
        raise Mistake("not_a_year")
    return said


def _amount(asked: FormField, said: str, texts: RequestTexts) -> str:
    """Return euros as they are written in French, `640,50`, at most two decimals."""
    written = _IN_AMOUNTS.sub("", said)
    if _AMOUNT.fullmatch(written) is None:
        raise Mistake("not_an_amount")
    return f"{Decimal(written.replace(',', '.')):.2f}".replace(".", ",")


def _choice(asked: FormField, said: str, texts: RequestTexts) -> str:
    if said not in {option.value for option in asked.options}:
        raise Mistake("not_a_choice")
    return said


_READERS: Mapping[str, Callable[[FormField, str, RequestTexts], str]] = {
    "date": _date,
    "year": _year,
    "amount": _amount,
    "choice": _choice,
}


def read_aloud(asked: FormField, value: str) -> str:
    """Return a stored value as a person reads it: the label of a choice, an amount in euros."""
    labels = {option.value: option.label for option in asked.options}
    return f"{value} €" if asked.kind == "amount" and value else labels.get(value, value)
