"""The rules of the keyword graph: each can fire, changes something, and belongs to one topic.

Their sentences are tried in `validation.graph`.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from validation.concepts import Stems, form_stems
from validation.findings import Finding
from validation.located import Located
from validation.project import Project

_FIELDS = ("all", "unless", "without")
Conditions = tuple[frozenset[str], ...]


def keywords(project: Project) -> Iterator[Finding]:
    """Report rules that can never fire, change nothing, or stand in two topics."""
    forms = {name: form_stems(concept) for name, concept in project.concepts.items()}
    for topic in project.topic_entries:
        if not topic.value["keywords"]:
            message = f"le sujet « {topic.value['id']} » n'a aucune règle de mots-clés"
            yield topic["keywords"].find(
                "warning", message, "écrivez-en une : elle appuie le modèle"
            )
        for rule in topic["keywords"]:
            yield from _rule(rule)
            yield from _never(project, rule)
            yield from _hidden(forms, rule)
        yield from _repeated(topic["keywords"])
    yield from _between_topics(project)


def _rule(rule: Located) -> Iterator[Finding]:
    if not rule.value.get("fires"):
        hint = "écrivez dans « fires » une phrase qui la déclenche"
        yield rule.find("error", "cette règle n'a aucun exemple", hint)


def _never(project: Project, rule: Located) -> Iterator[Finding]:
    wanted, excluded, denied = conditions(rule)
    for name in sorted(wanted & excluded):
        message = f"« {name} » est à la fois voulu et exclu : la règle ne sert jamais"
        yield rule.find("error", message, "ôtez-le d'un des deux côtés")
    for name in sorted(wanted & denied):
        message = f"« {name} » est voulu à la fois affirmé et nié : la règle ne sert jamais"
        yield rule.find("error", message, "ôtez-le de « all » ou de « without »")
    for name in sorted(denied & set(project.concepts)):
        if project.concepts[name].value.get("either_way"):
            message = f"« {name} » n'est jamais nié (either_way) : la règle ne sert jamais"
            yield rule.find("error", message, "écrivez-le dans « all », ou ôtez either_way")


def _hidden(forms: Mapping[str, list[Stems]], rule: Located) -> Iterator[Finding]:
    """Report the excluded concepts that are read in every form of a wanted one."""
    wanted, excluded, _ = conditions(rule)
    known = forms.keys()
    for name, within in product(sorted((excluded - wanted) & known), sorted(wanted & known)):
        if _always_in(forms[name], forms[within]):
            message = (
                f"« {within} » contient toujours « {name} », qui est exclu : "
                "la règle ne sert jamais"
            )
            yield rule.find("error", message, f"ôtez « {name} » de « unless »")


def _always_in(parts: list[Stems], wholes: list[Stems]) -> bool:
    return all(any(_contains(whole, part) for part in parts) for whole in wholes)


def _contains(whole: Stems, part: Stems) -> bool:
    return any(
        whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1)
    )


def _repeated(rules: Located) -> Iterator[Finding]:
    seen: dict[Conditions, Located] = {}
    for rule in rules:
        key = conditions(rule)
        if key in seen:
            message = f"même règle que ligne {seen[key].line}"
            yield rule.find("warning", message, "gardez-en une")
        seen.setdefault(key, rule)
    for key, rule in seen.items():
        for other, stronger in seen.items():
            if other != key and _covers(other, key) and _weight(stronger) >= _weight(rule):
                message = f"la règle de la ligne {stronger.line} dit déjà tout ce que dit celle-ci"
                yield rule.find("warning", message, "ôtez-la, ou donnez-lui plus de poids")
                break


def _covers(wide: Conditions, narrow: Conditions) -> bool:
    """Tell whether `wide` holds whenever `narrow` does: it asks for less."""
    return all(asked <= more for asked, more in zip(wide, narrow, strict=True))


def _between_topics(project: Project) -> Iterator[Finding]:
    seen: dict[tuple[Conditions, float], tuple[str, Located]] = {}
    for topic in project.topic_entries:
        for rule in topic["keywords"]:
            key = conditions(rule), _weight(rule)
            owner, first = seen.setdefault(key, (topic.value["id"], rule))
            if owner != topic.value["id"]:
                message = f"même règle et même poids dans « {owner} » : {first.path}:{first.line}"
                hint = "donnez des concepts ou un poids différents : rien ne les départage"
                yield rule.find("error", message, hint, first.path)


def conditions(rule: Located) -> Conditions:
    """Return what a rule wants affirmed, not affirmed, denied."""
    return tuple(frozenset(rule.value.get(field, ())) for field in _FIELDS)


def _weight(rule: Located) -> float:
    return float(rule.value["weight"])
