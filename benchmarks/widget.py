"""`make bench-widget`: what the widget weighs, and costs a page that bears it.

Chromium loads the demonstration page with a gateway played by this program, so that the figures are
the widget's own. Time counts from the navigation until the button can be pressed, at the machine's
speed and four times slower, as on a modest telephone. Memory is the page's JavaScript heap after a
collection, beside the same page without the widget.
"""

import argparse
import gzip
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.end_to_end.chromium import FLAGS, chromium_path
from tests.end_to_end.widget_page import ANSWER, GREETING, QUESTION, Gateway, served_widget

BUNDLE = Path("webchat/dist/econtacts-chat.js")
ON_DEMAND = Path("webchat/dist/econtacts-request.js")  # fetched with the first form
TURNS = 50  # a long conversation: a question and its answer each
SLOW = 4.0  # times slower
_PRESSABLE = """async () => {
    await customElements.whenDefined("econtacts-chat");
    await document.querySelector("econtacts-chat").updateComplete;
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now();
}"""


def main() -> None:
    """Print the bundle's weight, then times, then memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="loads of the page")
    rounds = parser.parse_args().rounds
    for path, label in ((BUNDLE, "bundle"), (ON_DEMAND, "forms, on demand")):
        content = path.read_bytes()
        _print(f"{label}, gzipped", f"{len(gzip.compress(content, 9)) / 1000:.1f} kB")
        _print(label, f"{len(content) / 1000:.1f} kB")
    with served_widget() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        for speed, label in ((1.0, ""), (SLOW, f", {SLOW:g} times slower")):
            times = [_time_to_interactive(browser, address, speed) for _ in range(rounds)]
            _print(f"time to interactive{label}", _spread(times))
        bare = _heap(browser, address, turns=0, widget=False)
        for turns in (0, TURNS):
            used = _heap(browser, address, turns=turns, widget=True) - bare
            _print(f"memory, {turns} turns", f"{used / 1e6:.2f} MB")
        browser.close()


def _time_to_interactive(browser: Browser, address: str, slower: float) -> float:
    """Load the page in a browser that has nothing cached, and return milliseconds."""
    context = browser.new_context()
    page = context.new_page()
    Gateway(page)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="commit")
    page.wait_for_selector("econtacts-chat", state="attached")
    milliseconds = float(page.evaluate(_PRESSABLE))
    context.close()
    return milliseconds


def _heap(browser: Browser, address: str, *, turns: int, widget: bool) -> float:
    """Return the bytes of JavaScript that the page holds with a conversation of so many turns."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    gateway = Gateway(page)
    gateway.opens([GREETING, *_conversation(turns)])
    if not widget:
        page.route(
            "**/econtacts-chat.js", lambda route: route.fulfill(content_type="text/javascript")
        )
    page.goto(address)
    _wait(page, turns, widget=widget)
    used = _collected(context.new_cdp_session(page))
    context.close()
    return used


def _conversation(turns: int) -> list[dict[str, object]]:
    return [
        {**message, "id": f"{turn}-{message['id']}"}
        for turn in range(turns)
        for message in (QUESTION, ANSWER)
    ]


def _wait(page: Page, turns: int, *, widget: bool) -> None:
    if widget:
        page.locator(".message").nth(2 * turns).wait_for()


def _collected(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(found["value"]) for found in metrics if found["name"] == "JSHeapUsedSize")


def _spread(times: Sequence[float]) -> str:
    worst = max(times)
    return f"{statistics.median(times):.0f} ms (worst of {len(times)}: {worst:.0f} ms)"


def _print(label: str, figure: str) -> None:
    sys.stdout.write(f"{label:<40}{figure}\n")


if __name__ == "__main__":
    main()
