"""Collections: questions and their answers on other matters, read by the same engine as ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from econtacts_core.documents import (
    KnowledgeError,
    Source,
    check_known,
    date_of,
    read_document,
    source_of,
)
from econtacts_core.knowledge import AUDIENCES, Answer, KeywordRule, Knowledge, Topic
from econtacts_core.text import normalise, stem, words

# The knowledge of the assistant itself, in whatever lists the collections by their ids.
MAIN_COLLECTION = "impots"
# A word alone points somewhere: it never makes a message sure.
_OWN_WORD_SAID = 2
_OWN_WORD_WEIGHT = 0.7


@dataclass(frozen=True)
class Question:
    """One question, other ways to ask it, and its answer."""

    id: str
    question: str
    reformulations: tuple[str, ...]
    answer: str
    sources: tuple[Source, ...]
    reviewed_on: date
    valid_until: date | None


@dataclass(frozen=True)
class Collection:
    """One file of questions; `office` answers for all of them.

    `details` are the topics of the main knowledge that it goes further into.
    """

    id: str
    title: str
    office: str
    details: tuple[str, ...]
    questions: tuple[Question, ...]

    def examples(self) -> list[tuple[str, str]]:
        """Return all that is said about each question, with its id: ways to ask, and the answer."""
        return [
            (" ".join(text.split()), question.id)
            for question in self.questions
            for text in (question.question, *question.reformulations, question.answer)
        ]

    def as_knowledge(self, main: Knowledge) -> Knowledge:
        """Return the main knowledge with these questions in the place of its topics.

        Nobody writes keyword rules for a list of questions: a word said twice about one of them and
        never about another is such a rule.
        """
        words = self._own_words()
        concepts: dict[str, tuple[str, ...]] = {
            _concept(word): (word,) for own in words.values() for word in own
        }
        either_way = main.either_way.union(concepts)
        topics = {
            question.id: self._topic(question, words[question.id]) for question in self.questions
        }
        concepts = {**main.concepts, **concepts}
        return replace(main, topics=topics, concepts=concepts, either_way=either_way)

    def _own_words(self) -> dict[str, list[str]]:
        """Return for each question the words, one for each stem, that are its own."""
        said: defaultdict[str, Counter[str]] = defaultdict(Counter)
        written: dict[str, str] = {}
        for text, question in self.examples():
            # of one text, each word once
            found = {stem(word): word for word in words(text) if word not in _common_words()}
            for key, word in found.items():
                written.setdefault(key, word)
                said[key][question] += 1
        own: dict[str, list[str]] = {question.id: [] for question in self.questions}
        for key, counts in said.items():
            (question, count), *others = counts.most_common()
            if not others and count >= _OWN_WORD_SAID:
                own[question].append(written[key])
        return own

    def _topic(self, question: Question, words: Iterable[str]) -> Topic:
        answer = Answer(
            audience=AUDIENCES,
            when=MappingProxyType({}),
            chat=question.answer,
            mail=question.answer,
            services=(),
            forms=(),
        )
        return Topic(
            id=question.id,
            title=question.question,
            refs=(),
            ask=(),
            answers=(answer,),
            sources=question.sources,
            reviewed_on=question.reviewed_on,
            valid_until=question.valid_until,
            office=self.office,
            keywords=tuple(_rule(word) for word in words),
        )


def load_collections(directory: Path, main: Knowledge) -> dict[str, Collection]:
    """Read every collection under `directory`/collections, by its id, which is the file's name.

    Raises:
        KnowledgeError: for what the schema refuses, an id or a sentence written twice, an unknown
            office or topic.
    """
    found = {}
    for path in sorted((directory / "collections").glob("*.yml")):
        collection = _collection(path.stem, read_document(path, "collection"))
        _check(path, collection, main)
        found[collection.id] = collection
    return found


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """Return the words of any French text, written as ours are compared."""
    # here alone: importing spaCy takes a second
    from spacy.lang.fr.stop_words import STOP_WORDS

    return frozenset(part for word in STOP_WORDS for part in words(word))


def _rule(word: str) -> KeywordRule:
    return KeywordRule(
        all=(_concept(word),), unless=(), without=(), weight=_OWN_WORD_WEIGHT, fires=(), silent=()
    )


def _concept(word: str) -> str:
    return f"mot:{word}"


def _collection(key: str, content: Mapping[str, Any]) -> Collection:
    return Collection(
        id=key,
        title=content["title"],
        office=content["office"],
        details=tuple(content["details"]),
        questions=tuple(_question(entry) for entry in content["questions"]),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        id=entry["id"],
        question=entry["question"],
        reformulations=tuple(entry["reformulations"]),
        answer=entry["answer"].strip(),
        sources=tuple(source_of(source) for source in entry["sources"]),
        reviewed_on=date.fromisoformat(entry["reviewed_on"]),
        valid_until=date_of(entry["valid_until"]),
    )


def _check(path: Path, collection: Collection, main: Knowledge) -> None:
    if collection.id == MAIN_COLLECTION:
        raise KnowledgeError(f"{path} : « {MAIN_COLLECTION} » est le nom des sujets des impôts")
    check_known(f"{path} : office", "équipe inconnue", [collection.office], main.offices.teams)
    check_known(f"{path} : details", "sujet inconnu", collection.details, main.topics)
    ids: set[str] = set()
    asked: dict[str, str] = {}
    for place, question in enumerate(collection.questions):
        if question.id in ids:
            raise KnowledgeError(f"{path} : questions › {place} : {question.id} existe déjà")
        ids.add(question.id)
        for text in (question.question, *question.reformulations):
            other = asked.setdefault(normalise(text), question.id)
            if other != question.id:
                said = f"« {text} » est déjà une façon de demander {other}"
                raise KnowledgeError(f"{path} : questions › {place} : {said}")
