"""Every page, looked at with axe, in both languages, light and dark, wide and narrow; and what it weighs.

Each page is opened in Dutch, light, at 1280 px by one host of the demo, and in English, dark, at 360 px by another; what a
visitor sees the other way round. A page also has to keep within 320 px, shift nothing while it loads, say nothing in
the console, break no rule of the content security policy, and speak one language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Request
from tests.e2e.pages import NO_PAGE, VISITORS, paths_for
from tests.e2e.somebody import DESK, PHONE, Somebody
from tests.e2e.untranslated import english_on
from tests.live import Live

_AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
_SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    const moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.hadRecentInput) return;
        sum += entry.value;
        entry.sources.forEach(({ node, previousRect: from, currentRect: to }) => moved.push(
            `${(node?.outerHTML ?? node?.data ?? '?').slice(0, 80)} from ${from.x},${from.y} to ${to.x},${to.y}`));
    })).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve([sum, moved]), 0));
})"""
_NOTICED = 0.001  # below it a line came a hair later than the one before; nobody sees that
_NARROWEST = 320


@dataclass(frozen=True)
class Look:
    """One way of looking: who, in which language and light, how wide."""

    handle: str
    language: str
    theme: str
    width: int


LOOKS = {
    "nl-light-desk": Look("daan", "nl", "light", DESK),
    "en-dark-phone": Look("geert", "en", "dark", PHONE),
}


def _routes(resolver: URLResolver | Any = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield ":".join((*spaces, entry.name))
        elif entry.namespace != "admin":  # Django's own pages, for operators
            yield from _routes(entry, (*spaces, entry.namespace) if entry.namespace else spaces)


ROUTES = [route for route in dict.fromkeys(_routes()) if route not in NO_PAGE and route not in VISITORS] + [
    "feed:home",
    "feed:community",
    "communities:list",
    "communities:about",
    "communities:members",
    "people:directory",
    "ui:style",
    "portability:old_address",
]


@pytest.fixture(scope="module")
def readers(browser: Browser, demo: Live, demo_doors: dict[str, tuple[str, str]]) -> Iterator[dict[str, Somebody]]:
    """Two hosts of the demo, each with their own language and light."""
    choices = {f"{look.handle}@demo.example": (look.language, look.theme) for look in LOOKS.values()}
    demo.inside(
        "from gilde.people.models import Account\n"
        f"for email, (language, theme) in {choices!r}.items():\n"
        "    Account.objects.filter(email=email).update(language=language, theme=theme)"
    )
    present = {}
    for name, look in LOOKS.items():
        present[name] = Somebody(browser, demo, handle=look.handle, width=look.width, language=f"{look.language}-NL")
        present[name].open(demo_doors[look.handle][1])
    yield present
    for one in present.values():
        one.context.close()


@pytest.fixture(scope="module")
def visitors(browser: Browser, demo: Live) -> Iterator[dict[str, Somebody]]:
    """Somebody without an account, twice."""
    present = {
        "en-light-desk": Somebody(browser, demo, width=DESK, language="en-GB", theme="light"),
        "nl-dark-phone": Somebody(browser, demo, width=PHONE, language="nl-NL", theme="dark"),
    }
    yield present
    for one in present.values():
        one.context.close()


@pytest.fixture(scope="module")
def addresses(demo: Live) -> dict[str, dict[str, list[str]]]:
    """Look → route → addresses of its pages."""
    return {name: paths_for(demo, look.handle) for name, look in LOOKS.items()}


def test_every_route_is_looked_at_or_says_why_not() -> None:
    listed = {*ROUTES, *VISITORS, *NO_PAGE}
    assert set(_routes()) <= listed
    assert not set(NO_PAGE) & set(VISITORS)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_page_is_good_to_use_for_everyone(
    readers: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], route: str, look: str
) -> None:
    for path in addresses[look][route]:
        _examine(readers[look], path)


@pytest.mark.parametrize("look", ["en-light-desk", "nl-dark-phone"])
@pytest.mark.parametrize("route", VISITORS)
def test_what_a_visitor_sees_is_good_to_use_for_everyone(visitors: dict[str, Somebody], route: str, look: str) -> None:
    _examine(visitors[look], VISITORS[route])


@pytest.mark.parametrize("look", ["en-light-desk", "nl-dark-phone"])
def test_what_everyone_may_read_is_good_to_use_for_everyone(
    visitors: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], look: str
) -> None:
    one = visitors[look]
    one.open(VISITORS["feed:community"])
    _examine(one, one.page.locator(".card-title a").first.get_attribute("href") or "")


@pytest.mark.parametrize("look", LOOKS)
def test_an_open_menu_is_good_to_use_for_everyone(
    readers: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], look: str
) -> None:
    one = readers[look]
    for path in ("/", addresses[look]["dialogue:contribution"][0], "/c/leren-en-begeleiden/members/"):
        one.open(path)
        for menu in one.page.locator("details[data-menu] > summary").locator("visible=true").all()[:3]:
            menu.click()
            findings = Axe().run(one.page, context="details[data-menu][open]", options=_AXE).response["violations"]
            assert not findings, f"{path}: {findings}"
            one.fits()
            one.page.keyboard.press("Escape")
            assert one.page.locator("details[data-menu][open]").count() == 0


def _examine(one: Somebody, path: str) -> None:
    page = one.page
    one.complaints.clear()
    answer = page.goto(path)
    assert answer
    assert answer.status == (404 if "nowhere" in path else 200), f"{answer.status} at {path}"
    shift, moved = page.evaluate(_SHIFT)
    faults = [f"layout shift of {shift:.4f}: {moved}"] if shift >= _NOTICED else []
    # What is folded is looked at too; menus lie over the rest and are opened in a test of their own.
    page.evaluate("document.querySelectorAll('main details:not([data-menu])').forEach((one) => { one.open = true; })")
    for finding in Axe().run(page, options=_AXE).response["violations"]:
        where = "; ".join(str(node["target"][0]) for node in finding["nodes"][:3])
        faults.append(f"axe: {finding['id']}: {finding['help']} ({where})")
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": _NARROWEST, "height": size["height"]})
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > _NARROWEST:
        faults.append(f"{wide} px wide on {_NARROWEST} px")
    page.set_viewport_size(size)
    if page.evaluate("document.documentElement.lang") == "nl":
        faults += [f"English: {text!r}" for text in english_on(page)]
    faults += [line for line in one.complaints if "status of 404" not in line]
    one.complaints.clear()
    assert not faults, f"{path}\n" + "\n".join(faults)


# ── what it weighs ───────────────────────────────────────────────────────────


def _weigh(one: Somebody, path: str) -> tuple[int, int]:
    """Compressed bytes without pictures, and how many requests, with an empty cache."""
    seen: list[Request] = []
    one.page.on("requestfinished", lambda request: seen.append(request))
    one.page.goto(path, wait_until="load")
    one.page.wait_for_timeout(1200)  # the small request that marks a page as read comes after it
    weight = 0
    for request in seen:
        if request.resource_type != "image":
            weight += max(0, request.sizes()["responseBodySize"])
    return weight, len([request for request in seen if request.resource_type != "image"])


@pytest.mark.parametrize("path", ["/", "/c/", "/c/leren-en-begeleiden/", "/people/", "/account/login/"])
def test_a_first_visit_weighs_less_than_100_kilobytes_without_pictures(
    inhabitant: Callable[..., Somebody], path: str
) -> None:
    weight, _requests = _weigh(inhabitant(language="nl-NL"), path)
    assert 0 < weight < 100_000, f"{weight:,} bytes for {path}"


def test_the_first_page_of_who_is_logged_in_weighs_less_than_100_kilobytes(
    inhabitant: Callable[..., Somebody],
) -> None:
    one = inhabitant("marit", language="nl-NL")
    one.context.new_cdp_session(one.page).send("Network.clearBrowserCache")
    weight, _requests = _weigh(one, "/")
    assert 0 < weight < 100_000, f"{weight:,} bytes"


def test_a_contribution_weighs_less_than_50_kilobytes_in_at_most_eight_requests(
    inhabitant: Callable[..., Somebody], addresses: dict[str, dict[str, list[str]]]
) -> None:
    one = inhabitant("daan", language="nl-NL")
    one.context.new_cdp_session(one.page).send("Network.clearBrowserCache")
    path = addresses["nl-light-desk"]["dialogue:contribution"][0]
    weight, requests = _weigh(one, path)
    assert 0 < weight < 50_000, f"{weight:,} bytes for {path}"
    assert requests <= 8
