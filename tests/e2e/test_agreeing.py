"""Agreeing again, on a phone: to terms that changed for everybody, and to agreements that changed in one community."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.e2e.inhabitants import settle
from tests.e2e.somebody import PHONE, Somebody
from tests.live import live, migrated

Come = Callable[..., Somebody]


def test_everybody_is_asked_to_agree_to_changed_terms_and_goes_on_to_where_they_were_going(
    browser: Browser, tmp_path: Path
) -> None:
    # In a house of its own: everybody who lives there is asked.
    with live(tmp_path / "var", like=migrated()) as own:
        own.start()
        operator, member, leaver = (Somebody(browser, own, width=PHONE, **who) for who in settle(own, "Visser")[:3])
        own.inside(
            "from gilde.people.models import Account\n"
            f"Account.objects.filter(email={operator.email!r}).update(is_superuser=True, is_staff=True)"
        )
        slug = member.found("Open House", audience="Everyone", joining="Open")
        operator.open("/terms/edit/")
        operator.fits()
        operator.fill("In English", "# Terms\n\nWe keep what you write for seven years.")
        operator.page.get_by_label("Ask everyone to agree again").check()
        operator.press("Save", operator.main)
        operator.sees("Say in a line what changed")
        operator.fill("What changed, in English", "What you write is kept for seven years.")
        operator.fill("What changed, in Dutch", "Wat je schrijft, blijft zeven jaar.")
        operator.press("Save", operator.main)
        operator.sees(re.compile("^Saved. .* people get an email about it"))

        # They chose no language, and the house writes in Dutch; their browser asks for English.
        assert "Wat je schrijft, blijft zeven jaar." in member.mail("veranderd", timeout=30)
        member.open(f"/c/{slug}/")
        member.sees("Something important changed")
        member.sees("What you write is kept for seven years.")
        member.page.get_by_text("Read all of it").click()
        member.sees("We keep what you write for seven years.")
        member.fits()
        member.press("I agree")
        expect(member.page).to_have_url(re.compile(f"/c/{slug}/$"))
        member.open("/")
        member.sees_not("Something important changed")

        leaver.open("/")
        leaver.sees("Something important changed")
        leaver.follow_link("Take a break or leave", leaver.main)
        leaver.sees("Leave for good")
        leaver.open("/people/")
        leaver.sees("Something important changed")
        for one in (operator, member, leaver):
            one.close()


def test_members_accept_agreements_that_changed_before_they_write_again(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("House Rules", audience="Everyone", joining="Open", charter="1. We listen first.")
    one.join_by(f"/c/{slug}/join/")
    talk = one.contribute("discussion", "Before the change", "I may write.", slug)
    host.open(f"/c/{slug}/settings/charter/")
    host.page.locator("[name=charter]").fill("1. We listen first.\n2. We ask before we advise.")
    host.press("Publish")
    host.sees("We ask before we advise.")

    expect(one.page.locator(".masthead [href='/bell/']")).to_contain_text("1", timeout=20_000)
    one.open("/bell/")
    one.sees("The agreements of House Rules changed", one.main)
    one.open(talk)
    one.sees("Read and accept them", one.main)
    expect(one.page.locator("#reply textarea")).to_have_count(0)
    one.fits()
    one.follow_link("Read and accept them", one.main)
    one.sees("We ask before we advise.")
    one.page.get_by_text(re.compile("^Version 1, of")).click()
    one.fits()
    one.press("I accept these agreements")
    one.open(talk)
    one.comment("I listen, and I ask.")
    one.sees_not("Read and accept them")
