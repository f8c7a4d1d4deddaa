"""« Journal d'accès »: who signed in, searched, read, annotated, exported; for administrators."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request

from companion.pilotage import paths
from companion.pilotage.dates import day_of, end_of, start_of
from companion.pilotage.labels import Labels
from companion.pilotage.person import Person
from companion.pilotage.roles import Permission
from companion.pilotage.steering import Steering
from companion.storage.access_log import LogFilter
from companion.storage.staff import AccessLogEntry

PAGE_SIZE = 50
NAMES = ("personne", "action", "conversation", "du", "au")


def access_log_routes(steering: Steering) -> APIRouter:
    """Return the route of the access log."""
    router = steering.page_router()
    may_read = steering.permits.requires(Permission.READ_ACCESS_LOG)

    @router.get(paths.ACCESS_LOG)
    def show_access_log(person: Annotated[Person, Depends(may_read)], request: Request) -> str:
        written = {name: request.query_params.get(name, "").strip() for name in NAMES}
        wanted, wrong = read_log_filter(written)
        before = request.query_params.get("avant", "")
        key = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        entries = steering.log.read(wanted, before=key, most=PAGE_SIZE + 1)
        older = _address(written, entries[PAGE_SIZE - 1].id) if len(entries) > PAGE_SIZE else None
        return steering.pages.render(
            "access_log.html",
            person,
            rows=[(entry, described(entry, steering.labels)) for entry in entries[:PAGE_SIZE]],
            written=written,
            wrong=wrong,
            older=older,
            first=key is None,
            newest=_address(written, None),
        )

    return router


def read_log_filter(written: Mapping[str, str]) -> tuple[LogFilter, list[str]]:
    """Read the filters of an address; return also the names of those that cannot be read."""
    days, wrong = {}, []
    for name in ("du", "au"):
        try:
            days[name] = day_of(written[name])
        except ValueError:
            wrong.append(name)
    wanted = LogFilter(
        subject=written["personne"],
        action=written["action"],
        conversation_id=written["conversation"],
        since=start_of(days.get("du")),
        until=end_of(days.get("au")),
    )
    return wanted, wrong


def described(entry: AccessLogEntry, labels: Labels) -> str:
    """Return what an entry says more: `search:sujet,texte` is a way and the filters used."""
    kind, _, names = (entry.detail or "").partition(":")
    said = labels["detail"].get(kind)
    if said is None:
        return entry.detail or ""
    used = ", ".join(labels["filter"].get(name, name) for name in names.split(",") if name)
    return f"{said} ({used})" if used else said


def _address(written: Mapping[str, str], before: int | None) -> str:
    given = {name: value for name, value in written.items() if value}
    query = urlencode(given | ({} if before is None else {"avant": str(before)}))
    return f"{paths.ACCESS_LOG}?{query}" if query else paths.ACCESS_LOG
