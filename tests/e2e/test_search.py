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


def test_operators_are_suggested_in_the_dialog_by_keyboard_and_by_touch(somebody: Come) -> None:
    host = somebody(width=PHONE, has_touch=True)
    slug = host.found("Loom House", audience="Hidden")
    host.contribute("question", "Which warp holds a rug?", "Ours breaks.", slug)
    host.contribute("discussion", "A rug on every wall", "How it began.", slug)
    _in_the_index(host, f"rug+in:{slug}", 2)

    host.open("/people/")
    host.page.keyboard.press("/")
    finder = host.page.locator("dialog[open]")
    field = finder.get_by_role("combobox")
    expect(field).to_be_focused()
    host.page.keyboard.type("rug ki")
    expect(finder.locator("[data-term]")).to_have_count(1)
    expect(finder.locator("[data-term]")).to_have_attribute("data-term", "kind:")
    host.page.keyboard.press("ArrowDown")
    host.page.keyboard.press("Enter")
    expect(field).to_have_value("rug kind:")
    expect(field).to_be_focused()
    question = finder.locator("[data-term='kind:question']")
    expect(question).to_be_visible()
    host.fits()
    question.tap()
    expect(field).to_have_value("rug kind:question ")
    expect(finder.get_by_text("Which warp holds a rug?")).to_be_visible()
    expect(finder.get_by_text("A rug on every wall")).to_have_count(0)
    expect(finder.locator("[data-term]")).to_have_count(0)
    host.page.keyboard.press("Enter")
    expect(host.page).to_have_url(re.compile(r"/search/\?q=rug\+kind%3Aquestion"))
    host.sees("Which warp holds a rug?", host.main)

    box = host.main.get_by_role("combobox")
    box.fill("rug is:")
    option = host.main.get_by_role("option", name="is:open")
    option.tap()
    expect(box).to_have_value("rug is:open")  # and nothing beneath the list was touched
    expect(host.page).to_have_url(re.compile(r"q=rug\+kind%3Aquestion\+?$"))
    host.fits()


def test_the_order_changes_and_every_filter_stays_in_the_address(somebody: Come) -> None:
    one = somebody(width=PHONE)
    slug = one.found("Glass Works", audience="Hidden")
    one.contribute("question", "Blue glass, blue glass", "Nothing but blue glass.", slug)
    one.contribute("question", "Something newer", "It names glass once, among many other words about ovens.", slug)
    one.contribute("discussion", "Glass as talk", "Glass.", slug)
    _in_the_index(one, f"glass+in:{slug}", 3)

    def found() -> list[str]:
        return [title.strip() for title in one.main.locator(".found h2, .found h3").all_inner_texts()]

    one.open(f"/search/?q=glass+in:{slug}")
    one.follow_link(re.compile("^Question"), one.main)
    newest = ["Something newer", "Blue glass, blue glass"]
    expect(one.main.locator(".found > *")).to_have_count(2)
    assert found() == newest
    one.follow_link("Best match", one.main)
    expect(one.page).to_have_url(re.compile("order=best"))
    for part in ("q=glass", f"in%3A{slug}", "kind=question"):
        assert part in one.page.url, one.page.url
    assert found() == newest[::-1]
    one.fits()
    one.page.reload()
    assert found() == newest[::-1]
    one.fill("Search for", f"glass in:{slug} ovens", one.main)
    one.press("Search", one.main)
    expect(one.page).to_have_url(re.compile("order=best"))
    assert "kind=question" in one.page.url
    one.open(f"/search/?q=glass+in:{slug}&kind=question&order=best")
    one.follow_link("Newest", one.main)
    expect(one.page).not_to_have_url(re.compile("order=best"))
    assert "kind=question" in one.page.url
    assert found() == newest


# What was written a moment before a digest waits for the next one.
_AN_HOUR_LATER = """
from datetime import timedelta
from django.db.models import F
from gilde.attention.search.actions.index import index
from gilde.attention.search.models import SavedSearch
from gilde.dialogue.models import Contribution
hour = timedelta(hours=1)
search = SavedSearch.objects.get(person__handle={handle!r})
here = Contribution.objects.filter(community__slug={slug!r})
here.filter(title="Salt that was there before").update(created_at=F("created_at") - hour)
here.update(created_at=F("created_at") - hour)
SavedSearch.objects.filter(pk=search.pk).update(told_until=F("told_until") - hour - timedelta(minutes=1))
index(kind="dialogue.contribution", ids=list(here.values_list("pk", flat=True)))
"""


def test_a_saved_search_tells_in_the_digest_what_is_new_in_it_once(somebody: Come) -> None:
    host, one = somebody(width=PHONE), somebody(width=PHONE)
    slug = host.found("Salt Pans", audience="Everyone", joining="Open")  # one reads there, and is no member
    host.contribute("discussion", "Salt that was there before", "Old salt.", slug)
    words = f"salt+in:{slug}"
    _in_the_index(one, words, 1)
    one.page.locator("summary", has_text="Save this search").click()
    one.fill("Name", "All about salt", one.main)
    one.press("Save", one.main.locator(".search-save"))
    one.sees("All about salt", one.main)
    one.fits()
    path = host.contribute("discussion", "Salt from the new pan", "White as snow.", slug)
    host.contribute("discussion", "Pepper", "Not what was asked for.", slug)
    _in_the_index(one, words, 2)
    one.house.inside(_AN_HOUR_LATER.format(handle=one.handle, slug=slug))
    letter = one.digest()
    assert "All about salt" in letter
    assert "Salt from the new pan" in letter
    assert path.split("?")[0] in letter
    assert "Salt that was there before" not in letter
    assert "Pepper" not in letter


def _in_the_index(one: Somebody, words: str, count: int) -> None:
    """Wait until what was shared can be found."""
    for _ in range(40):
        one.open(f"/search/?q={words}")
        if one.main.locator(".found > *").count() >= count:
            return
        one.page.wait_for_timeout(250)
    raise AssertionError(f"{words!r} is not found")
