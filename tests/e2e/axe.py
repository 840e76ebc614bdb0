"""Axe, as all journeys ask it: which rules, and what it found in words."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

_OPTIONS: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # What is hidden it can only report as not looked at, never as wrong; the journeys open it instead.
    "rules": {
        "target-size": {"enabled": True},
        "label-content-name-mismatch": {"enabled": True},  # who speaks to their computer says what they see
        "hidden-content": {"enabled": False},
    },
    "resultTypes": ["violations"],
    "preload": False,  # fetching the sheets again serves no rule that is switched on, and the policy would stop it
}
_RUN = """([where, options]) => axe.run(where ? { include: [where] } : document, options).then((found) =>
    found.violations.map(({ id, help, nodes }) =>
        `${id}: ${help} (${nodes.slice(0, 3).map((node) => node.target.join(" ")).join("; ")})`))"""


def bring_along(context: BrowserContext) -> None:
    """Have axe in every page of this browser from the start, which is quicker than sending it each time."""
    context.add_init_script(script=Axe().axe_script)


def findings(page: Page, where: str = "") -> list[str]:
    """What axe finds on this page, or in the part of it that the selector names: one line per rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return list(page.evaluate(_RUN, [where, _OPTIONS]))
