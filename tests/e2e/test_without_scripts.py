"""Everything that matters works in a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.e2e.somebody import DESK, PHONE, Somebody

Come = Callable[..., Somebody]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_somebody_logs_in_shares_comments_thanks_and_pages_on_without_scripts(somebody: Come, width: int) -> None:
    host = somebody()
    slug = host.found("Plain Paper", audience="Everyone", joining="Open")
    path = host.contribute("discussion", "By hand", "Does it work with a pencil?", slug)

    one = somebody(visitor=True, width=width, scripts=False)
    one.email = somebody().email
    one.open("/account/login/code/")
    one.fill("Email", one.email)
    one.press(re.compile("code", re.IGNORECASE), one.main, exact=False)
    one.fill("Code", one.code_from_mail())
    one.press("Continue")

    one.open(f"/c/{slug}/join/")
    one.come_in()
    one.open(f"/new/question/?in={one.number_of(slug)}")
    one.fill("Your question", "Is this paper?")
    one.fill("What should others know?", "It is **very** quiet.")
    one.press("Preview")
    expect(one.page.locator(".composer-shown strong")).to_have_text("very")
    expect(one.page.get_by_label("Your question")).to_have_value("Is this paper?")
    one.press("Share")
    expect(one.main.locator("h1")).to_have_text("Is this paper?")

    one.open(path)
    one.comment("It does, with an eraser.")
    one.press("I like this", one.page.locator("#thanks"))
    liked = one.page.locator("#thanks").get_by_role("button", name=re.compile("I like this"))
    expect(liked).to_have_attribute("aria-pressed", "true")
    one.page.locator("#comments .comment").first.get_by_role("link", name="Reply").click()
    expect(one.page.locator("#reply, #comments").locator(".comment-quoted").last).to_contain_text("with an eraser")
    one.comment("And a sharpener.")
    one.menu("More about this contribution", "Save for later")
    one.open("/saved/")
    one.sees("By hand")
    one.menu("Your menu", "Log out")
    expect(one.page.get_by_role("link", name="Log in").first).to_be_visible()


def test_a_stream_is_paged_and_filtered_without_scripts(inhabitant: Come) -> None:
    one = inhabitant("marit", width=PHONE, scripts=False, language="nl-NL")
    one.open("/")
    first = one.page.locator(".card-title").all_inner_texts()
    assert first
    one.page.locator(".pager a").last.click()
    second = one.page.locator(".card-title").all_inner_texts()
    assert second
    assert not set(first) & set(second)
    address = one.page.url
    one.open(address.removeprefix(one.house.base))
    assert one.page.locator(".card-title").all_inner_texts() == second, "a page of the stream has an address"
    one.open("/?kind=question")
    for kind in one.page.locator(".card .kind-mark, .card-kind").all_inner_texts():
        assert "vraag" in kind.lower()
    one.open("/people/?q=fatima")
    expect(one.page.locator("#people .person-card")).to_have_count(1)


def test_what_is_wrong_is_said_at_the_field_and_everything_typed_stays_without_scripts(somebody: Come) -> None:
    one = somebody(scripts=False)
    slug = one.found("Full of Faults")
    one.open(f"/new/resource/?in={one.number_of(slug)}")
    one.fill("What is it?", "A book")
    one.fill("Why it helps", "It is short.")
    one.page.locator("[name=url]").fill("https://")
    one.page.locator("form.form").evaluate("form => form.noValidate = true")
    one.press("Share")
    expect(one.page.locator(".field-error")).to_contain_text("Write a full address")
    expect(one.page.get_by_label("What is it?")).to_have_value("A book")
    expect(one.page.get_by_label("Why it helps")).to_have_value("It is short.")
    one.page.locator("[name=url]").fill("https://example.org/book")
    one.press("Share")
    expect(one.main.locator("h1")).to_have_text("A book")
