"""The loader's own word: what the programs would refuse when they start."""

import re
from collections.abc import Iterator

from econtacts_core.collection import load_collections
from econtacts_core.documents import KnowledgeError
from econtacts_core.knowledge import load_knowledge

from validation.findings import Finding
from validation.project import Project

_PLACE = re.compile(r"^(?P<file>\S+\.yml) : (?:(?P<steps>[^:]*) : )?(?P<said>.*)$", re.DOTALL)
_TOPIC = re.compile(r"^sujet (?P<topic>\w+) : (?P<said>.*)$", re.DOTALL)


def loader(project: Project) -> Iterator[Finding]:
    """Load the knowledge as the programs do, and report what they would refuse."""
    try:
        directory = project.root / "knowledge"
        load_collections(directory, load_knowledge(directory))
    except KnowledgeError as error:
        yield located(project, str(error))


def located(project: Project, message: str) -> Finding:
    """Turn the loader's message into a finding with its line.

    It names a file and the steps down to the mistake (`a.yml : topics › 0 : …`), a topic, or
    nothing that has a line.
    """
    by_topic = _TOPIC.match(message)
    if by_topic and by_topic["topic"] in project.topics:
        return project.topics[by_topic["topic"]].find("error", by_topic["said"])
    by_place = _PLACE.match(message)
    if by_place:
        name = _relative(project, by_place["file"])
        steps = [_step(step) for step in (by_place["steps"] or "").split(" › ")]
        page = project.documents.get(name)
        place = page.nearest(*steps) if page else None
        return Finding(name, place.line if place else 1, "error", by_place["said"])
    return Finding("knowledge", 0, "error", message)


def _relative(project: Project, file: str) -> str:
    return file.removeprefix(f"{project.root.as_posix()}/")


def _step(step: str) -> str | int:
    return int(step) if step.isdigit() else step
