"""What a topic asks before it answers: each precision has its slot, its question, its answers."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from econtacts_core.knowledge import PRECISIONS

from validation.findings import Finding
from validation.located import Located
from validation.project import Project
from validation.vocabulary import FORM


def precisions(project: Project) -> Iterator[Finding]:
    """Report what is missing between the topics' questions and the domain."""
    asked = {name for topic in project.topics.values() for name in topic.value["ask"]}
    for precision in sorted(asked & set(PRECISIONS)):
        yield from _slot(project, precision)
        yield from _question(project, precision)
    yield from _mappings(project)
    for topic in project.topic_entries:
        yield from _answers(topic)


def _slot(project: Project, precision: str) -> Iterator[Finding]:
    wanted = PRECISIONS[precision]
    slot = project.domain.get("slots", precision)
    if slot is None:
        message = f"la précision « {precision} » n'a pas d'emplacement (slot)"
        hint = f"ajoutez-le à slots, type categorical, values: [{', '.join(wanted)}]"
        yield project.domain.nearest("slots").find("error", message, hint)
    elif list(slot.value.get("values", ())) != list(wanted):
        message = f"l'emplacement « {precision} » n'a pas les valeurs des fiches"
        hint = f"écrivez values: [{', '.join(wanted)}]"
        yield slot.nearest("values").find("error", message, hint)
    if precision not in _required(project):
        message = f"le questionnaire {FORM} ne demande jamais « {precision} »"
        hint = f"ajoutez-le à forms › {FORM} › required_slots"
        yield project.domain.nearest("forms", FORM).find("error", message, hint)


def _required(project: Project) -> list[str]:
    slots = project.domain.get("forms", FORM, "required_slots")
    return [] if slots is None else list(slots.value)


def _question(project: Project, precision: str) -> Iterator[Finding]:
    name = f"utter_ask_{precision}"
    response = project.responses.get(name)
    if response is None:
        message = f"la précision « {precision} » n'a pas de question"
        hint = f"écrivez « {name} » dans data/responses/"
        yield project.domain.nearest("slots", precision).find("error", message, hint)
        return
    for variation in response:
        for button in variation.under("buttons"):
            payload = str(button.value["payload"])
            if f'"{precision}"' in payload and not _offers_known_value(precision, payload):
                message = f"ce bouton n'envoie aucune valeur connue de « {precision} »"
                hint = f"valeurs : {', '.join(PRECISIONS[precision])}"
                yield button.nearest("payload").find("error", message, hint)


def _offers_known_value(precision: str, payload: str) -> bool:
    return any(f'"{value}"' in payload for value in PRECISIONS[precision])


def _mappings(project: Project) -> Iterator[Finding]:
    slot = project.domain.nearest("slots", "topic")
    mapped = {
        mapping.value["intent"]: mapping
        for mapping in slot.under("mappings")
        if mapping.value.get("type") == "from_intent"
        and isinstance(mapping.value.get("intent"), str)
    }
    for name, topic in project.topics.items():
        if topic.value["ask"] and name not in mapped:
            message = f"l'emplacement « topic » ne retient pas « {name} » pendant la question"
            hint = f"ajoutez-lui « type: from_intent », « intent: {name} », « value: {name} »"
            yield slot.find("error", message, hint, topic.path)
    for name, mapping in mapped.items():
        if name not in project.topics or not project.topics[name].value["ask"]:
            message = f"l'emplacement « topic » retient « {name} », qui ne pose pas de question"
            yield mapping.find("error", message, "ôtez ces lignes, ou complétez ask dans la fiche")
        elif mapping.value.get("value") != name:
            message = f"« {name} » remplit l'emplacement avec « {mapping.value.get('value')} »"
            yield mapping.find("error", message, f"écrivez « value: {name} »")


def _answers(topic: Located) -> Iterator[Finding]:
    answers = list(topic["answers"])
    asked = [name for name in topic.value["ask"] if name in PRECISIONS]
    for precision in asked:
        yield from _asked(topic, answers, precision)
    chosen = _chosen([answer.value for answer in answers])
    for place, answer in enumerate(answers):
        if place not in chosen:
            message = (
                "cette réponse n'est jamais choisie : une autre, avant elle, convient toujours"
            )
            yield answer.find("warning", message, "resserrez la précédente, ou ôtez celle-ci")


def _asked(topic: Located, answers: list[Located], precision: str) -> Iterator[Finding]:
    served = {value for answer in answers for value in _allowed(answer.value, precision)}
    depends = len({_allowed(answer.value, precision) for answer in answers}) > 1
    if not depends:
        message = f"« {precision} » est demandé, mais aucune réponse n'en dépend"
        yield topic["ask"].find("error", message, "ôtez la question, ou écrivez les réponses")
    left = [value for value in PRECISIONS[precision] if value not in served]
    general = set(_allowed(answers[0].value, precision)) == set(PRECISIONS[precision])
    if left and not general:
        message = f"aucune réponse pour {precision} = {', '.join(left)}"
        hint = "ajoutez-la, ou mettez en premier une réponse qui convient à tous"
        yield topic["answers"].find("error", message, hint)


def _allowed(answer: dict[str, Any], precision: str) -> tuple[str, ...]:
    """Return the values of a precision that an answer is for."""
    if precision == "audience":
        return tuple(answer["audience"])
    return tuple(answer.get("when", {}).get(precision, PRECISIONS[precision]))


def _chosen(answers: list[dict[str, Any]]) -> set[int]:
    """Return the answers that some citizen gets, whatever is known or not of each precision."""
    depends = sorted({"audience", *(key for answer in answers for key in answer.get("when", {}))})
    chosen = {0}
    for known in product(*((None, *PRECISIONS[name]) for name in depends)):
        values = list(zip(depends, known, strict=True))
        fitting = (place for place, answer in enumerate(answers) if _fits(answer, values))
        chosen.add(next(fitting, 0))
    return chosen


def _fits(answer: dict[str, Any], values: list[tuple[str, str | None]]) -> bool:
    return all(value is None or value in _allowed(answer, name) for name, value in values)
