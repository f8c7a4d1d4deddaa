"""The knowledge that designers write in YAML: topics, forms, services, offices, thresholds.

`load_knowledge` checks every file against its schema and every reference between files, and
raises `KnowledgeError` with the file and the place, so that nothing half-right is ever served.
"""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from econtacts_core.documents import (
    KnowledgeError,
    Source,
    check_known,
    date_of,
    read_document,
    source_of,
)
from econtacts_core.form_fields import FormField, fields_of, shared_fields_of
from econtacts_core.offices import Offices, load_offices
from econtacts_core.territories import Territories, load_territories
from econtacts_core.top_questions import TopQuestions, load_top_questions

AUDIENCES = ("particulier", "professionnel")
# What an answer may depend on, and so what may be asked back: the slots of the domain.
PRECISIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "audience": AUDIENCES,
        "tax": ("revenu", "fonciere", "habitation", "cfe", "tva", "societes", "autre"),
        "notice": ("avant_avis", "apres_avis", "annee_anterieure"),
        "event": ("mariage", "pacs", "naissance", "separation", "deces", "emploi", "retraite"),
    }
)


@dataclass(frozen=True)
class Destination:
    """A secure-mail form or an online service: where a citizen is led.

    A form with `fields` can be filled here; `topic` is what it is about when nothing else tells.
    """

    id: str
    kind: str  # "form" or "service"
    title: str
    path: tuple[str, ...]
    href: str
    audience: tuple[str, ...]
    purpose: str
    confirmed: bool  # False: the label is ours, shown as a demonstration
    source: Source
    topic: str | None
    fields: tuple[FormField, ...]
    attachments: bool  # whether documents may be joined


@dataclass(frozen=True)
class Answer:
    """What is said to one audience: `chat` is short and plain, `mail` complete and courteous.

    `when` narrows it further: for each precision, the values that the answer is for.
    """

    audience: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]]
    chat: str
    mail: str
    services: tuple[str, ...]
    forms: tuple[str, ...]

    def fits(self, known: Mapping[str, str | None]) -> bool:
        """Tell whether nothing that is `known` speaks against this answer."""
        wanted = {"audience": self.audience, **self.when}
        values = ((known.get(precision), allowed) for precision, allowed in wanted.items())
        return all(value is None or value in allowed for value, allowed in values)


@dataclass(frozen=True)
class KeywordRule:
    """What points to a topic with `weight` in [0, 1].

    `all` these concepts affirmed, none of `unless` affirmed, and every one of `without` spoken of
    to be denied.
    """

    all: tuple[str, ...]
    unless: tuple[str, ...]
    without: tuple[str, ...]
    weight: float
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """One subject: Rasa intent, classifier class, answer and row of the dashboards at once."""

    id: str
    title: str
    refs: tuple[str, ...]
    ask: tuple[str, ...]
    answers: tuple[Answer, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    valid_until: date | None
    office: str
    keywords: tuple[KeywordRule, ...]

    def answer_for(self, known: Mapping[str, str | None]) -> Answer:
        """Return the first answer that fits what is `known`, or the first of all when none does.

        Args:
            known: a value, or None, for some of the `PRECISIONS`.
        """
        return next((answer for answer in self.answers if answer.fits(known)), self.answers[0])


@dataclass(frozen=True)
class Elsewhere:
    """Another administration, for what is outside our scope."""

    name: str
    purpose: str
    href: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """The administration's telephone line."""

    phone: str
    price: str
    hours: str
    source: Source


@dataclass(frozen=True)
class Thresholds:
    """Two steps of the confidence ladder, each in [0, 1], compared with `>=`.

    From `sure` on, the answer is given at once; from `possible` on, it is offered as a choice.
    """

    sure: float
    possible: float


@dataclass(frozen=True)
class Ladder:
    """The thresholds of the assistant's intents, of a message's parts, of the orchestrator.

    `requests`: a part asks for a topic of its own when it is `sure` of it, and the whole message
    finds it `possible`.
    """

    assistant: Thresholds
    requests: Thresholds
    orchestrator: Thresholds


@dataclass(frozen=True)
class Knowledge:
    """All that was loaded; mappings keep the order of the files.

    `concepts` gives the forms of each; those `either_way` mean the same affirmed and denied.
    `top_questions` are by collection.
    """

    topics: Mapping[str, Topic]
    destinations: Mapping[str, Destination]
    concepts: Mapping[str, tuple[str, ...]]
    either_way: frozenset[str]
    contact: Contact
    elsewhere: tuple[Elsewhere, ...]
    elsewhere_default: Elsewhere
    ladder: Ladder
    offices: Offices
    territories: Territories
    top_questions: Mapping[str, TopQuestions]

    def leads_to(self, answer: Answer) -> list[Destination]:
        """Return where `answer` leads: online services first, they replace forms."""
        return [self.destinations[key] for key in (*answer.services, *answer.forms)]


def knowledge_directory() -> Path:
    """Return where the knowledge lies: `ECONTACTS_KNOWLEDGE`, or `knowledge/` below the start."""
    return Path(os.environ.get("ECONTACTS_KNOWLEDGE", "knowledge"))


def load_knowledge(directory: Path) -> Knowledge:
    """Read and check the knowledge under `directory`.

    Raises:
        KnowledgeError: with the file, the place in it and what is wrong.
    """
    contact = read_document(directory / "contact.yml", "contact")["contact"]
    elsewhere = read_document(directory / "elsewhere.yml", "elsewhere")
    concepts = read_document(directory / "concepts.yml", "concepts")["concepts"]
    knowledge = Knowledge(
        topics=_topics(directory / "topics"),
        destinations=_destinations(directory),
        concepts={key: tuple(concept["forms"]) for key, concept in concepts.items()},
        either_way=frozenset(key for key in concepts if concepts[key].get("either_way", False)),
        contact=Contact(
            phone=contact["phone"],
            price=contact["price"],
            hours=contact["hours"]["label"],
            source=source_of(contact["source"]),
        ),
        elsewhere=tuple(_elsewhere(entry) for entry in elsewhere["elsewhere"]),
        elsewhere_default=_elsewhere(elsewhere["default"]),
        ladder=_ladder(read_document(directory / "ladder.yml", "ladder")),
        offices=load_offices(directory / "offices.yml", concepts),
        territories=load_territories(directory / "territories.yml"),
        top_questions=load_top_questions(directory / "top_questions.yml"),
    )
    _check_references(knowledge)
    return knowledge


def _topics(directory: Path) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for path in sorted(directory.glob("*.yml")):
        for entry in read_document(path, "topics")["topics"]:
            if entry["id"] in topics:
                raise KnowledgeError(f"{path} : le sujet {entry['id']} existe déjà")
            topics[entry["id"]] = _topic(entry)
    if not topics:
        raise KnowledgeError(f"{directory} : aucun sujet")
    return topics


def _topic(entry: Mapping[str, Any]) -> Topic:
    return Topic(
        id=entry["id"],
        title=entry["title"],
        refs=tuple(entry["refs"]),
        ask=tuple(entry["ask"]),
        answers=tuple(_answer(answer) for answer in entry["answers"]),
        sources=tuple(source_of(source) for source in entry["sources"]),
        reviewed_on=date.fromisoformat(entry["reviewed_on"]),
        valid_until=date_of(entry["valid_until"]),
        office=entry["office"],
        keywords=tuple(_keyword_rule(rule) for rule in entry["keywords"]),
    )


def _answer(entry: Mapping[str, Any]) -> Answer:
    return Answer(
        audience=tuple(entry["audience"]),
        when={key: tuple(values) for key, values in entry.get("when", {}).items()},
        chat=entry["chat"].strip(),
        mail=entry["mail"].strip(),
        services=tuple(entry["services"]),
        forms=tuple(entry["forms"]),
    )


def _keyword_rule(entry: Mapping[str, Any]) -> KeywordRule:
    return KeywordRule(
        all=tuple(entry["all"]),
        unless=tuple(entry.get("unless", ())),
        without=tuple(entry.get("without", ())),
        weight=entry["weight"],
        fires=tuple(entry.get("fires", ())),
        silent=tuple(entry.get("silent", ())),
    )


def _destinations(directory: Path) -> dict[str, Destination]:
    services = read_document(directory / "services.yml", "destinations")["services"]
    written = read_document(directory / "forms.yml", "destinations")
    shared = shared_fields_of(written.get("shared_fields", ()))
    found = [_destination("service", entry, ()) for entry in services]
    for place, entry in enumerate(written["forms"]):
        steps = f"{directory / 'forms.yml'} : forms › {place}"
        fields = fields_of(steps, entry.get("fields", ()), shared)
        found.append(_destination("form", entry, fields))
    destinations = {destination.id: destination for destination in found}
    if len(destinations) < len(found):
        counted = Counter(destination.id for destination in found)
        twice = ", ".join(key for key, count in counted.items() if count > 1)
        raise KnowledgeError(f"{directory} : formulaire ou service en double : {twice}")
    return destinations


def _destination(kind: str, entry: Mapping[str, Any], fields: tuple[FormField, ...]) -> Destination:
    return Destination(
        id=entry["id"],
        kind=kind,
        title=entry["title"],
        path=tuple(entry["path"]),
        href=entry["href"],
        audience=tuple(entry["audience"]),
        purpose=entry["purpose"],
        confirmed=entry.get("confirmed", True),
        source=source_of(entry["source"]),
        topic=entry.get("topic"),
        fields=fields,
        attachments=entry.get("attachments", False),
    )


def _elsewhere(entry: Mapping[str, Any]) -> Elsewhere:
    return Elsewhere(
        name=entry["name"],
        purpose=entry["for"],
        href=entry["href"],
        keywords=tuple(entry.get("keywords", ())),
    )


def _ladder(entry: Mapping[str, Any]) -> Ladder:
    return Ladder(**{name: Thresholds(**steps) for name, steps in entry.items()})


def _check_references(knowledge: Knowledge) -> None:
    for form in knowledge.destinations.values():
        named = [form.topic] if form.topic else []
        check_known(f"formulaire {form.id}", "sujet inconnu", named, knowledge.topics)
    for collection, offered in knowledge.top_questions.items():
        place = f"questions fréquentes de {collection}"
        check_known(place, "sujet inconnu", offered.named(), knowledge.topics)
    for topic in knowledge.topics.values():
        place = f"sujet {topic.id}"
        named = [key for answer in topic.answers for key in (*answer.services, *answer.forms)]
        check_known(place, "formulaire ou service inconnu", named, knowledge.destinations)
        concepts = [
            key for rule in topic.keywords for key in (*rule.all, *rule.unless, *rule.without)
        ]
        check_known(place, "concept inconnu", concepts, knowledge.concepts)
        check_known(place, "équipe inconnue", [topic.office], knowledge.offices.teams)
