"""Every page of the companion and the widget have one set of colours."""

import re
from pathlib import Path

import pytest
from conftest import ROOT
from page_reader import PageReader

COMPANION = ROOT / "companion/src/companion"
SHARED = COMPANION / "style/colours.css"
WIDGET = ROOT / "webchat/src/styles/theme.css"
DARK = "@media (prefers-color-scheme: dark)"


def named(sheet: Path, part: int) -> dict[str, str]:
    parts = sheet.read_text(encoding="utf-8").split(DARK)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", parts[part]))


def of_the_widget(part: int) -> dict[str, str]:
    sheet = WIDGET.read_text(encoding="utf-8").split(DARK)[part]
    return dict(re.findall(r"--_([a-z-]+): var\(--econtacts-[a-z-]+, (#[0-9a-f]{6})\);", sheet))


@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_the_pages_have_the_colours_of_the_widget(part: int):
    widget = of_the_widget(part)
    shared = named(SHARED, part)
    assert shared
    assert shared == {name: widget[name] for name in shared}


@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_no_other_sheet_names_one_of_them_again(part: int):
    others = [found for found in COMPANION.rglob("*.css") if found != SHARED]
    assert len(others) >= 2
    for sheet in others:
        if DARK in sheet.read_text(encoding="utf-8"):
            assert not named(sheet, part).keys() & named(SHARED, part).keys(), sheet


async def test_the_page_without_javascript_loads_them(reader: PageReader):
    assert "/style/colours.css" in (await reader.read()).text
    assert "--surface" in (await reader.read("/sans-javascript/style/colours.css")).text
