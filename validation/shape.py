"""The shape of each file, by its JSON schema, told in French with the line."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema

from validation.findings import Finding
from validation.located import Located

# What these refuse can be read all the same: the other checks go on.
_HARMLESS = {"const", "enum", "format", "maxLength", "maximum", "minLength", "minimum", "pattern"}
_TYPES = {
    "array": "une liste",
    "boolean": "true ou false",
    "integer": "un nombre entier",
    "null": "null",
    "number": "un nombre",
    "object": "des champs « clé: valeur »",
    "string": "un texte",
}


def shape_findings(place: Located, schema: str) -> Iterator[tuple[Finding, bool]]:
    """Compare a file to its schema.

    Args:
        place: the whole file.
        schema: `package/name`, the package that holds `name.json`.

    Yields:
        Each finding, and whether the content of the file can be relied on nonetheless.
    """
    for problem in _validator(schema).iter_errors(place.value):
        where = place.nearest(*problem.absolute_path)
        for at, message, hint in _translated(where, problem):
            yield at.find("error", message, hint), problem.validator in _HARMLESS


@cache
def _validator(schema: str) -> Any:
    package, name = schema.split("/")
    folder = "schemas" if package == "econtacts_core" else "shapes"
    content = json.loads((files(package) / folder / f"{name}.json").read_text("utf-8"))
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(content, format_checker=checker)


def _translated(where: Located, problem: Any) -> Iterator[tuple[Located, str, str]]:
    if problem.validator == "additionalProperties" and problem.validator_value is False:
        allowed = ", ".join(problem.schema.get("properties", {}))
        for name in problem.instance:
            if name not in problem.schema.get("properties", {}):
                hint = f"champs possibles : {allowed}"
                yield where.nearest(name), f"champ inconnu : « {name} »", hint
    elif problem.validator == "required":
        # the missing name stands in the message alone
        name = problem.message.split("'")[1]
        yield where, f"il manque le champ « {name} »", "ajoutez-le, avec le retrait de ses voisins"
    else:
        told = _MESSAGES.get(problem.validator, _plain)
        yield where, *told(problem)


def _plain(problem: Any) -> tuple[str, str]:
    return f"forme inattendue : {problem.message}", ""


def _kind(problem: Any) -> tuple[str, str]:
    wanted = problem.validator_value
    names = [wanted] if isinstance(wanted, str) else wanted
    expected = " ou ".join(_TYPES[name] for name in names)
    return f"« {_short(problem.instance)} » n'est pas {expected}", ""


def _choice(problem: Any) -> tuple[str, str]:
    known = ", ".join(map(str, problem.validator_value))
    return f"« {_short(problem.instance)} » n'est pas une valeur permise", f"permises : {known}"


def _constant(problem: Any) -> tuple[str, str]:
    return f"« {_short(problem.instance)} » au lieu de « {problem.validator_value} »", ""


def _too_long(problem: Any) -> tuple[str, str]:
    length, most = len(problem.instance), problem.validator_value
    return f"texte de {length} caractères, {most} au plus", "raccourcissez-le"


def _pattern(problem: Any) -> tuple[str, str]:
    hints = {
        r"^\d{4}-\d{2}-\d{2}$": "écrivez la date AAAA-MM-JJ : 2026-11-21",
        "^https://": "une adresse commence par https://",
    }
    hint = hints.get(problem.validator_value, f"forme attendue : {problem.validator_value}")
    return f"« {_short(problem.instance)} » n'a pas la forme attendue", hint


def _date(problem: Any) -> tuple[str, str]:
    return f"« {problem.instance} » n'est pas un jour du calendrier", "écrivez AAAA-MM-JJ"


def _empty(problem: Any) -> tuple[str, str]:
    return "rien n'est écrit ici", "remplissez ce champ"


def _bounds(problem: Any) -> tuple[str, str]:
    limit = {"minimum": "au moins", "maximum": "au plus"}[problem.validator]
    return f"{problem.instance} est hors limites", f"{limit} {problem.validator_value}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


_MESSAGES: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "const": _constant,
    "enum": _choice,
    "format": _date,
    "maxLength": _too_long,
    "maximum": _bounds,
    "minItems": _empty,
    "minLength": _empty,
    "minimum": _bounds,
    "pattern": _pattern,
    "type": _kind,
}
