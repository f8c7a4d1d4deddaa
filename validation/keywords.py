"""The keyword graph: each rule says which sentences fire it; the companion's tests try them."""

from collections.abc import Iterator

from validation.findings import Finding
from validation.located import Located
from validation.project import Project


def keywords(project: Project) -> Iterator[Finding]:
    """Report rules without examples, written twice or contradicting themselves."""
    for topic in project.topic_entries:
        if not topic.value["keywords"]:
            message = f"le sujet « {topic.value['id']} » n'a aucune règle de mots-clés"
            yield topic["keywords"].find(
                "warning", message, "écrivez-en une : elle appuie le modèle"
            )
        seen: dict[tuple[frozenset[str], frozenset[str]], Located] = {}
        for rule in topic["keywords"]:
            yield from _rule(rule)
            key = (frozenset(rule.value["all"]), frozenset(rule.value.get("unless", ())))
            if key in seen:
                message = f"même règle que ligne {seen[key].line}"
                yield rule.find("warning", message, "gardez-en une")
            seen.setdefault(key, rule)


def _rule(rule: Located) -> Iterator[Finding]:
    if not rule.value.get("fires"):
        hint = "écrivez dans « fires » une phrase qui la déclenche"
        yield rule.find("error", "cette règle n'a aucun exemple", hint)
    both = sorted(set(rule.value["all"]) & set(rule.value.get("unless", ())))
    if both:
        message = f"« {both[0]} » est à la fois voulu et exclu : la règle ne sert jamais"
        yield rule.find("error", message, "ôtez-le d'un des deux côtés")
