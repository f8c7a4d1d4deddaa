"""The utterances: enough of each topic, each once, and none of those kept apart for tests."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from validation.findings import Finding, Severity
from validation.project import Project, Utterance

ENOUGH = 40
TOO_FEW = 25
# Up to so many words people type the same (« date limite CFE »): no test is spoilt by it.
COMMON_PLACE = 4


def utterances(project: Project) -> Iterator[Finding]:
    """Report utterances that are missing, repeated, contradictory, or shown before the exam."""
    yield from _counts(project)
    yield from _lines(project)
    yield from _repetitions(project)
    yield from _held_out(project)


def _counts(project: Project) -> Iterator[Finding]:
    counts = Counter(found.intent for found in project.utterances)
    first = {found.intent: found.place for found in reversed(project.utterances)}
    for name in project.topics:
        if name not in counts or counts[name] >= ENOUGH:
            continue
        severity: Severity = "error" if counts[name] < TOO_FEW else "warning"
        message = f"« {name} » n'a que {counts[name]} phrases"
        hint = f"il en faut {ENOUGH}, variées ; {TOO_FEW} au moins"
        yield first[name].find(severity, message, hint)


def _lines(project: Project) -> Iterator[Finding]:
    for path, page in project.documents.items():
        if not path.startswith("data/nlu/"):
            continue
        for entry in page.under("nlu"):
            for line in entry["examples"].lines():
                if line.value.strip() and not line.value.startswith("- "):
                    message = f"cette ligne n'est pas lue : « {_short(line.value)} »"
                    hint = "une phrase tient sur une ligne, qui commence par « - »"
                    yield line.find("error", message, hint)


def _repetitions(project: Project) -> Iterator[Finding]:
    same: dict[str, list[Utterance]] = defaultdict(list)
    for found in project.utterances:
        same[found.plain].append(found)
    for first, *others in same.values():
        for other in others:
            yield _repetition(first, other)


def _repetition(first: Utterance, other: Utterance) -> Finding:
    where = f"{first.place.path}:{first.place.line}"
    if first.intent == other.intent:
        message = f"« {_short(other.text)} » est déjà écrit : {where}"
        return other.place.find("warning", message, "gardez-en une", first.place.path)
    message = f"« {_short(other.text)} » est aussi dans « {first.intent} » : {where}"
    hint = "une phrase ne va que dans un sujet : gardez le plus juste"
    return other.place.find("error", message, hint, first.place.path)


def _held_out(project: Project) -> Iterator[Finding]:
    apart = {found.plain: found for found in project.held_out_utterances}
    for found in project.utterances:
        kept = apart.get(found.plain)
        if kept is None or len(found.plain.split()) <= COMMON_PLACE:
            continue
        where = f"{kept.place.path}:{kept.place.line}"
        message = f"« {_short(found.text)} » est aussi gardé pour les essais : {where}"
        hint = "reformulez ici : un essai déjà appris ne mesure rien"
        yield found.place.find("error", message, hint, kept.place.path)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
