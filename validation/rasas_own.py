"""Rasa's own validation, kept quiet: a line for each of its checks that fails.

Our checks come first and say where; Rasa has the last word on what it would refuse to learn.
"""

import contextlib
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from validation.findings import Finding

_DIALOGUE = "une règle ou une histoire nomme"
# Each of Rasa's checks, where its subject lies, and what is wrong when it fails. The names that
# matter stand in Rasa's own words, which are given along.
_CHECKS = (
    ("verify_domain_validity", "domain.yml", "le domaine est vide ou d'un format abandonné"),
    ("verify_intents_in_stories", "data", f"{_DIALOGUE} une intention inconnue"),
    ("verify_example_repetition_in_intents", "data", "une phrase est dans deux intentions"),
    ("verify_utterances_in_stories", "data", f"{_DIALOGUE} une phrase inconnue"),
    ("verify_actions_in_stories_rules", "data", f"{_DIALOGUE} une action inconnue"),
    ("verify_forms_in_stories_rules", "data", f"{_DIALOGUE} un questionnaire inconnu"),
    ("verify_form_slots", "domain.yml", "un questionnaire demande un emplacement inconnu"),
    ("verify_slot_mappings", "domain.yml", "un emplacement attend un questionnaire inconnu"),
    ("verify_story_structure", "data", "des histoires ou des règles se contredisent"),
)
# How Rasa starts what it says of a file that it reads only in part.
_ISSUE = re.compile(r"Issue found in '(?P<path>[^']+)':\s*(?P<said>.*)", re.DOTALL)
# True of every assistant whose actions say and whose page sends something: told by our own checks.
_USUAL = ("is not used in any story or rule", "is not found in the NLU training data")
# These pass whatever they find, unless told otherwise.
_LENIENT = {
    "verify_intents_in_stories",
    "verify_example_repetition_in_intents",
    "verify_utterances_in_stories",
    "verify_story_structure",
}


def rasas_own(root: Path) -> Iterator[Finding]:
    """Report what Rasa refuses in the project at `root`."""
    said: list[str] = []
    with _quiet(said):
        # slow: only those who want its word wait for it
        from rasa.shared.importers.importer import TrainingDataImporter
        from rasa.validator import Validator

        paths = str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data")]
        importer = TrainingDataImporter.load_from_config(*paths)
    try:
        with _quiet(said):
            validator = Validator.from_importer(importer)
    except Exception as error:  # noqa: BLE001 - Rasa raises of its own, YAML's and plain ones
        yield _refusal(root, error)
        return
    yield from (_skipped(root, issue) for issue in map(_ISSUE.match, said) if issue)
    yield from _failed(validator)


def _failed(validator: Any) -> Iterator[Finding]:
    for name, path, message in _CHECKS:
        said: list[str] = []
        options = {"ignore_warnings": False} if name in _LENIENT else {}
        with _quiet(said):
            passed = getattr(validator, name)(**options)
        if not passed:
            yield Finding(path, 0, "error", f"Rasa : {message}", _first(said))


def _refusal(root: Path, error: Exception) -> Finding:
    said = " ".join(str(error).replace(f"{root.as_posix()}/", "").split())
    return Finding("data", 0, "error", "Rasa ne peut pas lire les fichiers", said[:300])


def _skipped(root: Path, issue: re.Match[str]) -> Finding:
    path = issue["path"].removeprefix(f"{root.as_posix()}/")
    said = " ".join(issue["said"].split())[:300]
    return Finding(path, 0, "warning", "Rasa laisse de côté une partie de ce fichier", said)


def _first(said: list[str]) -> str:
    telling = [text for text in said if not any(usual in text for usual in _USUAL)]
    more = f" (et {len(telling) - 1} autres)" if len(telling) > 1 else ""
    return " ".join(telling[0].split())[:300] + more if telling else ""


@contextlib.contextmanager
def _quiet(said: list[str]) -> Iterator[None]:
    """Keep what Rasa says by warning or log in `said`, and off the screen."""
    handler = _Keep(said.append)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    nowhere = io.StringIO()
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            warnings.simplefilter("always")
            warnings.showwarning = lambda message, *_, **__: said.append(str(message))
            yield
    finally:
        root.handlers = before
        root.setLevel(level)


class _Keep(logging.Handler):
    """Hand each record's words to `keep`."""

    def __init__(self, keep: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._keep = keep

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record."""
        self._keep(record.getMessage())
