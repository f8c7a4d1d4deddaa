"""What axe finds in a page, and the wider spacing that a reader may ask for."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path("webchat/node_modules/axe-core/axe.min.js")
# WCAG 1.4.12; important, since a page's or the widget's own rules are nearer
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return the faults that axe sees. The page must let the test inject it: `bypass_csp`."""
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "rules => axe.run({runOnly: rules}).then(result => result.violations)", RULES
    )
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
