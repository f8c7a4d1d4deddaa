"""Sources and dates: where a fact was read, when it was reviewed, until when it holds."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from validation.findings import Finding
from validation.located import Located
from validation.project import Project

OLD = timedelta(days=548)  # 18 months: two campaigns of declarations
SOON = timedelta(days=60)


def freshness(project: Project, today: date) -> Iterator[Finding]:
    """Report answers that are out of date or soon will be, and sources that cannot be true."""
    for entry in (*project.topic_entries, *project.questions):
        yield from _review(entry["reviewed_on"], today)
        yield from _validity(entry["valid_until"], today)
        yield from _sources(entry, today)


def _review(place: Located, today: date) -> Iterator[Finding]:
    reviewed = _day(place.value)
    if reviewed is None:
        return
    if reviewed > today:
        message = f"relu le {reviewed.isoformat()}, qui n'est pas encore venu"
        yield place.find("error", message, "mettez le jour de la relecture")
    elif today - reviewed > OLD:
        message = f"relu le {reviewed.isoformat()}, il y a plus de 18 mois"
        yield place.find("warning", message, "relisez les sources, puis mettez la date du jour")


def _validity(place: Located, today: date) -> Iterator[Finding]:
    end = _day(place.value)
    if end is None:
        return
    hint = "relisez les sources, mettez à jour la réponse et la date"
    if end < today:
        yield place.find("error", f"cette réponse ne vaut plus depuis le {end.isoformat()}", hint)
    elif end - today <= SOON:
        left = (end - today).days
        message = f"cette réponse ne vaut que jusqu'au {end.isoformat()} ({left} jours)"
        yield place.find("warning", message, hint)


def _sources(topic: Located, today: date) -> Iterator[Finding]:
    if not any(source.value["href"] for source in topic["sources"]):
        message = "aucune source n'a d'adresse"
        yield topic["sources"].find("warning", message, "citez une page que l'on peut ouvrir")
    for source in topic["sources"]:
        if not source.value["title"].strip():
            yield source["title"].find("error", "source sans titre", "écrivez le titre de la page")
        written = _day(source.value["date"])
        if written is not None and written > today:
            message = f"page datée du {written.isoformat()}, qui n'est pas encore venu"
            yield source["date"].find("error", message, "relevez la date sur la page")


def _day(text: Any) -> date | None:
    # what is no date at all is told by the schema
    try:
        return None if text is None else date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
