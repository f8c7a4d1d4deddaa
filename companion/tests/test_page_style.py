"""The page without JavaScript and the widget have one set of colours."""

import re

import pytest
from conftest import ROOT

PAGE = ROOT / "companion/src/companion/gateway/page/style/page.css"
WIDGET = ROOT / "webchat/src/styles/theme.css"
OWN = {"banner", "banner-text"}  # the widget has no banner
DARK = "@media (prefers-color-scheme: dark)"


def page_colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))


def widget_colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--_([a-z-]+): var\(--econtacts-[a-z-]+, (#[0-9a-f]{6})\);", sheet))


@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_the_page_has_the_colours_of_the_widget(part: int):
    page = page_colours(PAGE.read_text().split(DARK)[part])
    widget = widget_colours(WIDGET.read_text().split(DARK)[part])
    assert page.keys() - OWN <= widget.keys()
    assert page.keys() - OWN
    assert {name: widget[name] for name in page.keys() - OWN} == {
        name: colour for name, colour in page.items() if name not in OWN
    }
