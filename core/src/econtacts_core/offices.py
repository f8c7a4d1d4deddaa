"""Who answers a message and how soon: the teams, and the situations that cannot wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from econtacts_core.documents import Source, check_known, read_document, source_of

Level = Literal["immediate", "soon"]
# The most urgent first.
LEVELS: tuple[Level, ...] = ("immediate", "soon")


@dataclass(frozen=True)
class Team:
    """Who answers for some topics; `ours` tells our administration from the others."""

    id: str
    name: str
    handles: str
    audience: tuple[str, ...]
    ours: bool
    by_territory: bool  # each department has its own
    source: Source | None


@dataclass(frozen=True)
class Sign:
    """`all` these concepts, those of `without` denied and none of `unless`, show a situation."""

    all: tuple[str, ...]
    unless: tuple[str, ...]
    without: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """Something in a message that cannot wait; any of its `signs` shows it.

    `team` answers when no topic was found; None when the situation names nobody.
    """

    id: str
    level: Level
    label: str
    why: str
    team: str | None
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Offices:
    """The file of the offices; situations come most urgent first, then as they are written."""

    teams: Mapping[str, Team]
    situations: tuple[Situation, ...]


def load_offices(path: Path, concepts: Mapping[str, Any]) -> Offices:
    """Read the teams and the situations.

    Raises:
        KnowledgeError: for what its schema refuses, an unknown team or an unknown concept.
    """
    content = read_document(path, "offices")
    teams = {key: _team(key, entry) for key, entry in content["teams"].items()}
    situations = [_situation(key, entry) for key, entry in content["situations"].items()]
    for situation in situations:
        place = f"{path} : situations › {situation.id}"
        named = [
            key for sign in situation.signs for key in (*sign.all, *sign.unless, *sign.without)
        ]
        check_known(place, "concept inconnu", named, concepts)
        check_known(place, "équipe inconnue", [situation.team] if situation.team else [], teams)
    situations.sort(key=lambda situation: LEVELS.index(situation.level))
    return Offices(teams, tuple(situations))


def _team(key: str, entry: Mapping[str, Any]) -> Team:
    return Team(
        id=key,
        name=entry["name"],
        handles=entry["handles"],
        audience=tuple(entry["audience"]),
        ours=entry["ours"],
        by_territory=entry["by_territory"],
        source=None if entry["source"] is None else source_of(entry["source"]),
    )


def _situation(key: str, entry: Mapping[str, Any]) -> Situation:
    return Situation(
        id=key,
        level=entry["level"],
        label=entry["label"],
        why=entry["why"],
        team=entry["team"],
        signs=tuple(_sign(sign) for sign in entry["signs"]),
    )


def _sign(entry: Mapping[str, Any]) -> Sign:
    return Sign(
        all=tuple(entry["all"]),
        unless=tuple(entry.get("unless", ())),
        without=tuple(entry.get("without", ())),
        fires=tuple(entry["fires"]),
        silent=tuple(entry.get("silent", ())),
    )
