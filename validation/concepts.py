"""The concepts of the keyword graph: each form says something, each concept something else."""

from collections.abc import Iterator
from itertools import combinations

from econtacts_core.text import stems

from validation.findings import Finding
from validation.located import Located
from validation.project import Project

Stems = tuple[str, ...]


def concepts(project: Project) -> Iterator[Finding]:
    """Report forms that say nothing, or nothing new, and concepts that one word makes two of."""
    for concept in project.concepts.values():
        yield from _forms(concept)
    yield from _twins(project)
    for topic in project.topic_entries:
        for rule in topic["keywords"]:
            yield from _wanted_together(project, rule)


def form_stems(concept: Located) -> list[Stems]:
    """Return the stems of each form of a concept."""
    return [tuple(stems(str(form))) for form in concept.value["forms"]]


def _forms(concept: Located) -> Iterator[Finding]:
    seen: dict[Stems, str] = {}
    for form, read in zip(concept["forms"], form_stems(concept), strict=True):
        if not read:
            hint = "écrivez des mots, ou supprimez-la"
            yield form.find("error", f"la forme « {form.value} » n'a aucun mot", hint)
        elif read in seen:
            message = f"« {form.value} » a les mêmes racines que « {seen[read]} »"
            yield form.find("warning", message, "gardez-en une : les deux se lisent pareil")
        seen.setdefault(read, str(form.value))


def _twins(project: Project) -> Iterator[Finding]:
    first: dict[frozenset[Stems], str] = {}
    for name, concept in project.concepts.items():
        read = frozenset(form_stems(concept))
        if read in first:
            message = f"« {name} » a les mêmes formes que « {first[read]} »"
            yield concept.find("warning", message, "gardez un seul des deux concepts")
        first.setdefault(read, name)


def _wanted_together(project: Project, rule: Located) -> Iterator[Finding]:
    known = [name for name in rule.value["all"] if name in project.concepts]
    for one, other in combinations(known, 2):
        there = form_stems(project.concepts[other])
        forms = zip(
            project.concepts[one].value["forms"], form_stems(project.concepts[one]), strict=True
        )
        shared = next((form for form, read in forms if read in there), None)
        if shared is not None:
            message = f"« {shared} » suffit à faire lire à la fois « {one} » et « {other} »"
            hint = (
                "ôtez cette forme d'un des deux concepts, ou laissez-la si elle dit bien les deux"
            )
            yield rule.find("warning", message, hint, project.concepts[one].path)
