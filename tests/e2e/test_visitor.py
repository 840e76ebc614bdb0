"""Somebody without an account, on a phone: what they may read, and what they are told where they may not."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_visitor_on_a_phone_reads_along_and_is_told_how_to_take_part(inhabitant: Come) -> None:
    one = inhabitant(width=PHONE, language="en-GB")
    one.open("/")
    one.sees("Learn from people who do the work")
    one.sees("Communities everyone can read")
    one.fits()
    title = one.page.locator(".card-title a").first
    words = title.inner_text()
    title.click()
    expect(one.main.locator("h1")).to_have_text(words)
    one.fits()
    assert one.page.evaluate("document.querySelector('link[rel=canonical]').href").startswith("http")
    assert one.page.locator("meta[property='og:title']").get_attribute("content") == words
    expect(one.page.locator("#reply textarea")).to_have_count(0)
    refused = one.page.locator(".composer-refused, .composer-end, #comments").get_by_text(
        re.compile("Log in|Join|account", re.IGNORECASE)
    )
    expect(refused.first).to_be_visible()


def test_a_visitor_sees_of_a_closed_community_no_more_than_that_one_logs_in(inhabitant: Come, somebody: Come) -> None:
    host = somebody()
    members = host.found("Members Only", audience="Members")
    hidden = host.found("Nobody Knows", audience="Hidden")
    inside = host.contribute("discussion", "For us alone", "Quietly.", members)
    one = somebody(visitor=True, width=PHONE)
    for path in (inside, f"/c/{hidden}/", f"/c/{hidden}/about/", f"/c/{hidden}/feed.atom"):
        one.open(path, status=404)
        one.sees_not("For us alone")
        one.sees_not("Nobody Knows")
    for path in ("/new/", "/me/", "/saved/", f"/c/{members}/invite/"):
        one.page.goto(path)
        expect(one.page).to_have_url(re.compile("/account/login/"))
        one.fits()


def test_the_public_part_of_the_house_is_found_by_search_engines_and_readers_of_feeds(inhabitant: Come) -> None:
    one = inhabitant(language="nl-NL")
    one.open("/c/leren-en-begeleiden/")
    feed = one.page.locator("link[type='application/atom+xml']").get_attribute("href")
    assert feed
    answer = one.context.request.get(feed)
    assert answer.ok
    assert "<entry>" in answer.text()
    robots = one.context.request.get("/robots.txt").text()
    sitemap = re.search(r"Sitemap: (\S+)", robots)
    assert sitemap
    assert one.context.request.get(sitemap.group(1)).ok
    assert one.page.locator("meta[name=robots]").count() == 0
    one.open("/people/?q=marit")
    assert "noindex" in (one.page.locator("meta[name=robots]").get_attribute("content") or "")
