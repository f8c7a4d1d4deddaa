"""Words of the trade that an answer uses without explaining them once; the list is YAML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from econtacts_core.text import stems

_LIST = Path(__file__).with_name("jargon.yml")
_LABEL = re.compile(r"« [^»]* »")
# « 4805-SD » names a printed form, « C » or « 2 » is no acronym
_ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,7}(?![\w-])")


@dataclass(frozen=True)
class Jargon:
    """The acronyms that need no help, and what explains each other acronym or word."""

    common: frozenset[str]
    acronyms: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]

    def unexplained(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Go through what `text` does not explain, each with the words that would."""
        # what a button or a page is called cannot be explained inside it
        said = _LABEL.sub(" ", text)
        for acronym in sorted(set(_ACRONYM.findall(said)) - self.common):
            explained = self.acronyms.get(acronym, ())
            if not (_beside_brackets(acronym, said) or _says_one(text, explained)):
                yield acronym, explained
        for word, explained in self.words.items():
            helped = _beside_brackets(word, said) or _says_one(text, explained)
            if not helped and _says_one(said, (word,)):
                yield word, explained


@lru_cache(maxsize=1)
def jargon() -> Jargon:
    """Return the list of `jargon.yml`."""
    content = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return Jargon(
        frozenset(content["common"]),
        {key: tuple(explained) for key, explained in content["acronyms"].items()},
        {key: tuple(explained) for key, explained in content["words"].items()},
    )


def _beside_brackets(word: str, text: str) -> bool:
    name = re.escape(word)
    return re.search(rf"\({name}\)|\b{name}s? \(", text, re.IGNORECASE) is not None


def _says_one(text: str, phrases: tuple[str, ...]) -> bool:
    message = f" {' '.join(stems(text))} "
    return any(f" {' '.join(stems(phrase))} " in message for phrase in phrases)
