"""What reaches people on a phone, and what does not: the bell leads to the place, mute is silence in every channel."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def _mute(one: Somebody) -> None:
    """Choose to hear nothing of what is on the screen."""
    one.press("Nothing")
    expect(one.page.get_by_role("button", name="Nothing", exact=True)).to_have_attribute("aria-pressed", "true")
    one.fits()


def test_a_muted_person_conversation_and_community_are_silent_at_the_bell_and_in_mail(somebody: Come) -> None:
    reader, loud, muted = (somebody(width=PHONE) for _ in range(3))
    hushed = loud.found("Hushed Corner", audience="Everyone", joining="Open")
    slug = loud.found("Busy Square", audience="Everyone", joining="Open")
    for place in (hushed, slug):
        reader.join_by(f"/c/{place}/join/")
    muted.join_by(f"/c/{slug}/join/")
    heard = reader.contribute("discussion", "Heard by all", "Say it aloud.", slug)
    quiet = reader.contribute("discussion", "Kept quiet", "Say it softly.", slug)
    away = reader.contribute("discussion", "Round the corner", "Say it elsewhere.", hushed)

    reader.open(quiet)
    _mute(reader)
    reader.open(f"/c/{hushed}/")
    _mute(reader)
    reader.open(f"/@{muted.handle}/")
    reader.menu(f"More about {muted.name}", "Mute or block")
    reader.follow_link(f"Choose what you hear of {muted.name}", reader.main)
    _mute(reader)
    reader.open("/")

    muted.open(heard)
    muted.comment("A word from afar.")
    for path in (quiet, away, heard):
        loud.open(path)
        loud.comment("A word from nearby.")

    expect(reader.page.locator(".masthead [href='/bell/']")).to_contain_text(
        "1", timeout=20_000
    )  # the open page hears it
    letter = reader.digest()
    assert "Heard by all" in letter
    reader.open("/bell/")
    for said in ("Kept quiet", "Round the corner", muted.name):
        reader.sees_not(said, reader.main)
        assert said not in letter
    reader.fits()
    reader.follow_link(re.compile("Heard by all"), reader.main)
    expect(reader.page).to_have_url(re.compile(r"/d/\d+.*#"))
    reader.sees("A word from nearby.")
    reader.open("/bell/")
    expect(reader.main.locator("[data-unread]")).to_have_count(0)

    stop = re.search(r"http\S+(/mail/less/\S+/)", letter)
    assert stop
    visitor = somebody(visitor=True, width=PHONE)
    visitor.open(stop[1])
    visitor.fits()
    visitor.press(re.compile("^once a week", re.IGNORECASE), visitor.main)
    visitor.sees("Saved.")


def test_a_conversation_that_is_followed_is_heard_in_a_community_that_is_muted(somebody: Come) -> None:
    reader, writer = somebody(width=PHONE), somebody(width=PHONE)
    slug = writer.found("Noisy Yard", audience="Everyone", joining="Open")
    reader.join_by(f"/c/{slug}/join/")
    near = writer.contribute("discussion", "The one I care for", "Say more.", slug)
    far = reader.contribute("discussion", "Another one of mine", "Say it there.", slug)
    reader.open(f"/c/{slug}/")
    _mute(reader)
    reader.open(near)
    reader.press("Every reply")
    expect(reader.page.get_by_role("button", name="Every reply", exact=True)).to_have_attribute("aria-pressed", "true")
    reader.open("/")

    for path in (far, near):
        writer.open(path)
        writer.comment("A word that is heard or not.")

    expect(reader.page.locator(".masthead [href='/bell/']")).to_contain_text("1", timeout=20_000)
    letter = reader.digest()
    assert "The one I care for" in letter
    assert "Another one of mine" not in letter
    reader.open("/bell/")
    reader.sees_not("Another one of mine", reader.main)
    reader.fits()
    reader.follow_link(re.compile("The one I care for"), reader.main)
    reader.sees("A word that is heard or not.")

    reader.open(near)
    _mute(reader)
    reader.open(f"/c/{slug}/")
    reader.press("Everything new")
    expect(reader.page.get_by_role("button", name="Everything new", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    reader.open("/")
    for path in (near, far):
        writer.open(path)
        writer.comment("And one more.")
    expect(reader.page.locator(".masthead [href='/bell/']")).to_contain_text("1", timeout=20_000)
    reader.open("/bell/")
    unread = reader.main.locator("[data-unread]")
    expect(unread).to_have_count(1)
    expect(unread).to_contain_text("Another one of mine")
