"""Which subjects are read as which, for the picture: topics are too many to be seen at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from evaluation.held_out import OUT_OF_SCOPE, Reading

TALK = "conversation"
# File names have no accents; the other labels are the file names themselves.
_LABELS = {
    "coordonnees": "Coordonnées",
    "declaration": "Déclaration",
    "prelevement_a_la_source": "Prélèvement à la source",
    "reclamation": "Réclamation",
    OUT_OF_SCOPE: "Hors sujet",
}


@dataclass(frozen=True)
class Confusion:
    """`counts[i][j]`: how many messages of `labels[i]` were read as `labels[j]`."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def confusion(readings: Iterable[Reading], subject_of: Mapping[str, str]) -> Confusion:
    """Count by subject; what is no topic is foreign or talk, and stands last.

    Args:
        subject_of: the subject of each topic, in the order of the picture.
    """
    counted = Counter(
        (_subject(found.meant[0], subject_of), _subject(found.likeliest, subject_of))
        for found in readings
    )
    subjects = [*dict.fromkeys(subject_of.values()), OUT_OF_SCOPE, TALK]
    return Confusion(
        labels=tuple(_label(subject) for subject in subjects),
        counts=tuple(tuple(counted[meant, read] for read in subjects) for meant in subjects),
    )


def read_subjects(directory: Path) -> dict[str, str]:
    """Return the subject of each topic: the name of the file that it stands in."""
    return {
        topic["id"]: path.stem
        for path in sorted(directory.glob("*.yml"))
        for topic in yaml.safe_load(path.read_text(encoding="utf-8"))["topics"]
    }


def _subject(intent: str | None, subject_of: Mapping[str, str]) -> str:
    if intent == OUT_OF_SCOPE:
        return OUT_OF_SCOPE
    return subject_of.get(intent or "", TALK)


def _label(subject: str) -> str:
    return _LABELS.get(subject, subject.replace("_", " ").capitalize())
