"""All that designers write, read once with its lines, as the checks want to see it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from econtacts_core.text import normalise

from validation.findings import Finding
from validation.located import Located, Unreadable, read, repeated_keys
from validation.shape import shape_findings

DOMAIN = "domain.yml"
OFFICES = "knowledge/offices.yml"
TOP_QUESTIONS = "knowledge/top_questions.yml"
# Which schema each file follows, by the first pattern that fits its path.
_SCHEMAS = (
    ("domain.yml", "validation/domain"),
    ("config.yml", "validation/config"),
    ("data/nlu/*.yml", "validation/nlu"),
    ("data/rules/*.yml", "validation/dialogue"),
    ("data/stories/*.yml", "validation/dialogue"),
    ("data/responses/*.yml", "validation/responses"),
    ("knowledge/topics/*.yml", "econtacts_core/topics"),
    ("knowledge/collections/*.yml", "econtacts_core/collection"),
    ("knowledge/concepts.yml", "econtacts_core/concepts"),
    ("knowledge/contact.yml", "econtacts_core/contact"),
    ("knowledge/elsewhere.yml", "econtacts_core/elsewhere"),
    ("knowledge/forms.yml", "econtacts_core/destinations"),
    ("knowledge/services.yml", "econtacts_core/destinations"),
    ("knowledge/ladder.yml", "econtacts_core/ladder"),
    ("knowledge/offices.yml", "econtacts_core/offices"),
    ("knowledge/territories.yml", "econtacts_core/territories"),
    (TOP_QUESTIONS, "econtacts_core/top_questions"),
)
_HELD_OUT = "tests/nlu/held_out_*.yml"
_CODE = ("actions", "nlu", "core/src", "companion/src")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Utterance:
    """One example of an intent, entity marks taken off."""

    intent: str
    text: str
    place: Located

    @cached_property
    def plain(self) -> str:
        """The text as the models see it; of a text without a word, the text itself."""
        return normalise(self.text) or self.text


@dataclass(frozen=True)
class Step:
    """One step of a rule or story: an intent, an action or a form."""

    kind: str
    name: str
    place: Located


@dataclass(frozen=True)
class Dialogue:
    """A rule or a story, with the steps that name an intent, an action or a form."""

    kind: str  # "rule" or "story"
    name: str
    place: Located
    conditional: bool
    steps: tuple[Step, ...]

    def named(self, kind: str) -> list[str]:
        """Return what its steps of one kind name, in order."""
        return [step.name for step in self.steps if step.kind == kind]


@dataclass(frozen=True)
class Project:
    """The files of a project, by their path from its root."""

    root: Path
    documents: Mapping[str, Located]
    held_out: Mapping[str, Located]  # utterances that training never sees

    @cached_property
    def topics(self) -> dict[str, Located]:
        """Each topic's entry in the knowledge; of two with one name, the first."""
        return {str(topic.value["id"]): topic for topic in reversed(self.topic_entries)}

    @cached_property
    def topic_entries(self) -> list[Located]:
        """Every entry of every file of topics."""
        return [
            topic
            for document in self._below("knowledge/topics/")
            for topic in document.under("topics")
        ]

    @cached_property
    def questions(self) -> list[Located]:
        """Every question of every collection."""
        return [
            question
            for document in self._below("knowledge/collections/")
            for question in document.under("questions")
        ]

    @cached_property
    def destinations(self) -> dict[str, Located]:
        """Each form and online service; of two with one name, the first."""
        return {str(entry.value["id"]): entry for entry in reversed(self.destination_entries)}

    @cached_property
    def destination_entries(self) -> list[Located]:
        """Every entry of the online services, then of the forms."""
        return [
            *self.documents["knowledge/services.yml"].under("services"),
            *self.documents["knowledge/forms.yml"].under("forms"),
        ]

    @cached_property
    def concepts(self) -> dict[str, Located]:
        """Each concept of the keyword graph."""
        return dict(self.documents["knowledge/concepts.yml"]["concepts"].items())

    @cached_property
    def teams(self) -> dict[str, Located]:
        """Each team that may answer."""
        return dict(self.documents[OFFICES]["teams"].items())

    @cached_property
    def situations(self) -> dict[str, Located]:
        """Each situation that cannot wait."""
        return dict(self.documents[OFFICES]["situations"].items())

    @cached_property
    def top_questions(self) -> list[Located]:
        """Every question offered before anybody has asked, of the seasons and of all year."""
        return [
            question
            for _, offered in self.documents[TOP_QUESTIONS]["collections"].items()
            for part in (*offered.under("seasons"), offered)
            for field in ("questions", "all_year")
            for question in part.under(field)
        ]

    @property
    def domain(self) -> Located:
        """The assistant's domain."""
        return self.documents[DOMAIN]

    @cached_property
    def intents(self) -> dict[str, Located]:
        """Each intent of the domain."""
        return {_intent_name(place.value): place for place in self.domain.under("intents")}

    @cached_property
    def utterances(self) -> list[Utterance]:
        """Every example that the assistant is trained on."""
        return [found for page in self._below("data/nlu/") for found in _utterances(page)]

    @cached_property
    def held_out_utterances(self) -> list[Utterance]:
        """Every example kept apart from training."""
        return [found for page in self.held_out.values() for found in _utterances(page)]

    @cached_property
    def dialogues(self) -> list[Dialogue]:
        """Every rule, then every story."""
        return [
            _dialogue(kind, entry)
            for kind, kinds in (("rule", "rules"), ("story", "stories"))
            for page in self._below(f"data/{kinds}/")
            for entry in page.under(kinds)
        ]

    @cached_property
    def responses(self) -> dict[str, Located]:
        """Each of the assistant's own sentences, by its name."""
        pages = [*self._below("data/responses/"), self.domain]
        return {
            name: place
            for page in pages
            if "responses" in page
            for name, place in page["responses"].items()
        }

    @cached_property
    def code(self) -> dict[str, str]:
        """The text of the programs that name responses, concepts and destinations."""
        found = (path for folder in _CODE for path in (self.root / folder).rglob("*.py"))
        return {
            path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(found)
        }

    def named_in_code(self, name: str) -> bool:
        """Tell whether a program has `name` as one of its texts."""
        quoted = re.compile(rf"""["']{re.escape(name)}["']""")
        return any(quoted.search(text) for text in self.code.values())

    def _below(self, folder: str) -> list[Located]:
        return [page for path, page in self.documents.items() if path.startswith(folder)]


def read_project(root: Path) -> tuple[Project, list[Finding], bool]:
    """Read the files of the project at `root`.

    Returns:
        The project, what is wrong with the form of its files, and whether all of them can be
        relied on: otherwise the other checks would report the consequences of one mistake.
    """
    documents, findings, sound = _read_all(root, dict(_schemas(root)))
    held_out = dict.fromkeys(_names(root, _HELD_OUT), "")
    apart, unreadable, held_sound = _read_all(root, held_out)
    return Project(root, documents, apart), [*findings, *unreadable], sound and held_sound


def _read_all(
    root: Path, schemas: Mapping[str, str]
) -> tuple[dict[str, Located], list[Finding], bool]:
    documents: dict[str, Located] = {}
    findings: list[Finding] = []
    sound = True
    for name, schema in schemas.items():
        try:
            documents[name] = page = read(root / name, name)
        except FileNotFoundError:
            findings.append(Finding(name, 1, "error", "fichier absent", "restaurez-le"))
            sound = False
            continue
        except Unreadable as error:
            findings.append(error.finding)
            sound = False
            continue
        findings += repeated_keys(page)
        for finding, harmless in shape_findings(page, schema) if schema else ():
            findings.append(finding)
            sound = sound and harmless
    return documents, findings, sound


def _schemas(root: Path) -> Iterator[tuple[str, str]]:
    for pattern, schema in _SCHEMAS:
        # a file that is named must be there, a folder holds what it holds
        names = _names(root, pattern) if "*" in pattern else [pattern]
        yield from ((name, schema) for name in names)


def _names(root: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))


def _intent_name(entry: Any) -> str:
    # an intent with options is written as a mapping: `greet: {use_entities: []}`
    return next(iter(entry)) if isinstance(entry, dict) else str(entry)


def _utterances(page: Located) -> Iterator[Utterance]:
    for entry in page.under("nlu"):
        if "intent" not in entry or "examples" not in entry:
            continue
        for line in entry["examples"].lines():
            if line.value.startswith("- "):
                text = _ENTITY.sub(r"\1", line.value.removeprefix("- ").strip())
                yield Utterance(str(entry.value["intent"]), text, line)


def _dialogue(kind: str, entry: Located) -> Dialogue:
    steps = [
        Step(name, str(place.value), place)
        for step in entry.under("steps")
        for name, place in step.items()
        if name in ("intent", "action", "active_loop")
    ]
    return Dialogue(kind, str(entry.value[kind]), entry, "condition" in entry, tuple(steps))
