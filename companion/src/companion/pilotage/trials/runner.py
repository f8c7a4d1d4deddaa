"""Trials in a process of their own: the assistant goes on answering, and the machine is shared."""

import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from econtacts_core.documents import KnowledgeError
from sqlalchemy.exc import SQLAlchemyError

from companion.learning.utterance_files import UnfitFile
from companion.pilotage.trials.trial import Candidate, PatchRefused, run_trial
from companion.storage.inbox_tables import Trial
from companion.storage.trials import LOST, TrialRepository

# How much a trial steps back before whatever answers citizens (see nice(1)).
_NICE = 10
_BEAT = 1.0  # seconds


@dataclass
class TrialRunner:
    """Starts trials and tells where their candidates are."""

    trials: TrialRepository
    folder: Path  # of the candidates
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _trial_id: str = field(default="", init=False)

    def start(self, patch: str, author: str) -> str:
        """Start a trial and return its id. Raises `TrialRunning`."""
        trial_id = self.trials.begin(patch, author)
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "companion.pilotage.trials", trial_id],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self._trial_id = trial_id
        return trial_id

    def latest(self) -> Trial | None:
        """Return the trial asked for last; one whose process died here has failed."""
        if self._process is not None and self._process.poll() is not None:
            self.trials.failed(self._trial_id, LOST)
        return self.trials.latest()

    def cancel(self, trial_id: str) -> None:
        """Stop a trial: at once when it runs on this machine, else as soon as it hears of it."""
        self.trials.cancel(trial_id)
        if trial_id == self._trial_id:
            self.close()

    def candidate(self) -> Candidate | None:
        """Return the candidate of the last trial that went to its end, if it is on this machine."""
        done = self.trials.latest_done()
        if done is None:
            return None
        found = Candidate(self.folder / done.id)
        return found if found.model.exists() else None

    def close(self) -> None:
        """End the process that was started here, if it still runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


def work(trials: TrialRepository, trial_id: str, root: Path, model: Path, folder: Path) -> None:
    """Run a trial that was begun, in this process, which ends as soon as it is cancelled."""
    trial = trials.find(trial_id)
    if trial is None:
        return
    os.nice(_NICE)
    ended = threading.Event()
    threading.Thread(target=_watch, args=(trials, trial_id, ended), daemon=True).start()
    try:
        found = run_trial(
            trial.patch,
            root,
            model,
            Candidate(folder / trial_id),
            lambda step: _tell(trials, trial_id, step),
        )
    except (PatchRefused, KnowledgeError, UnfitFile, OSError) as error:
        trials.failed(trial_id, str(error))
        return
    finally:
        ended.set()
    if trials.done(trial_id, found.as_json()):
        _tidy(folder, trial_id)


def _watch(trials: TrialRepository, trial_id: str, ended: threading.Event) -> None:
    """Say every second that this process lives; end it once the trial is no more to be run."""
    while not ended.wait(_BEAT):
        with suppress(SQLAlchemyError):  # a busy database hears it the next time
            if not trials.beat(trial_id) and not ended.is_set():
                # training is one long computation: nothing in it looks at a flag
                os._exit(1)


def _tell(trials: TrialRepository, trial_id: str, step: str) -> None:
    with suppress(SQLAlchemyError):  # no reason to lose what was computed
        trials.step(trial_id, step)


def _tidy(folder: Path, kept: str) -> None:
    for candidate in folder.iterdir():
        if candidate.name != kept:
            shutil.rmtree(candidate, ignore_errors=True)
