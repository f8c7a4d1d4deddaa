"""The criteria of a search: those of the conversation browser, under English names."""

import argparse
from collections.abc import Iterator, Mapping

from companion.pilotage.browser.filters import TESTERS, Filters, read_filters
from companion.pilotage.logs.texts import texts
from companion.pilotage.reports.query import BadQuery, Fault

# Name of the option, name of the filter in the browser's addresses.
OPTIONS: Mapping[str, str] = {
    "text": "texte",
    "from": "du",
    "to": "au",
    "topic": "sujet",
    "outcome": "issue",
    "step": "etape",
    "rating": "avis",
    "reason": "raison",
    "audience": "public",
    "channel": "canal",
    "collection": "collection",
    "team": "equipe",
    "territory": "departement",
    "annotation": "annotation",
    "theme": "theme",
    "confidence-min": "confiance_min",
    "confidence-max": "confiance_max",
    "testers": "testeurs",
}
_DAYS = ("du", "au")
_SHARES = ("confiance_min", "confiance_max")


def add_criteria(parser: argparse.ArgumentParser) -> None:
    """Add an option for each criterion."""
    for name in OPTIONS:
        parser.add_argument(f"--{name}", default="", dest=f"asked_{name}")


def query_of(arguments: argparse.Namespace) -> dict[str, str]:
    """Return what is asked for as the browser's address would have it."""
    asked = {key: getattr(arguments, f"asked_{name}") for name, key in OPTIONS.items()}
    return {key: value for key, value in asked.items() if value}


def read_criteria(query: Mapping[str, str], options: Mapping[str, Mapping[str, str]]) -> Filters:
    """Return the filters of a query. Raises `BadQuery` with every fault, where a page goes on."""
    filters = read_filters(query, options)
    if filters.wrong:
        raise BadQuery(list(_faults(filters, options)))
    return filters


def _faults(filters: Filters, options: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    names = {key: name for name, key in OPTIONS.items()}
    values = {**options, "testeurs": [value for value in TESTERS if value]}
    for key in filters.wrong:
        said = str(texts()["errors"][_kind(key)]).format(
            given=filters.written[key][:40], values=", ".join(values.get(key, ()))
        )
        yield Fault(key, f"--{names[key]} : {said}")


def _kind(key: str) -> str:
    if key in _DAYS:
        return "day"
    if key in _SHARES:
        return "share"
    if key in ("texte", "theme"):
        return {"texte": "text", "theme": "theme"}[key]
    return "choice"
