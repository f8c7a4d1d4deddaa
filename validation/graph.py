"""The keyword graph at work: every rule is tried on the sentences written beside it."""

from collections.abc import Iterator, Mapping

from econtacts_core.documents import KnowledgeError
from econtacts_core.keyword_graph import GraphScore, KeywordGraph, Mention, fires
from econtacts_core.knowledge import KeywordRule, Topic, load_knowledge

from validation.findings import Finding
from validation.located import Located
from validation.project import Project


def graph(project: Project) -> Iterator[Finding]:
    """Report sentences that do not do what their rule says, or speak louder for another topic."""
    try:
        knowledge = load_knowledge(project.root / "knowledge")
    except KnowledgeError:
        return  # told by `validation.loader`
    compiled = KeywordGraph(knowledge)
    for name, topic in knowledge.topics.items():
        for rule, place in zip(topic.keywords, project.topics[name]["keywords"], strict=True):
            for sentence in place.under("fires"):
                yield from _should_fire(compiled, topic, rule, sentence)
            for sentence in place.under("silent"):
                yield from _should_be_silent(compiled, rule, sentence)


def _should_fire(
    compiled: KeywordGraph, topic: Topic, rule: KeywordRule, sentence: Located
) -> Iterator[Finding]:
    text = str(sentence.value)
    found = compiled.concepts(text)
    if not fires(rule, found):
        message = f"« {text} » ne déclenche pas sa règle : {_obstacle(rule, found)}"
        yield sentence.find("error", message, "changez la phrase, la règle ou les formes")
        return
    scores = compiled.scores_of(found)
    louder = [name for name in scores if name != topic.id and _rivals(scores, name, topic.id)]
    if louder:
        best = max(louder, key=lambda name: scores[name].score)
        message = (
            f"« {text} » donne {scores[best].score} à « {best} » "
            f"par {', '.join(scores[best].rule)}, et {scores[topic.id].score} à son sujet"
        )
        hint = "excluez un concept dans l'une des deux règles, ou changez un poids"
        yield sentence.find("error", message, hint)


def _rivals(scores: Mapping[str, GraphScore], name: str, own: str) -> bool:
    return scores[name].score >= scores[own].score


def _obstacle(rule: KeywordRule, found: Mapping[str, Mention]) -> str:
    """Say in French the first thing that keeps `rule` silent."""
    for concept in (*rule.all, *rule.without):
        if concept not in found:
            return f"« {concept} » n'y est pas"
    for concept in rule.all:
        if found[concept].denied:
            return f"« {concept} » y est nié (« {found[concept].words} »)"
    for concept in rule.without:
        if not found[concept].denied:
            return f"« {concept} » n'y est pas nié"
    concept = next(name for name in rule.unless if name in found and not found[name].denied)
    return f"« {concept} » y est (« {found[concept].words} »)"


def _should_be_silent(
    compiled: KeywordGraph, rule: KeywordRule, sentence: Located
) -> Iterator[Finding]:
    if fires(rule, compiled.concepts(str(sentence.value))):
        message = f"« {sentence.value} » déclenche la règle qu'elle devait laisser muette"
        hint = "excluez un concept dans « unless », ou changez la phrase"
        yield sentence.find("error", message, hint)
