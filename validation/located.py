"""YAML that remembers its lines: each value knows the file and the line where it is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from validation.findings import Finding, Severity

# What libyaml says of the mistakes that designers make, and what to do about each.
_MISTAKES = (
    ("cannot start any token", "tabulation ou caractère interdit", "mettez des espaces"),
    ("found a tab character", "tabulation", "mettez des espaces"),
    (
        "mapping values are not allowed",
        "deux-points inattendus",
        "un texte qui contient « : » se met entre guillemets ; vérifiez aussi le retrait",
    ),
    (
        "could not find expected ':'",
        "il manque les deux-points d'une clé",
        "écrivez « cle: valeur », et vérifiez le retrait des lignes voisines",
    ),
    ("parsing a flow", "crochet ou accolade mal fermés", "fermez-les sur la même ligne"),
    ("quoted scalar", "guillemets jamais refermés", "fermez-les"),
    (
        "did not find expected",
        "retrait ou ponctuation inattendus",
        "alignez avec les voisins, fermez les guillemets au-dessus",
    ),
    ("undefined alias", "texte qui commence par « * »", "mettez-le entre guillemets"),
)


class Unreadable(ValueError):
    """A file is not YAML; `finding` says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class _Loader(yaml.CSafeLoader):
    """YAML whose dates stay text: a day that does not exist is then a finding like others."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Located:
    """A value of a YAML file, with its place; `line` counts from one."""

    path: str
    line: int
    value: Any
    node: yaml.Node
    depth: int = 0

    def __getitem__(self, step: str | int) -> "Located":
        """Return the value under a key or at an index. Raises `KeyError` when there is none."""
        found = self._child(step)
        if found is None:
            raise KeyError(step)
        return found

    def _child(self, step: str | int) -> "Located | None":
        if isinstance(self.node, yaml.MappingNode):
            for key, node in self.node.value:
                if key.value == step:
                    return self._at(_line(key), step, node)
        elif isinstance(self.node, yaml.SequenceNode) and step in range(len(self.node.value)):
            node = self.node.value[step]
            return self._at(_line(node), step, node)
        return None

    def _at(self, line: int, step: str | int, node: yaml.Node) -> "Located":
        return Located(self.path, line, self.value[step], node, self.depth + 1)

    def __contains__(self, step: object) -> bool:
        """Tell whether a mapping has this key."""
        return isinstance(self.value, dict) and step in self.value

    def __iter__(self) -> Iterator["Located"]:
        """Go through the items of a sequence."""
        if isinstance(self.node, yaml.SequenceNode):
            yield from (self[index] for index in range(len(self.value)))

    def items(self) -> Iterator[tuple[str, "Located"]]:
        """Go through the keys of a mapping, each with its value."""
        if isinstance(self.node, yaml.MappingNode):
            yield from ((key, self[key]) for key in self.value if isinstance(key, str))

    def get(self, *steps: str) -> "Located | None":
        """Return the value at the end of `steps`, None when a step is missing."""
        found = self.nearest(*steps)
        return found if found.depth == self.depth + len(steps) else None

    def under(self, *steps: str) -> list["Located"]:
        """Return the items of the sequence below `steps`, nothing when a step is missing."""
        found = self.get(*steps)
        return [] if found is None else list(found)

    def nearest(self, *steps: str | int) -> "Located":
        """Return the value at the end of `steps`, or the last one on the way that exists."""
        place = self
        for step in steps:
            found = place._child(step)
            if found is None:
                break
            place = found
        return place

    def lines(self) -> Iterator["Located"]:
        """Go through the lines of a text; each has its own place when written after a bar."""
        literal = isinstance(self.node, yaml.ScalarNode) and self.node.style == "|"
        first = self.node.start_mark.line + 2 if literal else self.line
        for offset, text in enumerate(str(self.value).splitlines()):
            yield Located(self.path, first + offset if literal else first, text, self.node)

    def find(self, severity: Severity, message: str, hint: str = "", *also: str) -> Finding:
        """Report something about this value."""
        return Finding(self.path, self.line, severity, message, hint, also)


def read(path: Path, name: str) -> Located:
    """Read the YAML file at `path`, called `name` in the report. Raises `Unreadable`."""
    text = _text(path, name)
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        value = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        raise Unreadable(_explain(name, text, error)) from error
    finally:
        loader.dispose()
    if node is None:
        raise Unreadable(Finding(name, 1, "error", "fichier vide", "remplissez-le ou supprimez-le"))
    return Located(name, 1, value, node)


def repeated_keys(place: Located) -> Iterator[Finding]:
    """Report the keys written twice in a mapping: YAML keeps the last one without a word."""
    yield from _repeated_keys(place.path, place.node)


def _repeated_keys(path: str, node: yaml.Node) -> Iterator[Finding]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(path, item)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            if key.value in seen:
                message = f"« {key.value} » est déjà écrit ligne {seen[key.value]}"
                hint = "gardez-en un : seul le dernier serait lu"
                yield Finding(path, _line(key), "error", message, hint)
            seen[key.value] = _line(key)
            yield from _repeated_keys(path, value)


def _text(path: Path, name: str) -> str:
    written = path.read_bytes()
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written[: error.start].count(b"\n") + 1
        message = "un caractère n'est pas en UTF-8"
        hint = "enregistrez le fichier en UTF-8"
        raise Unreadable(Finding(name, line, "error", message, hint)) from error


def _explain(name: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    said = f"{error.context or ''} {error.problem or ''}"
    # what was never closed is noticed far below the place to mend
    unclosed = "quoted scalar" in said or "flow" in said
    mark = error.context_mark if unclosed else error.problem_mark
    line = min(mark.line + 1, len(text.splitlines())) if mark else 1
    if re.match(r" *\t", (text.splitlines() or [""])[line - 1]):
        return Finding(name, line, "error", "tabulation en début de ligne", "mettez des espaces")
    for cause, message, hint in _MISTAKES:
        if cause in said:
            return Finding(name, line, "error", f"YAML illisible : {message}", hint)
    return Finding(name, line, "error", f"YAML illisible : {said.strip()}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
