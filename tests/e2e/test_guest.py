"""Somebody from outside takes part in one conversation of a hidden community, on a phone, and leaves it again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_guest_comes_by_link_signs_up_replies_finds_it_again_and_leaves(somebody: Come) -> None:
    host = somebody()
    slug = host.found("The quiet table", audience="Hidden")
    host.contribute("discussion", "What else is said", "Among ourselves.", slug)
    talk = host.contribute("discussion", "Who knows a good opening", "We begin on Tuesday.", slug)
    host.open(talk)
    host.menu("More about this contribution", "Invite a guest")
    host.sees("Nobody from outside takes part here yet.")
    host.press("Create a link")
    host.sees("The link is ready.")
    link = host.main.locator(".invitation-link").get_attribute("href") or ""
    assert re.search(r"/g/[^/]+/$", link)

    one = somebody(visitor=True, width=PHONE)
    one.open(f"/c/{slug}/", status=404)
    one.open(link)
    one.sees("Who knows a good opening")
    one.fits()
    one.fill("Email", one.email)
    one.press("Create an account")
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    one.fill("Name", "Gea Guest")
    one.press("Continue")
    one.open(link)
    one.press("Take part")
    one.sees("You take part in this conversation now.")
    one.sees("Only members of The quiet table and 1 guest of this conversation can read this.")
    one.comment("Begin with a question.")
    one.sees("Begin with a question.", one.main)
    one.fits()
    one.open("/")
    one.sees("Who knows a good opening", one.main)
    one.sees_not("What else is said")
    one.open(f"/c/{slug}/", status=404)

    host.open("/bell/")
    host.follow_link(re.compile("^Gea Guest, whom you invited, takes part in Who knows a good opening"), host.main)
    expect(host.page).to_have_url(re.compile(r"/d/\d+"))
    said = host.page.locator(".comment", has_text="Begin with a question.")
    expect(said.locator(".badge")).to_have_text("guest")
    host.comment("Thank you, that helps.")
    expect(host.page.locator(".badge", has_text="guest")).to_have_count(1)
    host.open(talk)
    host.sees("Begin with a question.")
    host.follow_link("1 guest of this conversation")
    host.sees("Gea Guest", host.main)

    one.open(talk)
    one.follow_link("1 guest of this conversation")
    one.fits()
    one.press("Leave", one.main)
    sure = one.page.locator("dialog[open]").get_by_role("button", name="Leave")
    if sure.count():
        sure.click()
    one.sees("You left the conversation.")
    expect(one.page).to_have_url(re.compile(r"/$"))
    one.open(talk, status=404)
