"""One YAML file of the knowledge, read and compared with its schema; and what all of them cite."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import yaml


class KnowledgeError(ValueError):
    """A knowledge file is missing, malformed, or names something that does not exist."""


@dataclass(frozen=True)
class Source:
    """Where a fact was read; `date` is None when the page bears none."""

    title: str
    href: str | None
    date: date | None


def read_document(path: Path, schema_name: str) -> Any:
    """Return the content of a file, its dates as text.

    Raises:
        KnowledgeError: with the file, the place in it and what is wrong.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except FileNotFoundError as error:
        raise KnowledgeError(f"{path} : fichier absent") from error
    except (yaml.YAMLError, ValueError) as error:  # a date like 2026-13-01 is a ValueError
        raise KnowledgeError(f"{path} : YAML illisible, {error}") from error
    schema = json.loads((files(__package__) / "schemas" / f"{schema_name}.json").read_text("utf-8"))
    # Dates come out of YAML as dates: JSON Schema knows them as strings.
    plain = json.loads(json.dumps(content, default=str))
    problem = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(
            schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        ).iter_errors(plain)
    )
    if problem is not None:
        place = " › ".join(str(step) for step in problem.absolute_path)
        raise KnowledgeError(f"{path} : {place} : {problem.message}")
    return plain


def source_of(entry: Mapping[str, Any]) -> Source:
    """Return the source that an entry describes."""
    return Source(title=entry["title"], href=entry["href"], date=date_of(entry["date"]))


def date_of(text: str | None) -> date | None:
    """Return the day written in `text`, None when there is none."""
    return None if text is None else date.fromisoformat(text)


def check_known(place: str, problem: str, named: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that lead nowhere: `KnowledgeError` with the `place`, the `problem`, them."""
    missing = sorted(set(named) - set(known))
    if missing:
        raise KnowledgeError(f"{place} : {problem} : {', '.join(missing)}")
