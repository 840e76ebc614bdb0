"""Home: what is new in my communities, what I have seen of it, and what I keep."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_what_is_unread_carries_a_sign_until_it_was_read(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Fresh News", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    path = host.contribute("discussion", "New this morning", "Just in.", slug)

    one.open("/")
    card = one.page.locator(".card", has_text="New this morning")
    expect(card).to_have_class(re.compile("card-unread"))
    one.fits()
    with one.page.expect_response(re.compile("/do/read/")):
        card.get_by_role("link", name="New this morning").click()
    one.open("/")
    expect(card).not_to_have_class(re.compile("card-unread"))

    host.open(path)
    host.comment("And there is more.")
    one.open("/")
    expect(card).to_have_class(re.compile("card-unread"))
    with one.page.expect_response(re.compile("/do/read/")):
        one.open(path)
    expect(one.page.locator(".comment-unread")).to_contain_text("And there is more.")
    one.page.reload()
    expect(one.page.locator(".comment-unread")).to_have_count(0)


def test_a_comment_brings_a_conversation_up_and_a_like_does_not(somebody: Come) -> None:
    host, one = somebody(), somebody()
    slug = host.found("Up and Down", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    older = host.contribute("discussion", "The older one", "First.", slug)
    host.contribute("discussion", "The newer one", "Second.", slug)
    one.open(older)
    one.press("I like this", one.page.locator("#thanks"))
    expect(one.page.locator("#thanks").get_by_role("button", name=re.compile("I like this"))).to_have_attribute(
        "aria-pressed", "true"
    )
    one.open("/")
    assert one.page.locator(".card-title").all_inner_texts() == ["The newer one", "The older one"]
    one.open(older)
    one.comment("Still true.")
    one.open("/")
    assert one.page.locator(".card-title").all_inner_texts() == ["The older one", "The newer one"]


def test_something_is_kept_for_later_and_only_its_keeper_sees_that(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Book Shelf", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    path = host.contribute("resource", "A thin book", "Read it twice.", slug, url="https://example.org/book")
    one.open("/saved/")
    one.sees("Nothing saved yet")
    one.open(path)
    one.menu("More about this contribution", "Save for later")
    one.page.wait_for_load_state()
    one.open("/saved/")
    one.sees("Only you see this list.")
    one.sees("A thin book")
    one.fits()
    host.open("/saved/")
    host.sees_not("A thin book")
    one.open(path)
    one.menu("More about this contribution", "Remove from saved")
    one.page.wait_for_load_state()
    one.open("/saved/")
    one.sees("Nothing saved yet")


def test_home_is_narrowed_to_a_kind_and_a_community_and_goes_on_with_more(inhabitant: Come) -> None:
    one = inhabitant("marit", language="nl-NL", width=PHONE)
    one.open("/")
    titles = one.page.locator(".card-title")
    first = titles.all_inner_texts()
    assert len(first) >= 10
    more = one.page.locator(".pager a").last
    address = more.get_attribute("href")
    assert address
    more.click()
    expect(titles).not_to_have_count(len(first))
    both = titles.all_inner_texts()
    assert both[: len(first)] == first
    assert len(set(both)) == len(both), "nothing stands there twice"
    one.fits()
    one.open(f"/{address}")
    assert titles.all_inner_texts() == both[len(first) :], "what comes with more has an address of its own"

    one.open("/")
    one.page.locator(".filter-chips a[href*='kind=question']").click()
    expect(one.page).to_have_url(re.compile("kind=question"))
    assert titles.count() > 0
    one.page.locator("select[name=in]").select_option(index=1)
    one.page.locator("form.filter button[type=submit]").click()
    expect(one.page).to_have_url(re.compile(r"in=\d+"))
    assert "kind=question" in one.page.url
    place = one.page.locator("select[name=in] option:checked").inner_text()
    for card in one.page.locator(".card").all():
        expect(card).to_contain_text(place)
    one.fits()
