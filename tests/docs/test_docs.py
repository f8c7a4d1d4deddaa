"""The documentation tells the truth: commands, settings and links exist, and the reverse."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from companion.pilotage.indicators.catalogue import load_indicators
from companion.pilotage.reports.specification import load_specification
from companion.settings import Settings
from econtacts_core.knowledge import load_knowledge

ROOT = Path(__file__).parents[2]
GUIDES = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
PAGES = (
    *GUIDES,
    *sorted((ROOT / "docs" / "adr").glob("*.md")),
    ROOT / "models" / "README.md",
    ROOT / "webchat" / "README.md",
)
OPERATOR = ROOT / "docs" / "guide-exploitant.md"
OPERATIONS = ROOT / "operations" / "environment.py"

_CODE_BLOCK = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# Variables that are set for third parties' code or for the supervisor's file are settings too.
_SET_VARIABLE = re.compile(r'^\s+"([A-Z][A-Z_]+)":', re.MULTILINE)


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


every_page = pytest.mark.parametrize("page", PAGES, ids=named)
every_guide = pytest.mark.parametrize("page", GUIDES, ids=named)


def makefile_targets() -> set[str]:
    """Return every target that can be asked for by name."""
    found: set[str] = set()
    for line in read(ROOT / "Makefile").splitlines():
        rule = re.match(r"([a-z][a-z0-9 -]*):(?!=)", line)
        if rule:
            found.update(rule.group(1).split())
        if line.startswith(".PHONY:"):
            found.update(line.removeprefix(".PHONY:").split())
    return found


def helped_targets() -> set[str]:
    """Return the targets that `make help` lists."""
    return set(re.findall(r"^([a-z0-9-]+):.*## ", read(ROOT / "Makefile"), re.MULTILINE))


def commands_of(text: str) -> set[str]:
    """Return the targets of the `make …` commands written as code in `text`."""
    code = " ".join(_CODE_BLOCK.findall(text) + _INLINE_CODE.findall(_CODE_BLOCK.sub("", text)))
    return set(re.findall(r"\bmake ([a-z][a-z0-9-]*)", code))


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that a forge makes from the headings of `page`."""
    headings = re.findall(r"^#+ (.+)$", _CODE_BLOCK.sub("", read(page)), re.MULTILINE)
    return {anchor(heading) for heading in headings}


def anchor(heading: str) -> str:
    plain = unicodedata.normalize("NFC", heading.strip().lower())
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def settings_in_the_guide() -> set[str]:
    return set(re.findall(r"\bCOMPANION_[A-Z_]+\b", read(OPERATOR)))


def settings_in_the_code() -> set[str]:
    return {f"COMPANION_{name.upper()}" for name in Settings.model_fields}


@every_guide
def test_every_command_of_a_page_exists(page: Path):
    assert commands_of(read(page)) - makefile_targets() == set()


def test_every_command_with_a_help_is_documented():
    documented = set().union(*(commands_of(read(page)) for page in GUIDES))
    assert helped_targets() - documented - {"help"} == set()


def test_every_setting_of_the_companion_is_in_the_operators_guide():
    assert settings_in_the_code() - settings_in_the_guide() == set()


@every_page
def test_every_setting_that_a_page_names_exists(page: Path):
    settings = set(re.findall(r"\bCOMPANION_[A-Z]+(?:_[A-Z]+)*\b", read(page)))
    assert settings - settings_in_the_code() == set()


@pytest.mark.parametrize("field", ["host", "port", "rasa_url", "message_length", "retention_days"])
def test_the_operators_guide_gives_the_default_of_the_code(field: str):
    row = re.search(rf"^\| `COMPANION_{field.upper()}` \| `([^`]*)`", read(OPERATOR), re.MULTILINE)
    assert row is not None
    assert row.group(1) == str(Settings.model_fields[field].default)


def test_every_variable_that_the_launcher_sets_is_in_the_operators_guide():
    variables = set(_SET_VARIABLE.findall(read(OPERATIONS)))
    assert variables, "the launcher sets none: has it moved?"
    guide = read(OPERATOR)
    assert {name for name in variables if f"`{name}`" not in guide} == set()


@every_page
def test_every_relative_link_of_a_page_resolves(page: Path):
    targets = _LINK.findall(_CODE_BLOCK.sub("", read(page)))
    relative = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in relative if not resolves(page, target)] == []


def resolves(page: Path, target: str) -> bool:
    path, _, wanted = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or not file.is_relative_to(ROOT):
        return False
    return not wanted or wanted in anchors_of(file)


@every_page
def test_a_page_names_no_place_outside_the_project(page: Path):
    assert re.findall(r"(?:/home/|/tmp/|/Users/)\S*", read(page)) == []


@pytest.mark.parametrize("guide", sorted((ROOT / "docs").glob("*.md")), ids=named)
def test_every_guide_can_be_reached_from_the_readme(guide: Path):
    assert f"(docs/{guide.name})" in read(ROOT / "README.md")


def test_the_readme_counts_the_confirmed_labels_right():
    forms = yaml.safe_load(read(ROOT / "knowledge" / "forms.yml"))["forms"]
    assert sum(form["confirmed"] for form in forms) == 8
    assert "Eight of its labels" in " ".join(read(ROOT / "README.md").split())


def test_the_topics_that_the_guides_name_in_examples_of_answers_exist():
    topics = load_knowledge(ROOT / "knowledge").topics
    agent = read(ROOT / "docs" / "guide-agent.md")
    assert set(re.findall(r'"topic": "([a-z_]+)"', agent)) <= set(topics)


def test_the_designers_guide_sends_each_case_to_a_topic_that_exists():
    guide = read(ROOT / "docs" / "guide-concepteur.md")
    table = guide.split("### Qui répond à quoi")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", table))
    assert named - {"out_of_scope"} <= set(load_knowledge(ROOT / "knowledge").topics)


def test_the_designers_guide_names_every_decision_that_route_writes():
    guide = read(ROOT / "docs" / "guide-concepteur.md")
    decisions = ("answer", "clarify", "suggest", "other_form", "out_of_scope", "talk")
    assert [decision for decision in decisions if f"| `{decision}` |" not in guide] == []


def test_the_agents_guide_names_every_team_and_every_urgent_situation_at_its_level():
    guide = read(ROOT / "docs" / "guide-agent.md")
    offices = load_knowledge(ROOT / "knowledge").offices
    assert [team for team in offices.teams if f"`{team}`" not in guide] == []
    rows = dict(re.findall(r"^\| `([a-z]+)` \|(.*)$", guide, re.MULTILINE))
    missing = [found for found in offices.situations if f"`{found.id}`" not in rows[found.level]]
    assert missing == []


def test_the_analysts_guide_defines_every_indicator_as_its_file_does():
    guide = read(ROOT / "docs" / "guide-analyste.md")
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \| (.*) \| (.*) \|$", guide, re.MULTILINE)
    told = {name: tuple(cells) for name, *cells in rows}
    for name, indicator in load_indicators().items():
        definition = indicator.definition
        denominator = definition.denominator or "–"
        assert told[name] == (definition.title, definition.numerator, denominator)


def test_the_analysts_guide_names_every_page_of_figures():
    guide = read(ROOT / "docs" / "guide-analyste.md")
    titles = [page.title for page in load_specification().pages.values()]
    assert [title for title in titles if f"| {title} |" not in guide] == []
