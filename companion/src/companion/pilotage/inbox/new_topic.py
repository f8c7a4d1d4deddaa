"""The skeleton of a topic that a designer wants: everything but what only a person can write.

Its fields are left empty, so that `make validate` names each of them until it is filled.
"""

import re

import yaml

from companion.learning.designers_files import DesignersFiles
from companion.learning.utterance_files import UnfitFile, lines_of
from companion.storage.inbox_tables import NewTopic

# As the knowledge's schema wants it, and short enough for a column.
TOPIC_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_ENTRY = """
  - id: {id}
    title: {title}
    refs: []
    ask: []
    answers:
      - audience: []
        chat: ""
        mail: ""
        services: []
        forms: []
    sources: []
    reviewed_on: ""
    valid_until: null
    office: ""
    keywords: []
"""
_RULE = """
  - rule: {title}
    steps:
      - intent: {id}
      - action: action_answer_topic
"""


def skeleton(files: DesignersFiles, topic: NewTopic) -> dict[str, tuple[str | None, str]]:
    """Return the knowledge, the rules and the domain, before and after, by path.

    Raises:
        UnfitFile: the domain does not list the subject's intents where they are looked for.
    """
    entry = _ENTRY.format(id=topic.id, title=_quoted(topic.title))
    rule = _RULE.format(id=topic.id, title=_quoted(f"L'usager demande : {topic.title}"))
    return {
        f"knowledge/topics/{topic.subject}.yml": _appended(files, topic, "knowledge/topics", entry),
        f"data/rules/{topic.subject}.yml": _appended(files, topic, "data/rules", rule),
        "domain.yml": _listed(files, topic),
    }


def subjects(files: DesignersFiles) -> list[str]:
    """Return the subjects that a topic can be of: those with a file of topics and one of rules."""
    return sorted(
        path.stem
        for path in (files.root / "knowledge" / "topics").glob("*.yml")
        if (files.root / "data" / "rules" / path.name).exists()
    )


def _appended(
    files: DesignersFiles, topic: NewTopic, folder: str, entry: str
) -> tuple[str | None, str]:
    before = files.read(f"{folder}/{topic.subject}.yml")
    if before is None:
        raise UnfitFile(f"{folder}/{topic.subject}.yml is not there")
    return before, f"{before}{'' if before.endswith('\n') else '\n'}{entry}"


def _listed(files: DesignersFiles, topic: NewTopic) -> tuple[str | None, str]:
    """Add the intent below the last one of its subject."""
    before = files.read("domain.yml")
    known = yaml.load(files.read(f"knowledge/topics/{topic.subject}.yml") or "", yaml.CSafeLoader)
    named = {f"  - {entry['id']}\n" for entry in known["topics"]}
    lines = lines_of(before or "")
    places = [place for place, line in enumerate(lines) if line in named]
    if not places:
        raise UnfitFile(f"domain.yml lists no intent of {topic.subject}")
    lines.insert(places[-1] + 1, f"  - {topic.id}\n")
    return before, "".join(lines)


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, width=1000, default_style='"').strip()
