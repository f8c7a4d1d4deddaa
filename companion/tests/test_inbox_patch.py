"""The patch: exact lines at the right place, nothing else; what must stay out stays out."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from companion.classifier.model import TopicModel
from companion.learning.designers_files import DesignersFiles, NoFiles
from companion.learning.utterance_files import EMPTY, UnfitFile, with_sentences
from companion.pilotage.inbox.neighbours import Neighbourhood
from companion.pilotage.inbox.new_topic import skeleton
from companion.pilotage.inbox.patch import Change, Patch, changes
from companion.pilotage.inbox.refusals import Gate, Sentence
from companion.storage.inbox_tables import NewTopic
from conftest import ROOT
from econtacts_core.text import normalise

PAYMENT = """version: "3.1"
# a designer's remark
nlu:
  - intent: payer_cfe   # beside
    examples: |
      - payer la cfe
      - régler [100 euros](amount) de cfe


  # another remark
  - intent: changer_adresse
    examples: |
      - j'ai déménagé à Lyon cet été avec ma famille

  - lookup: tax
    examples: |
      - cfe
"""
HELD_OUT = """version: "3.1"
nlu:
  - intent: payer_cfe
    examples: |
      - comment régler ma cotisation foncière par virement
"""
TOPICS = ("payer_cfe", "changer_adresse", "out_of_scope")
SAID = "ma voisine tond le dimanche"  # by somebody


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a small project of designers' files."""
    for path, text in {
        "data/nlu/paiement.yml": PAYMENT,
        "tests/nlu/held_out_a.yml": HELD_OUT,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def near(model: TopicModel) -> Callable[..., Neighbourhood]:
    return lambda *labelled: Neighbourhood.of(model, labelled)


@pytest.fixture
def gate(project: Path, near: Callable[..., Neighbourhood]) -> Gate:
    return Gate(
        DesignersFiles(project),
        TOPICS,
        near(("j'ai déménagé à Lyon cet été avec ma famille", "changer_adresse")),
        near(("comment régler ma cotisation foncière par virement", "payer_cfe")),
        {normalise(SAID)},
    )


def sentence(text: str, topic: str = "payer_cfe", use: str = "example") -> Sentence:
    return Sentence(1, text, topic, use)


def patch(project: Path, *sentences: Sentence, **new: NewTopic) -> Patch:
    """Write a patch of sentences that passed."""
    return Patch(sentences, (), changes(DesignersFiles(project), sentences, new))


def apply(project: Path, diff: str) -> None:
    """Have git apply the patch to the files."""
    subprocess.run(["git", "apply", "-"], input=diff.encode(), cwd=project, check=True)


def content(project: Path, path: str) -> str:
    return (project / path).read_bytes().decode()


def test_git_applies_the_patch_and_only_the_new_lines_are_there(project):
    found = patch(project, sentence("la cfe svp"), sentence("où payer", "changer_adresse"))
    apply(project, found.diff)
    added = content(project, "data/nlu/paiement.yml").splitlines()
    assert [line for line in PAYMENT.splitlines() if line not in added] == []
    assert len(added) == len(PAYMENT.splitlines()) + 2
    assert added[added.index("      - la cfe svp") - 1].endswith("(amount) de cfe")
    assert added[added.index("      - où payer") - 1].endswith("avec ma famille")


def test_the_patch_without_its_lines_is_the_file_byte_for_byte(project):
    (change,) = patch(project, sentence("la cfe svp")).changes
    assert change.after.replace("      - la cfe svp\n", "") == PAYMENT


def test_a_file_without_a_last_line_end_takes_lines(project):
    path = project / "data/nlu/paiement.yml"
    path.write_text(PAYMENT.partition("\n  - lookup")[0].rstrip("\n"), encoding="utf-8")
    apply(project, patch(project, sentence("chez moi", "changer_adresse")).diff)
    assert content(project, "data/nlu/paiement.yml").endswith("famille\n      - chez moi\n")


def test_tests_go_to_a_file_of_their_own_that_training_never_reads(project):
    apply(project, patch(project, sentence("la cfe svp", use="test")).diff)
    assert content(project, "data/nlu/paiement.yml") == PAYMENT
    kept = content(project, "tests/nlu/held_out_messages.yml")
    assert kept == EMPTY + "  - intent: payer_cfe\n    examples: |\n      - la cfe svp\n"


def test_the_projects_own_files_take_a_line_for_every_topic(knowledge, tmp_path):
    files = DesignersFiles(ROOT)
    taken = [sentence("zzz une phrase nouvelle", topic) for topic in knowledge.topics]
    found = changes(files, taken, {})
    for change in found:
        assert change.after.replace("      - zzz une phrase nouvelle\n", "") == change.before
    assert sum(change.after.count("zzz une phrase") for change in found) == len(taken)


@pytest.mark.parametrize(
    "text",
    [
        "nlu: [",
        'version: "3.1"\n',
        "nlu:\n  - intent: payer_cfe\n    examples: [a]\n",
        "nlu:\n  - intent: payer_cfe\n    examples: >\n      - a\n",
        "nlu:\n  - intent: payer_cfe\n    examples: |\n\n",
    ],
)
def test_a_file_that_is_written_otherwise_is_refused(text):
    with pytest.raises(UnfitFile):
        with_sentences(text, {"payer_cfe": ["la cfe"]})


def test_a_sentence_that_would_be_read_otherwise_is_refused():
    with pytest.raises(UnfitFile):
        with_sentences(PAYMENT, {"payer_cfe": ["la\nversion: x"]})


def test_a_project_without_files_says_so(tmp_path):
    with pytest.raises(NoFiles):
        changes(DesignersFiles(tmp_path), [sentence("la cfe")], {})


def test_nothing_accepted_is_no_patch(project):
    assert patch(project).diff == ""


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (sentence("Payer la CFE !"), "known_here"),
        (sentence("payer la cfe", "changer_adresse"), "known_elsewhere"),
        (sentence("régler 100 euros de cfe"), "known_here"),
        (sentence("comment régler ma cotisation fonciere par virement ?"), "held_out"),
        (sentence("comment régler une cotisation foncière par virement"), "near_held_out"),
        (sentence("j'ai déménagé à Lyon cet été avec ma femme", "changer_adresse"), "near_taught"),
        (sentence("je suis [nom masqué]"), "personal"),
        (sentence("mon numéro est le 06 12 34 56 78"), "personal"),
        (sentence("Ma voisine tond, le dimanche !", "out_of_scope"), "verbatim"),
        (sentence(SAID, "out_of_scope", use="test"), "verbatim"),
        (sentence("la cfe", "nulle_part"), "unknown_topic"),
        (sentence("??"), "empty"),
        (sentence("a\u2028b"), "unwritable"),
        (sentence("/restart maintenant"), "unwritable"),
    ],
    ids=lambda value: value.text if isinstance(value, Sentence) else value,
)
def test_what_must_stay_out_is_refused_with_the_reason(gate, refused, code):
    taken, (refusal,) = gate.sort([refused])
    assert (taken, refusal.code) == ([], code)


@pytest.mark.parametrize(
    "accepted",
    [
        sentence("taxe des pros à régler, mon échéance approche"),
        sentence("le voisin passe la tondeuse pendant ma sieste", "out_of_scope"),
    ],
    ids=lambda value: value.text,
)
def test_what_is_new_and_tells_of_nobody_goes_in(gate, accepted):
    assert gate.sort([accepted]) == ([accepted], [])


def test_the_same_sentence_goes_in_once(gate):
    taken, (refusal,) = gate.sort([sentence("la cfe svp"), sentence("La CFE, SVP !")])
    assert ([found.text for found in taken], refusal.code) == (["la cfe svp"], "twice")


def test_a_new_topic_comes_with_everything_but_what_a_person_writes():
    topic = NewTopic(id="payer_en_bitcoin", title="Payer en bitcoin", subject="paiement", author="")
    found = skeleton(DesignersFiles(ROOT), topic)
    assert set(found) == {
        "knowledge/topics/paiement.yml",
        "data/rules/paiement.yml",
        "domain.yml",
    }
    for path, (before, after) in found.items():
        added = Change(path, before, after).diff().splitlines()[3:]
        assert [line for line in added if line.startswith("-")] == []
        assert any("payer_en_bitcoin" in line for line in added if line.startswith("+"))
