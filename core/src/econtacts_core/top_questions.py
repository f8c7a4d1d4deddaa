"""What is offered before anybody has asked: the questions of the season, then those of all year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from econtacts_core.documents import KnowledgeError, read_document

DayOfYear = tuple[int, int]  # month, day
_LEAP_YEAR = 2024  # so that 02-29 is a day


@dataclass(frozen=True)
class TopQuestion:
    """A question as people would say it, and the topic that answers it."""

    topic: str
    title: str


@dataclass(frozen=True)
class Season:
    """Days of the year, both included, and what is asked then; it may pass the new year."""

    begins: DayOfYear
    ends: DayOfYear
    questions: tuple[TopQuestion, ...]

    def includes(self, day: date) -> bool:
        """Tell whether `day` is in the season.

        >>> Season((12, 15), (1, 31), ()).includes(date(2027, 1, 2))
        True
        """
        present = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= present <= self.ends
        return present >= self.begins or present <= self.ends


@dataclass(frozen=True)
class TopQuestions:
    """The questions that one collection offers, `most` at once."""

    most: int
    all_year: tuple[TopQuestion, ...]
    seasons: tuple[Season, ...]

    def on(self, day: date, fits: Callable[[str], bool]) -> list[TopQuestion]:
        """Return what to offer on `day`, the season's first; `fits` tells the topics to offer."""
        present = [found for found in self.seasons if found.includes(day)]
        offered = [*(asked for found in present for asked in found.questions), *self.all_year]
        by_topic: dict[str, TopQuestion] = {}
        for question in offered:
            if fits(question.topic):
                by_topic.setdefault(question.topic, question)
        return list(by_topic.values())[: self.most]

    def named(self) -> list[str]:
        """Return every topic that is named."""
        seasonal = [question for found in self.seasons for question in found.questions]
        return [question.topic for question in (*seasonal, *self.all_year)]


def load_top_questions(path: Path) -> dict[str, TopQuestions]:
    """Read the questions of each collection, by its id.

    Raises:
        KnowledgeError: for what the schema refuses, or a day that no year has.
    """
    written = read_document(path, "top_questions")["collections"]
    return {
        collection: TopQuestions(
            most=entry["most"],
            all_year=_questions(entry["all_year"]),
            seasons=tuple(_season(path, season) for season in entry["seasons"]),
        )
        for collection, entry in written.items()
    }


def _season(path: Path, entry: Mapping[str, Any]) -> Season:
    return Season(
        begins=_day_of_year(path, entry["begins"]),
        ends=_day_of_year(path, entry["ends"]),
        questions=_questions(entry["questions"]),
    )


def _questions(entries: list[Mapping[str, str]]) -> tuple[TopQuestion, ...]:
    return tuple(TopQuestion(**entry) for entry in entries)


def _day_of_year(path: Path, written: str) -> DayOfYear:
    try:
        day = date.fromisoformat(f"{_LEAP_YEAR}-{written}")
    except ValueError as error:
        raise KnowledgeError(f"{path} : « {written} » n'est pas un jour de l'année") from error
    return day.month, day.day
