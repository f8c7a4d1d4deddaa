"""The deterministic approach: concepts found in the words, combinations that point to a topic.

It needs no example to work, says which words it read, and knows nothing of what is frequent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from econtacts_core.knowledge import KeywordRule, Knowledge
from econtacts_core.negation import Negation, negations
from econtacts_core.offices import Sign
from econtacts_core.text import stem, words, words_and_pauses


@dataclass(frozen=True)
class Mention:
    """How a text speaks of a concept: the words read, and whether it denies it."""

    words: str
    denied: bool


@dataclass(frozen=True)
class GraphScore:
    """The strongest rule that fired for one topic, with the words behind each concept.

    `rule` names the concepts that had to be affirmed, then those that had to be denied.
    """

    score: float
    rule: tuple[str, ...]
    words: Mapping[str, str]


class KeywordGraph:
    """The concepts and rules of the knowledge, compiled once, matched in one pass.

    `names` are the concepts, in the knowledge's order.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._rules: dict[str, tuple[KeywordRule, ...]] = {
            topic.id: topic.keywords for topic in knowledge.topics.values()
        }
        self.names = tuple(knowledge.concepts)
        self._either_way = knowledge.either_way
        # only the matcher is wanted: spaCy's French tokeniser takes seconds to build
        self._vocabulary = Vocab()
        self._one_at_a_time = Lock()
        self._matcher = PhraseMatcher(self._vocabulary)
        for concept, forms in knowledge.concepts.items():
            self._matcher.add(concept, [self._document(words(form)) for form in forms])

    def scores(self, text: str) -> dict[str, GraphScore]:
        """Return the topics whose rules fire on `text`, each with a score in (0, 1]."""
        return self.scores_of(self.concepts(text))

    def scores_of(self, found: Mapping[str, Mention]) -> dict[str, GraphScore]:
        """Return the same for a text whose concepts were `found` before."""
        best: dict[str, GraphScore] = {}
        affirmed, denied = _affirmed_and_denied(found)
        for topic, rules in self._rules.items():
            fired = [rule for rule in rules if _fires(rule, affirmed, denied)]
            if fired:
                rule = max(fired, key=lambda candidate: (candidate.weight, len(_wanted(candidate))))
                read = {concept: found[concept].words for concept in _wanted(rule)}
                best[topic] = GraphScore(rule.weight, _wanted(rule), read)
        return best

    def concepts(self, text: str) -> dict[str, Mention]:
        """Return the concepts of `text`, each with the longest words that name it.

        A concept is denied when every mention of it is: see `econtacts_core.negation`. A negation
        inside the words of a concept, as in "ne peut pas payer", is that concept's meaning and
        denies nothing. Nor is a concept ever denied that is spoken of `either_way`.
        """
        plain, pauses = words_and_pauses(text)
        spans = self._spans(plain)
        claimed = {
            place for _, start, end in spans for place in range(start, end) if end > start + 1
        }
        denying = negations(plain, pauses, claimed)
        found: dict[str, Mention] = {}
        for concept, start, end in sorted(spans, key=lambda span: span[2] - span[1]):
            by = [one for one in denying if one.denies(start, end)]
            mention = _mention(plain, start, end, [] if concept in self._either_way else by)
            if concept not in found or found[concept].denied or not mention.denied:
                found[concept] = mention
        return found

    def _spans(self, plain: list[str]) -> list[tuple[str, int, int]]:
        # Citizens' words must not stay in the process's vocabulary, which holds one zone at a time.
        with self._one_at_a_time, self._vocabulary.memory_zone():
            matches = self._matcher(self._document(plain))
            return [(self._vocabulary.strings[key], start, end) for key, start, end in matches]

    def _document(self, plain: list[str]) -> Doc:
        return Doc(self._vocabulary, words=[stem(word) for word in plain])


def fires(rule: KeywordRule | Sign, found: Mapping[str, Mention]) -> bool:
    """Tell whether a text that speaks so of the concepts `found` fires `rule`."""
    return _fires(rule, *_affirmed_and_denied(found))


def _fires(rule: KeywordRule | Sign, affirmed: set[str], denied: set[str]) -> bool:
    return (
        affirmed.issuperset(rule.all)
        and affirmed.isdisjoint(rule.unless)
        and denied.issuperset(rule.without)
    )


def _affirmed_and_denied(found: Mapping[str, Mention]) -> tuple[set[str], set[str]]:
    affirmed = {concept for concept, mention in found.items() if not mention.denied}
    return affirmed, found.keys() - affirmed


def _wanted(rule: KeywordRule) -> tuple[str, ...]:
    return (*rule.all, *rule.without)


def _mention(plain: Sequence[str], start: int, end: int, by: Sequence[Negation]) -> Mention:
    first = min([start, *(negation.verb.start for negation in by)])
    last = max([end, *(negation.verb.stop for negation in by)])
    return Mention(" ".join(plain[first:last]), denied=bool(by))
