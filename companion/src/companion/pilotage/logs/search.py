"""`logs search`: the list of the conversation browser."""

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import islice

from companion.pilotage.browser.listing import Row
from companion.pilotage.labels import Labels
from companion.pilotage.logs.aligned import aligned
from companion.pilotage.logs.criteria import query_of, read_criteria
from companion.pilotage.logs.means import Means
from companion.pilotage.logs.texts import texts
from companion.pilotage.pages import moment
from companion.pilotage.reports.files import Field, Records, as_csv, as_json
from companion.pilotage.reports.query import BadQuery, Fault
from companion.storage.analytics import SessionFact

_TEXTS = ("topic", "outcome", "audience", "channel", "collection", "team", "territory")
_COUNTS = ("typed", "clicked", "ups", "downs")
_FIELDS = (
    *(Field(name, "VARCHAR") for name in ("conversation_id", "session_id", "started_at", "text")),
    *(Field(name, "VARCHAR") for name in _TEXTS),
    *(Field(name, "BIGINT") for name in ("tester", *_COUNTS)),
)


def search(arguments: argparse.Namespace) -> None:
    """List the conversations that answer to criteria, the most recent first."""
    if arguments.most < 0:
        raise BadQuery([Fault("most", f"--most : {texts()['errors']['most']}")])
    query, means = query_of(arguments), Means()
    filters = read_criteria(query, means.options.of(query))
    means.record("search", f"list:{','.join(filters.used)}")
    rows = means.listing.all(filters)
    found = list(islice(rows, arguments.most or None))
    write: dict[str, Callable[[], bytes]] = {
        "csv": lambda: as_csv(_records(found)),
        "json": lambda: as_json(_records(found), {"criteria": query}) + b"\n",
        "table": lambda: f"{_table(found, means.labels)}\n".encode(),
    }
    sys.stdout.buffer.write(write[arguments.format]())
    if next(rows, None) is not None:
        told = str(texts()["more"]).format(most=arguments.most)
        sys.stderr.write(f"{told}\n")


def _records(rows: Sequence[Row]) -> Records:
    return Records(_FIELDS, tuple(_values(row) for row in rows))


def _values(row: Row) -> tuple[str | int | None, ...]:
    session = row.session
    return (
        session.conversation_id,
        session.session_id,
        session.started_at.isoformat(),
        _text(row),
        *(getattr(session, name) for name in _TEXTS),
        int(session.tester),
        *(getattr(session, name) for name in _COUNTS),
    )


def _table(rows: Sequence[Row], labels: Labels) -> str:
    if not rows:
        return str(texts()["none"])
    columns: dict[str, Callable[[Row], str]] = {
        "started_at": lambda row: moment(row.session.started_at),
        "conversation_id": lambda row: row.session.conversation_id,
        "topic": lambda row: labels["topic"].get(row.session.topic or "", row.session.topic or ""),
        "outcome": lambda row: labels["outcome"].get(row.session.outcome, row.session.outcome),
        "rating": lambda row: _ratings(row.session, labels),
        "text": _text,
    }
    headings = [texts()["columns"][name] for name in columns]
    shown = [[cell(row) for cell in columns.values()] for row in rows]
    return aligned([headings, *shown], numbers=False)


def _ratings(session: SessionFact, labels: Labels) -> str:
    counted = {"up": session.ups, "down": session.downs}
    return ", ".join(
        f"{labels['rating'][value].lower()} : {count}" for value, count in counted.items() if count
    )


def _text(row: Row) -> str:
    return "".join(stretch.text for stretch in row.excerpt)
