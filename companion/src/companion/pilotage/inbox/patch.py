"""The patch: the exact lines that accepted sentences add to the designers' files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from companion.learning.designers_files import KEPT_TESTS, UTTERANCES, DesignersFiles
from companion.learning.utterance_files import EMPTY, lines_of, with_sentences
from companion.pilotage.inbox.new_topic import skeleton
from companion.pilotage.inbox.refusals import Refusal, Sentence
from companion.storage.inbox_tables import NewTopic

_NO_NEWLINE = "\n\\ No newline at end of file\n"


@dataclass(frozen=True)
class Change:
    """A file before and after; `before` is None for a new file."""

    path: str
    before: str | None
    after: str

    def diff(self) -> str:
        """Return the unified diff that `git apply` takes."""
        old, new = f"a/{self.path}", f"b/{self.path}"
        head = [f"diff --git {old} {new}\n"]
        if self.before is None:
            head.append("new file mode 100644\n")
        found = unified_diff(
            lines_of(self.before or ""),
            lines_of(self.after),
            "/dev/null" if self.before is None else old,
            new,
        )
        whole = (line if line.endswith("\n") else line + _NO_NEWLINE for line in found)
        return "".join([*head, *whole])


@dataclass(frozen=True)
class Patch:
    """What goes in, what is refused and why, the files that change, how many wait for words."""

    taken: Sequence[Sentence]
    refused: Sequence[Refusal]
    changes: Sequence[Change]
    unwritten: int = 0

    @property
    def diff(self) -> str:
        """Return the whole patch; empty when nothing changes."""
        return "".join(change.diff() for change in self.changes)


def changes(
    files: DesignersFiles, taken: Iterable[Sentence], new_topics: Mapping[str, NewTopic]
) -> list[Change]:
    """Return the changed files, by path, and the skeletons of the new topics among the sentences.

    Raises:
        UnfitFile: a file that lines cannot be added to.
        NoFiles: the project's folder is not here.
    """
    added: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = set()
    for sentence in taken:
        new = new_topics.get(sentence.topic)
        if new is not None:
            wanted.add(new.id)
        added[_path(files, sentence, new)][sentence.topic].append(sentence.text)
    found = [_change(files, path, sentences) for path, sentences in sorted(added.items())]
    for topic in sorted(wanted):
        found += [
            Change(path, before, after)
            for path, (before, after) in skeleton(files, new_topics[topic]).items()
        ]
    return sorted(found, key=lambda change: change.path)


def _path(files: DesignersFiles, sentence: Sentence, new: NewTopic | None) -> str:
    if sentence.use == "test":
        return KEPT_TESTS
    return files.file_of.get(sentence.topic) or f"{UTTERANCES}/{new.subject if new else ''}.yml"


def _change(files: DesignersFiles, path: str, sentences: Mapping[str, Sequence[str]]) -> Change:
    before = files.read(path)
    return Change(path, before, with_sentences(EMPTY if before is None else before, sentences))
