"""Keeping a conversation in order: changing, deleting, moving, pinning and closing."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]
MENU = "More about this contribution"


def test_a_text_is_changed_and_everybody_can_read_what_it_was(somebody: Come) -> None:
    one, other = somebody(width=PHONE), somebody()
    slug = one.found("Second Thoughts", audience="Everyone", joining="Open")
    other.join_by(f"/c/{slug}/join/")
    path = one.contribute("discussion", "What I think", "Chairs should stand in rows.", slug)
    one.open(path)
    one.menu(MENU, "Edit")
    one.fill("Your thoughts", "Chairs should stand in a circle.")
    one.press("Save")
    one.sees("Chairs should stand in a circle.")
    one.sees_not("Chairs should stand in rows.")
    one.sees("edited")
    one.fits()

    other.open(path)
    other.menu(MENU, "What changed")
    other.sees("As it was first written")
    expect(other.page.locator(".version del, .version ins").first).to_be_visible()
    assert "rows" in other.main.inner_text()
    assert "circle" in other.main.inner_text()


def test_a_comment_is_changed_and_taken_away_by_its_writer(somebody: Come) -> None:
    one, other = somebody(), somebody()
    slug = one.found("Loose Ends", audience="Everyone", joining="Open")
    path = one.contribute("discussion", "Say something", "Anything.", slug)
    other.join_by(f"/c/{slug}/join/")
    other.open(path)
    other.comment("I saw it wrong.")
    other.menu("More about this reply", "Edit")
    other.fill("Your comment", "I saw it right.")
    other.press("Save")
    other.sees("I saw it right.")
    other.menu("More about this reply", "Delete")
    other.sees("Delete this reply?")
    other.press("Delete", other.main)
    other.sees_not("I saw it right.")
    one.open(path)
    one.sees_not("I saw it right.")


def test_a_host_pins_moves_closes_and_opens_again(somebody: Come) -> None:
    host, one, visitor = somebody(), somebody(width=PHONE), somebody(visitor=True)
    slug = host.found("Front Room", audience="Everyone", joining="Open")
    back = host.found("Back Room", audience="Members", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    path = one.contribute("question", "Where does this belong?", "Here?", slug)
    one.contribute("discussion", "Something newer", "Yes.", slug)

    host.open(path)
    host.menu(MENU, "Pin to the top")
    host.page.wait_for_load_state()
    host.open(f"/c/{slug}/")
    expect(host.page.locator("#pinned")).to_contain_text("Where does this belong?")

    host.open(path)
    host.menu(MENU, "Close")
    host.fill("Why?", "Answered at the table.")
    host.press("Close conversation")
    host.sees("Answered at the table.")
    one.open(path)
    one.sees("Answered at the table.")
    expect(one.page.locator("#reply textarea, #answer textarea")).to_have_count(0)
    one.fits()
    host.open(path)
    host.menu(MENU, "Reopen")
    host.sees("Your answer")

    host.menu(MENU, "Move")
    host.sees("Move to another community")
    host.choose_card("Back Room")
    host.press("Move")
    host.sees("The person who wrote this is not a member there and could no longer see it.")
    one.join_by(f"/c/{back}/join/")
    host.press("Move")
    expect(host.page.locator(".contribution-above")).to_contain_text("Back Room")
    one.open(path)
    visitor.open(path, status=404)
    visitor.open(f"/c/{slug}/")
    visitor.sees("Something newer")
    visitor.sees_not("Where does this belong?")
    host.open(f"/c/{back}/")
    host.sees("Where does this belong?")


def test_what_is_deleted_can_be_read_by_nobody(somebody: Come) -> None:
    one, other = somebody(), somebody()
    slug = one.found("Cleared Table", audience="Everyone", joining="Open")
    path = one.contribute("discussion", "Forget about this", "Please.", slug)
    other.open(path)
    one.open(path)
    one.menu(MENU, "Delete")
    one.sees(re.compile("Delete “Forget about this”?"))
    one.follow_link("Keep it")
    one.sees("Please.")
    one.menu(MENU, "Delete")
    one.press("Delete", one.main)
    one.page.wait_for_load_state()
    other.open(path, status=404)
    other.open(f"/c/{slug}/")
    other.sees_not("Forget about this")


def test_a_stranger_gets_the_same_page_for_what_is_hidden_and_what_never_was(somebody: Come) -> None:
    host, stranger = somebody(), somebody(visitor=True, width=PHONE)
    slug = host.found("Behind a Door", audience="Hidden")
    path = host.contribute("discussion", "Between us", "A secret.", slug)
    stranger.open(path, status=404)
    hidden = stranger.main.inner_text()
    stranger.open("/d/999999999/", status=404)
    assert stranger.main.inner_text() == hidden
    stranger.follow_link("Go to the home page")
    expect(stranger.page).to_have_url(re.compile("/$"))
