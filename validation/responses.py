"""The assistant's own sentences: those that are named exist, those that exist are named."""

import re
from collections.abc import Iterator

from validation.findings import Finding
from validation.project import Project

_IN_CODE = re.compile(r"""["'](utter_\w+)["']""")
_MADE_IN_CODE = re.compile(r"""f["'](utter_\w+)\{""")


def responses(project: Project) -> Iterator[Finding]:
    """Report responses that are said and not written, or written and never said."""
    said = [*_in_dialogues(project), *_in_actions(project)]
    for name, found in said:
        if name not in project.responses:
            yield found
    asked = {f"utter_ask_{slot}" for slot in _slots_of_forms(project)}
    used = {name for name, _ in said} | asked
    made = _made_in_actions(project)
    for name, response in project.responses.items():
        if name not in used and not name.startswith(made):
            message = f"« {name} » n'est dit nulle part"
            yield response.find("warning", message, "supprimez-le, ou dites-le dans une règle")


def _missing(name: str) -> tuple[str, str]:
    return f"« {name} » n'est écrit nulle part", "écrivez-le dans data/responses/"


def _in_dialogues(project: Project) -> Iterator[tuple[str, Finding]]:
    for dialogue in project.dialogues:
        for step in dialogue.steps:
            if step.kind == "action" and step.name.startswith("utter_"):
                yield step.name, step.place.find("error", *_missing(step.name))


def _in_actions(project: Project) -> Iterator[tuple[str, Finding]]:
    for path, text in project.code.items():
        if path.startswith("actions/"):
            for number, line in enumerate(text.splitlines(), start=1):
                for name in _IN_CODE.findall(line):
                    yield name, Finding(path, number, "error", *_missing(name))


def _made_in_actions(project: Project) -> tuple[str, ...]:
    # f"utter_wrong_{slot}" says any response that starts so
    texts = (text for path, text in project.code.items() if path.startswith("actions/"))
    return tuple(start for text in texts for start in _MADE_IN_CODE.findall(text))


def _slots_of_forms(project: Project) -> set[str]:
    forms = project.domain["forms"].value.values()
    return {slot for form in forms for slot in form.get("required_slots", ())}
