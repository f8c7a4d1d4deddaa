"""The answers' texts: sentences of a bearable length, plain words, courteous mails."""

from collections.abc import Iterator

from validation.findings import Finding
from validation.jargon import jargon
from validation.located import Located
from validation.project import Project
from validation.readability import reading

LONG_AVERAGE = 25  # words a sentence
LONGEST = 40  # words
# Kandel-Moles scores. Of our first 160 texts, half are above 73, nineteen in twenty above 61 and
# all above 55: below 60 a text stands out, below 45 it reads like a law.
HARD = 60
VERY_HARD = 45
# Of a few words the score says nothing.
MEASURABLE = 30
GREETING = "Bonjour,"
CLOSING = "Cordialement,"


def texts(project: Project) -> Iterator[Finding]:
    """Report answers that are hard to read. Their length in characters is told by the schema."""
    for topic in project.topic_entries:
        for answer in topic["answers"]:
            for form in ("chat", "mail"):
                yield from _sentences(answer[form])
                yield from _level(answer[form])
            yield from _jargon(answer["chat"])
            yield from _courtesy(answer["mail"])
    for question in project.questions:
        yield from _sentences(question["answer"])
        yield from _level(question["answer"])
        yield from _jargon(question["answer"])


def _sentences(place: Located) -> Iterator[Finding]:
    measured = reading(place.value)
    if measured.longest_words > LONGEST:
        message = f"phrase de {measured.longest_words} mots : « {_start(measured.longest)} »"
        yield place.find("error", message, f"coupez-la en deux : {LONGEST} mots au plus")
    if measured.words_per_sentence > LONG_AVERAGE:
        message = f"{measured.words_per_sentence:.0f} mots par phrase en moyenne"
        yield place.find("warning", message, f"visez moins de {LONG_AVERAGE} : des phrases courtes")


def _level(place: Located) -> Iterator[Finding]:
    measured = reading(place.value)
    score = measured.score
    if measured.words >= MEASURABLE and score < HARD:
        message = f"texte difficile : {int(score)} à l'échelle de Kandel-Moles, {HARD} au moins"
        hint = "des mots plus courts, des phrases plus courtes, des verbes plutôt que des noms"
        yield place.find("error" if score < VERY_HARD else "warning", message, hint)


def _jargon(place: Located) -> Iterator[Finding]:
    for word, explained in jargon().unexplained(place.value):
        hint = "expliquez-le une fois, entre parenthèses s'il le faut"
        if explained:
            hint += f" : {explained[0]}"
        yield place.find("warning", f"« {word} » n'est pas expliqué", hint)


def _courtesy(place: Located) -> Iterator[Finding]:
    if not place.value.strip().startswith(GREETING):
        message = f"le courriel ne commence pas par « {GREETING} »"
        yield place.find("error", message, "saluez avant de répondre")
    if not place.value.strip().endswith(CLOSING):
        message = f"le courriel ne finit pas par « {CLOSING} »"
        yield place.find("error", message, "prenez congé en dernier")


def _start(sentence: str) -> str:
    return " ".join(sentence.split()[:8]) + "…"
