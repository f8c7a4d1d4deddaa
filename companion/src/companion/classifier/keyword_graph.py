"""The deterministic approach: concepts found in the words, combinations that point to a topic.

It needs no example to work, says which words it read, and knows nothing of what is frequent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from econtacts_core.knowledge import KeywordRule, Knowledge
from econtacts_core.offices import Sign
from econtacts_core.text import stem, words
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab


@dataclass(frozen=True)
class GraphScore:
    """The strongest rule that fired for one topic, with the words behind each concept."""

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
        # only the matcher is wanted: spaCy's French tokeniser takes seconds to build
        self._vocabulary = Vocab()
        self._one_at_a_time = Lock()
        self._matcher = PhraseMatcher(self._vocabulary)
        for concept, forms in knowledge.concepts.items():
            self._matcher.add(concept, [self._document(words(form)) for form in forms])

    def scores(self, text: str) -> dict[str, GraphScore]:
        """Return the topics whose rules fire on `text`, each with a score in (0, 1]."""
        return self.scores_of(self.concepts(text))

    def scores_of(self, found: Mapping[str, str]) -> dict[str, GraphScore]:
        """Return the same for a text whose concepts were `found` before."""
        best: dict[str, GraphScore] = {}
        for topic, rules in self._rules.items():
            fired = [rule for rule in rules if fires(rule, found)]
            if fired:
                rule = max(fired, key=lambda candidate: (candidate.weight, len(candidate.all)))
                read = {concept: found[concept] for concept in rule.all}
                best[topic] = GraphScore(rule.weight, rule.all, read)
        return best

    def concepts(self, text: str) -> dict[str, str]:
        """Return the concepts of `text`, each with the longest words that name it."""
        plain = words(text)
        # Citizens' words must not stay in the process's vocabulary, which holds one zone at a time.
        with self._one_at_a_time, self._vocabulary.memory_zone():
            matches = self._matcher(self._document(plain))
            spans = [(self._vocabulary.strings[key], start, end) for key, start, end in matches]
        found: dict[str, str] = {}
        for concept, start, end in sorted(spans, key=lambda span: span[2] - span[1]):
            found[concept] = " ".join(plain[start:end])
        return found

    def _document(self, plain: list[str]) -> Doc:
        return Doc(self._vocabulary, words=[stem(word) for word in plain])


def fires(rule: KeywordRule | Sign, found: Mapping[str, str]) -> bool:
    """Tell whether the concepts `found` hold all that `rule` wants and nothing it excludes."""
    return all(concept in found for concept in rule.all) and not any(
        concept in found for concept in rule.unless
    )
