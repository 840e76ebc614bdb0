"""The journeys look at the real product: ``gilde up`` in a folder of its own, seen through Chromium.

``house`` is an empty installation with an operator, ``demo`` one with the living example; both are started once per
worker and shared, so a journey makes the people and places it needs (``house.inside``, ``sign_up``) and counts on no
others. Run them with ``./gilde test --only browser``, or ``pytest -m browser``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.live import Live, live
from tests.runner.browser import NoBrowser, find_playwrights, find_system

HERE = Path(__file__).parent
_QUIET = [
    "--no-sandbox",  # Chromium refuses its sandbox to root, and CI is root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _chromium() -> str:
    found = os.environ.get("GILDE_TEST_CHROMIUM") or find_system()
    if not found:
        raise NoBrowser
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else Playwright's; never one that talks to anybody."""
    try:
        path = _chromium()
    except NoBrowser:
        if not find_playwrights():
            pytest.skip("no Chromium here")
        return {**browser_type_launch_args, "args": _QUIET}
    return {**browser_type_launch_args, "executable_path": path, "args": _QUIET}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A running, empty installation with the operator ``operator@example.org`` / ``a long password``."""
    with live(tmp_path_factory.mktemp("house") / "var") as opened:
        opened.start()
        opened.inside(
            "from gilde.config.operators import grant\n"
            "grant(email='operator@example.org', name='Olga Operator', password='a long password')"
        )
        yield opened


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A running installation with the living example in it."""
    with live(tmp_path_factory.mktemp("demo") / "var", GILDE_DEMO="1") as opened:
        opened.start("--demo", timeout=300)
        yield opened


@pytest.fixture(scope="session")
def demo_logins(demo: Live) -> dict[str, str]:
    """The one-click logins that ``up --demo`` printed: ``member``, ``host`` and ``newcomer`` with their addresses."""
    return {part: demo.wait_for_line(rf"log in as {part}\b.*?: (http\S+)").group(1) for part in _PARTS}


_PARTS = ("member", "host", "newcomer")
