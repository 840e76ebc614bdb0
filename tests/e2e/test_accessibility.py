"""Every page, looked at with axe, in both languages, light and dark, wide and narrow.

Each page is opened in Dutch, light, at 1280 px by one host of the demo, and in English, dark, at 360 px by another; what a
visitor sees the other way round. What else is held against a page stands in ``examination``; the steps of a way in,
which have no address of their own, are walked in ``test_steps``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser
from tests.e2e.axe import bring_along, findings
from tests.e2e.examination import examine
from tests.e2e.pages import NO_PAGE, VISITORS, paths_for
from tests.e2e.somebody import DESK, PHONE, Somebody
from tests.live import Live


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
        bring_along(present[name].context)
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
    for one in present.values():
        bring_along(one.context)
    yield present
    for one in present.values():
        one.context.close()


@pytest.fixture(scope="module")
def addresses(demo: Live) -> dict[str, dict[str, list[str]]]:
    """Look → route → addresses of its pages. Who works nowhere begins somewhere, to see those pages too."""
    demo.inside(
        "from gilde.people.queries.actor import actor_for\n"
        "from gilde.people.actions.affiliation import add\n"
        "from gilde.people.models import Organisation, Person\n"
        f"for person in Person.objects.filter(handle__in={[look.handle for look in LOOKS.values()]!r}):\n"
        "    if not person.affiliations.filter(ended_on=None).exists():\n"
        "        add(actor=actor_for(person, person.account), organisation=Organisation.objects.order_by('pk').first().name)"
    )
    found = paths_for(demo, *(look.handle for look in LOOKS.values()))
    return {name: found[look.handle] for name, look in LOOKS.items()}


def test_every_route_is_looked_at_or_says_why_not() -> None:
    listed = {*ROUTES, *VISITORS, *NO_PAGE}
    assert set(_routes()) <= listed
    assert not set(NO_PAGE) & set(VISITORS)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("route", ROUTES)
def test_a_page_is_good_to_use_for_everyone(
    readers: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], route: str, look: str
) -> None:
    assert addresses[look].get(route), "a new page: list it in pages.py, or say there why it is none"
    for path in addresses[look][route]:
        examine(readers[look], path)


@pytest.mark.parametrize("look", ["en-light-desk", "nl-dark-phone"])
@pytest.mark.parametrize("route", VISITORS)
def test_what_a_visitor_sees_is_good_to_use_for_everyone(visitors: dict[str, Somebody], route: str, look: str) -> None:
    examine(visitors[look], VISITORS[route])


@pytest.mark.parametrize("look", ["en-light-desk", "nl-dark-phone"])
def test_what_everyone_may_read_is_good_to_use_for_everyone(
    visitors: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], look: str
) -> None:
    one = visitors[look]
    one.open(VISITORS["feed:community"])
    examine(one, one.page.locator(".card-title a").first.get_attribute("href") or "")


@pytest.mark.parametrize("look", LOOKS)
def test_an_open_menu_is_good_to_use_for_everyone(
    readers: dict[str, Somebody], addresses: dict[str, dict[str, list[str]]], look: str
) -> None:
    one = readers[look]
    for path in ("/", addresses[look]["dialogue:contribution"][0], "/c/leren-en-begeleiden/members/"):
        one.open(path)
        for menu in one.page.locator("details[data-menu] > summary").locator("visible=true").all()[:3]:
            menu.click()
            assert not findings(one.page, "details[data-menu][open]"), path
            one.fits()
            one.page.keyboard.press("Escape")
            assert one.page.locator("details[data-menu][open]").count() == 0
