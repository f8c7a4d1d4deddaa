"""What a patch changes is measured on a copy: one trial at a time, which can be stopped."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from companion.learning.comparison import Comparison
from companion.learning.designers_files import DesignersFiles
from companion.pilotage.inbox import addresses
from companion.pilotage.inbox.patch import Patch, changes
from companion.pilotage.inbox.refusals import Sentence
from companion.pilotage.roles import Role
from companion.pilotage.trials.runner import TrialRunner, work
from companion.pilotage.trials.trial import Candidate, PatchRefused, run_trial
from companion.storage.database import Database
from companion.storage.inbox_tables import Trial
from companion.storage.models import now
from companion.storage.trials import TrialRepository, TrialRunning
from page_reader import words_of

MOVING = ("on a changé de piaule", "nouvelle piaule, nouvelle crèche", "jai bougé de piaule hier")


def moving_patch(project: Path) -> str:
    """Return the patch that teaches how some people say that they moved."""
    taken = [Sentence(1, text, "changer_adresse", "example") for text in MOVING]
    return Patch(taken, (), changes(DesignersFiles(project), taken, {})).diff


def tried(project: Path, patch: str, folder: Path) -> tuple[Comparison, list[str]]:
    """Try a patch; return what it changes, and the steps."""
    steps: list[str] = []
    model = project / "models/classifier.npz"
    return run_trial(patch, project, model, Candidate(folder), steps.append), steps


@pytest.fixture
def trials(database: Database) -> TrialRepository:
    return TrialRepository(database)


def test_a_trial_tells_which_sentence_is_read_right_now(project, tmp_path):
    before = (project / "data/nlu/a.yml").read_text("utf-8")
    found, steps = tried(project, moving_patch(project), tmp_path / "copy")
    assert [row.text for row in found.gained] == ["je crèche dans une autre piaule"]
    assert (found.before.first, found.after.first, found.lost) == (0.5, 1.0, [])
    assert not found.stale
    assert steps == ["copying", "applying", "training", "reading"]
    assert (project / "data/nlu/a.yml").read_text("utf-8") == before


def test_a_candidate_reads_with_what_it_learnt(project, tmp_path):
    tried(project, moving_patch(project), tmp_path / "copy")
    judge = Candidate(tmp_path / "copy").orchestrator()
    assert judge.judge("une autre piaule").candidates[0].topic == "changer_adresse"


def test_a_patch_that_does_not_apply_is_refused_in_gits_words(project, tmp_path):
    patch = moving_patch(project).replace("signaler mon", "signaler ton")
    with pytest.raises(PatchRefused, match=r"data/nlu/a.yml"):
        tried(project, patch, tmp_path / "copy")


def test_a_patch_cannot_write_outside_the_copy(project, tmp_path):
    outside = tmp_path / "outside"
    patch = "--- /dev/null\n+++ b/../outside\n@@ -0,0 +1 @@\n+x\n"
    with pytest.raises(PatchRefused):
        tried(project, patch, tmp_path / "copy")
    assert not outside.exists()


def test_a_model_that_learnt_other_files_is_told(own_project, tmp_path):
    path = own_project / "data/nlu/a.yml"
    path.write_text(path.read_text("utf-8").replace("où est", "donnez"), encoding="utf-8")
    found, _ = tried(own_project, moving_patch(own_project), tmp_path / "copy")
    assert found.stale


def test_one_trial_runs_at_a_time(trials):
    first = trials.begin("patch", "A")
    with pytest.raises(TrialRunning):
        trials.begin("patch", "B")
    assert trials.cancel(first)
    assert trials.begin("patch", "B")


def test_a_trial_whose_process_died_leaves_its_place(trials, database):
    first = trials.begin("patch", "A")
    with database.transaction() as session:
        trial = session.get(Trial, first)
        trial.alive_at = now() - timedelta(minutes=12)
    trials.begin("patch", "B")
    assert (trials.find(first).state, trials.find(first).problem) == ("failed", "lost")


def test_a_cancelled_trial_has_no_result(trials):
    trial = trials.begin("patch", "A")
    trials.cancel(trial)
    assert not trials.done(trial, {"gained": []})
    assert trials.find(trial).comparison is None


def test_a_trial_that_fails_says_why(trials, project, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "nice", lambda step: 0)  # the tests go on at their own pace
    trial = trials.begin("no patch", "A")
    work(trials, trial, project, project / "models/classifier.npz", tmp_path)
    assert trials.find(trial).state == "failed"
    assert "patch" in trials.find(trial).problem


def test_a_process_that_died_here_has_failed_at_once(trials, tmp_path):
    runner = TrialRunner(trials, tmp_path)  # without the settings that the process needs
    trial = runner.start("patch", "A")
    runner._process.wait(120)
    assert (runner.latest().id, runner.latest().state) == (trial, "failed")


def test_a_cancelled_trial_stops_its_process(trials, tmp_path):
    runner = TrialRunner(trials, tmp_path)
    trial = runner.start("patch", "A")
    process = runner._process
    runner.cancel(trial)
    assert process.poll() is not None
    assert trials.find(trial).state == "cancelled"


async def test_the_page_starts_nothing_without_a_sentence(new_colleague, pilotage_database):
    designer = new_colleague(Role.DESIGNER)
    form = await designer.form(addresses.TOPICS, addresses.TOPICS)
    token = form.fields["token"]
    answer = await designer.http.post(addresses.TRIAL, data={"token": token})
    assert answer.status_code == 422
    assert "rien à mesurer" in words_of(answer)


async def test_the_page_shows_the_last_result(new_colleague, pilotage_database, project, tmp_path):
    trials = TrialRepository(pilotage_database)
    trial = trials.begin(moving_patch(project), "Camille")
    running = words_of(await new_colleague(Role.DESIGNER).read(addresses.TRIAL))
    assert "en cours" in running
    found, _ = tried(project, moving_patch(project), tmp_path / "copy")
    trials.done(trial, found.as_json())
    shown = words_of(await new_colleague(Role.DESIGNER).read(addresses.TRIAL))
    assert "Phrases lues juste maintenant (1)" in shown
    assert "0,500" in shown
    assert "1,000" in shown
