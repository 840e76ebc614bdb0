"""An open page hears what others do."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_new_replies_are_announced_on_an_open_page_and_shown_on_a_click(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Live at the Table", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    path = host.contribute("question", "How do you end a meeting?", "It never ends.", slug)

    one.open(path)
    one.sees("Nobody has answered yet. What would you try?")
    one.fill("Your answer", "Half a thought")
    host.fill("Your answer", "With a round: everybody says one word.")
    host.press("Answer")
    host.sees("With a round: everybody says one word.", host.page.locator("#answers"))
    host.sees_not("1 new reply")

    pill = one.page.get_by_role("link", name="1 new reply")
    expect(pill).to_be_visible()
    one.fits()
    one.sees("Nobody has answered yet. What would you try?")  # nothing moves until it is asked for
    pill.focus()
    one.page.keyboard.press("Enter")
    one.sees("With a round: everybody says one word.", one.page.locator("#answer-pages"))
    one.sees_not("Nobody has answered yet. What would you try?")
    expect(pill).to_have_count(0)
    expect(one.page.locator("#answers-heading .section-count")).to_have_text("1")
    expect(one.page.locator(".answer").first).to_be_focused()
    expect(one.page.locator("#answer-body")).to_have_value("Half a thought")

    comment = host.page.locator("#answer-pages textarea")
    host.page.locator("#answer-pages .reply-box summary").click()
    comment.fill("And then everybody goes home.")
    host.press("Reply", host.page.locator("#answer-pages .reply-box"))
    one.page.get_by_role("link", name="1 new reply").click()
    one.sees("And then everybody goes home.", one.page.locator("#answer-pages"))
    expect(one.page.locator(".comment").first).to_be_focused()
