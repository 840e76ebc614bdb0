"""Finding something on a phone: from any page, with operators, again next week, and while one asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_something_is_found_from_any_page_kept_and_offered_to_who_asks_the_same(somebody: Come) -> None:
    host, one, stranger = (somebody(width=PHONE) for _ in range(3))
    slug = host.found("Kiln Keepers", audience="Hidden")
    one.join_by(host.invitation_link(slug))
    question = host.contribute("question", "How hot is a porcelain kiln?", "Ours stops halfway.", slug)

    one.open("/people/")
    one.follow_link("Search")
    finder = one.page.locator("dialog[open]")
    one.fill("Search", "porcelain", finder)
    expect(finder.get_by_text("How hot is a porcelain kiln?")).to_be_visible()
    one.fits()
    one.page.keyboard.press("Enter")
    expect(one.page).to_have_url(re.compile(r"/search/\?q=porcelain"))
    one.sees("How hot is a porcelain kiln?", one.main)

    one.open("/search/?q=porcelain+kind:story")
    one.sees("Nothing found")
    one.fits()
    one.open("/search/?q=porcelain+is:open&order=best")
    one.sees("How hot is a porcelain kiln?", one.main)
    one.page.locator("summary", has_text="Save this search").click()
    one.fill("Name", "Kilns", one.main)
    one.press("Save", one.main.locator(".search-save"))
    one.open("/search/saved/")
    one.follow_link("Kilns", one.main)
    one.sees("How hot is a porcelain kiln?", one.main)

    one.open(f"/new/question/?in={one.number_of(slug)}")
    one.page.locator("[name=title]").press_sequentially("Porcelain kiln stops")
    one.sees("Perhaps this was asked before")
    one.sees("How hot is a porcelain kiln?", one.page.locator(".similar"))
    one.fits()

    stranger.open("/search/?q=porcelain")
    stranger.sees("Nothing found")
    stranger.open(question, 404)
