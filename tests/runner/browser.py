"""Which Chromium drives the journeys: the system's, else the one that Playwright installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowser(Exception):
    """There is no Chromium here and none can be installed; the message says what to do."""


def find_system() -> str | None:
    """A Chromium of the system."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def find_playwrights() -> str | None:
    """The Chromium that Playwright keeps, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def provide() -> str:
    """The path of a Chromium; installs Playwright's when there is none.

    Raises:
        NoBrowser: when that does not work either.
    """
    found = os.environ.get("GILDE_TEST_CHROMIUM") or find_system() or find_playwrights()
    if found:
        return found
    print("No Chromium here; asking Playwright for one ...", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = find_playwrights() if done.returncode == 0 else None
    if not found:
        raise NoBrowser("no Chromium here, and Playwright could not install one (Debian: sudo apt install chromium)")
    return found
