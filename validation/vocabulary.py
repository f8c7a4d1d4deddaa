"""One vocabulary: topic, intent, rule and utterances stand under one name, complete both ways."""

import re
from collections.abc import Iterator

from validation.findings import Finding
from validation.project import DOMAIN, Dialogue, Project

ANSWER = "action_answer_topic"
FORM = "precision_form"
_PAYLOAD = re.compile(r"""["']/(\w+)""")
# Rasa knows these without their being listed.
_RASAS_OWN = {"back", "nlu_fallback", "restart", "session_start"}
# The page and the confidence ladder send these; nobody types them.
NEVER_TYPED = {"choose_topic", "nlu_clarify", "none_of_these", "start"}


def vocabulary(project: Project) -> Iterator[Finding]:
    """Report every name that does not stand everywhere it should."""
    yield from _topics(project)
    yield from _intents(project)
    yield from _answered_without_entry(project)
    yield from _dialogues(project)
    yield from _utterances(project)


def _topics(project: Project) -> Iterator[Finding]:
    for topic in project.topic_entries:
        name = topic.value["id"]
        first = project.topics[name]
        if first is not topic:
            message = f"le sujet « {name} » existe déjà : {first.path}:{first.line}"
            yield topic.find("error", message, "donnez-lui un autre nom, ou réunissez les deux")
    with_words = {found.intent for found in project.utterances}
    for name, topic in project.topics.items():
        if name not in project.intents:
            message = f"le sujet « {name} » n'est pas une intention du domaine"
            yield topic.find("error", message, f"ajoutez « - {name} » à {DOMAIN}", DOMAIN)
        if name not in with_words:
            path = topic.path.replace("knowledge/topics/", "data/nlu/")
            message = f"le sujet « {name} » n'a aucune phrase"
            yield topic.find("error", message, f"ajoutez-en à {path}", path)
        yield from _rule_of(project, name)


def _rule_of(project: Project, name: str) -> Iterator[Finding]:
    topic = project.topics[name]
    path = topic.path.replace("knowledge/topics/", "data/rules/")
    rules = [rule for rule in project.dialogues if _opens(rule, name)]
    if not rules:
        message = f"aucune règle ne commence par le sujet « {name} »"
        yield topic.find("error", message, f"ajoutez-en une à {path}", path)
    for rule in rules:
        named = rule.named("action")
        if topic.value["ask"] and FORM not in named:
            message = f"le sujet « {name} » pose une question, sa règle n'y passe pas"
            hint = f"écrivez « action: {FORM} » puis « active_loop: {FORM} »"
            yield rule.place.find("error", message, hint, topic.path)
        elif not topic.value["ask"] and FORM in named:
            message = f"le sujet « {name} » ne demande rien (ask: []), sa règle pose une question"
            yield rule.place.find("error", message, f"écrivez « action: {ANSWER} »", topic.path)
        elif FORM not in named and ANSWER not in named:
            message = f"la règle du sujet « {name} » ne mène pas à sa réponse"
            yield rule.place.find("error", message, f"écrivez « action: {ANSWER} »", topic.path)


def _opens(rule: Dialogue, intent: str) -> bool:
    """Tell whether a rule holds whenever somebody says `intent`."""
    first = rule.steps[0] if rule.steps else None
    opens = first is not None and (first.kind, first.name) == ("intent", intent)
    return rule.kind == "rule" and not rule.conditional and opens


def _intents(project: Project) -> Iterator[Finding]:
    with_words = {found.intent for found in project.utterances}
    known = {step.name for dialogue in project.dialogues for step in dialogue.steps}
    clicked = NEVER_TYPED | _in_payloads(project) | _in_code(project)
    for name, place in project.intents.items():
        if name in project.topics:
            continue
        if name not in known | _RASAS_OWN:
            message = f"l'intention « {name} » n'est ni un sujet ni une réplique de conversation"
            hint = "écrivez sa fiche dans knowledge/topics/, ou une règle qui commence par elle"
            yield place.find("error", message, hint)
        if name not in with_words | clicked | _RASAS_OWN:
            message = f"l'intention « {name} » n'a aucune phrase et aucun bouton ne l'envoie"
            yield place.find("warning", message, "ajoutez des phrases dans data/nlu/")


def _in_payloads(project: Project) -> set[str]:
    payloads = [
        str(button.value["payload"])
        for response in project.responses.values()
        for variation in response
        for button in variation.under("buttons")
    ]
    return {payload.lstrip("/").split("{")[0] for payload in payloads}


def _in_code(project: Project) -> set[str]:
    # an action makes its buttons itself: "/choose_topic"
    return {name for text in project.code.values() for name in _PAYLOAD.findall(text)}


def _answered_without_entry(project: Project) -> Iterator[Finding]:
    for rule in project.dialogues:
        for name in rule.named("intent")[:1]:
            answered = rule.named("action")[:1] == [ANSWER] and _opens(rule, name)
            if answered and name not in NEVER_TYPED and name not in project.topics:
                message = f"la règle répond au sujet « {name} », qui n'a pas de fiche"
                yield rule.place.find("error", message, "écrivez-la dans knowledge/topics/")


def _dialogues(project: Project) -> Iterator[Finding]:
    known = {*project.intents, *_RASAS_OWN}
    names: dict[str, Dialogue] = {}
    for dialogue in project.dialogues:
        for step in dialogue.steps:
            if step.kind == "intent" and step.name not in known:
                message = f"« {step.name} » n'est pas une intention du domaine"
                hint = f"corrigez le nom, ou ajoutez-le à {DOMAIN}"
                yield step.place.find("error", message, hint, DOMAIN)
        if dialogue.name in names:
            first = names[dialogue.name].place
            message = f"« {dialogue.name} » existe déjà : {first.path}:{first.line}"
            yield dialogue.place.find("error", message, "donnez-lui un autre nom")
        names.setdefault(dialogue.name, dialogue)


def _utterances(project: Project) -> Iterator[Finding]:
    first = {found.intent: found for found in reversed(project.utterances)}
    for intent, utterance in first.items():
        if intent not in project.intents:
            message = f"des phrases pour « {intent} », qui n'est pas une intention du domaine"
            hint = f"corrigez le nom, ou ajoutez-le à {DOMAIN}"
            yield utterance.place.find("error", message, hint, DOMAIN)
