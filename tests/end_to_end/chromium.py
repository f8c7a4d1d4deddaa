"""Where a Chromium is for the browser tests, or why there is none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",  # needed as root, as in containers
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class NoChromium(Exception):
    """No Chromium was found and none could be installed; the message says why."""


def chromium_path() -> str | None:
    """Return a Chromium's path, or None for the one that Playwright has installed itself.

    Raises:
        NoChromium: when there is none and Playwright cannot download one.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoChromium(
            "no Chromium on this machine and none could be downloaded; install your system's "
            "chromium package, or name one with CHROMIUM=/path"
        )
    return None
