"""Names lead somewhere, and what is described is used: forms, services, concepts, teams, topics."""

from collections.abc import Iterator

from validation.findings import Finding
from validation.keywords import conditions
from validation.located import Located
from validation.project import OFFICES, Project

_FILES = {"services": "knowledge/services.yml", "forms": "knowledge/forms.yml"}
_KINDS = {"services": "service", "forms": "formulaire"}


def references(project: Project) -> Iterator[Finding]:
    """Report names that lead nowhere, and entries that nothing leads to."""
    for topic in project.topic_entries:
        for answer in topic["answers"]:
            yield from _destinations(project, answer)
        for rule in topic["keywords"]:
            yield from _concepts(project, rule)
        yield from _team(project, topic["office"])
    for situation in project.situations.values():
        yield from _situation(project, situation)
    for question in project.top_questions:
        yield from _topic(project, question["topic"])
    yield from _repeated(project)
    yield from _unused(project)


def _destinations(project: Project, answer: Located) -> Iterator[Finding]:
    for field, file in _FILES.items():
        for named in answer[field]:
            found = project.destinations.get(str(named.value))
            if found is None:
                message = f"{_KINDS[field]} inconnu : « {named.value} »"
                hint = f"corrigez le nom, ou décrivez-le dans {file}"
                yield named.find("error", message, hint, file)
            elif found.path != file:
                other = next(key for key in _FILES if key != field)
                message = f"« {named.value} » n'est pas un {_KINDS[field]}"
                yield named.find("error", message, f"écrivez-le dans « {other} »")
            elif not set(found.value["audience"]) & set(answer.value["audience"]):
                message = f"« {named.value} » n'est pas ouvert au public de cette réponse"
                hint = f"il est pour : {', '.join(found.value['audience'])}"
                yield named.find("error", message, hint, file)
    if not answer.value["services"] and not answer.value["forms"]:
        hint = "nommez au moins un service ou un formulaire"
        yield answer.find("error", "cette réponse ne mène nulle part", hint)
    if answer["forms"].line < answer["services"].line:
        hint = "déplacez « services » avant « forms », comme l'usager les voit"
        yield answer["forms"].find("warning", "les services se placent avant les formulaires", hint)


def _concepts(project: Project, rule: Located) -> Iterator[Finding]:
    for field in ("all", "unless", "without"):
        for named in rule.under(field):
            if named.value not in project.concepts:
                path = "knowledge/concepts.yml"
                message = f"concept inconnu : « {named.value} »"
                hint = f"corrigez le nom, ou décrivez-le dans {path}"
                yield named.find("error", message, hint, path)


def _team(project: Project, named: Located) -> Iterator[Finding]:
    if named.value not in project.teams:
        message = f"équipe inconnue : « {named.value} »"
        yield named.find("error", message, f"équipes : {', '.join(project.teams)}", OFFICES)


def _situation(project: Project, situation: Located) -> Iterator[Finding]:
    for sign in situation["signs"]:
        yield from _concepts(project, sign)
    if situation.value["team"] is not None:
        yield from _team(project, situation["team"])


def _topic(project: Project, named: Located) -> Iterator[Finding]:
    if named.value not in project.topics:
        message = f"sujet inconnu : « {named.value} »"
        yield named.find("error", message, "corrigez le nom : c'est l'« id » d'un sujet")


def _repeated(project: Project) -> Iterator[Finding]:
    for entry in project.destination_entries:
        first = project.destinations[str(entry.value["id"])]
        if first is not entry:
            message = f"« {entry.value['id']} » existe déjà : {first.path}:{first.line}"
            yield entry.find("error", message, "donnez-lui un autre nom")


def _unused(project: Project) -> Iterator[Finding]:
    answers = [answer for topic in project.topic_entries for answer in topic["answers"]]
    led_to = {key for answer in answers for field in _FILES for key in answer.value[field]}
    for key, entry in project.destinations.items():
        if key not in led_to and not project.named_in_code(key):
            kind = "formulaire" if entry.path == _FILES["forms"] else "service"
            message = f"aucune réponse ne mène au {kind} « {key} »"
            yield entry.find("warning", message, "nommez-le dans une réponse, ou supprimez-le")
    rules = [rule for topic in project.topic_entries for rule in topic["keywords"]]
    rules += [sign for situation in project.situations.values() for sign in situation["signs"]]
    used = {name for rule in rules for named in conditions(rule) for name in named}
    for key, concept in project.concepts.items():
        if key not in used and not project.named_in_code(key):
            message = f"aucune règle n'emploie le concept « {key} »"
            yield concept.find("warning", message, "employez-le, ou supprimez-le")
    answering = {topic.value["office"] for topic in project.topic_entries}
    for key, team in project.teams.items():
        if key not in answering:
            message = f"aucun sujet ne revient à l'équipe « {key} »"
            yield team.find("warning", message, "nommez-la dans un sujet, ou supprimez-la")
