"""From an invitation to a first reply, on a phone: every screen counted, the time of the house measured."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]

SCREENS = 9  # invitation, code, name, agreements, interests, mail, home, conversation, reply placed
SECONDS = 60  # of the whole run on a busy machine; a person needs the rest of three minutes to read and type


@pytest.fixture
def place(somebody: Come) -> tuple[str, str]:
    """A hidden community with agreements and an open question; its invitation and the question."""
    host = somebody()
    slug = host.found("Nachtdienst", audience="Hidden", charter="1. What is said here stays here.")
    host.contribute(
        "question", "How do you keep a night shift awake?", "Coffee does not help.", slug, tags="nights, care"
    )
    return host.invitation_link(slug), slug


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_invitation_to_a_first_reply(somebody: Come, place: tuple[str, str], scripts: bool) -> None:
    link, _slug = place
    one = somebody(visitor=True, width=PHONE, scripts=scripts)
    screens: list[tuple[str, float]] = []
    begin = time.monotonic()

    def reached(name: str, sees: str | re.Pattern[str]) -> None:
        one.sees(sees)
        one.fits()
        screens.append((name, round(time.monotonic() - begin, 1)))

    one.open(link)
    reached("invitation", "invites you to")
    one.fill("Email", one.email)
    one.press("Create an account")
    reached("code", one.email)
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    reached("name", "Step 1 of 4")
    one.fill("Name", "Nico Newcomer")
    one.press("Continue")
    reached("agreements", "Step 2 of 4")
    one.page.get_by_label("I have read the agreements and accept them").check()
    one.press("Join")
    reached("interests", "Step 3 of 4")
    one.page.get_by_label("nights").check(force=True)
    one.press("Continue")
    reached("mail", "Step 4 of 4")
    one.page.go_back()
    expect(one.page.get_by_label("nights")).to_be_attached()
    one.page.go_forward()
    one.press("Continue")
    if scripts:
        expect(one.page.get_by_text("Choose one.")).to_be_in_viewport()  # it stands below the fold of a phone
    one.page.get_by_text("Once a week").click()
    one.press("Continue")
    reached("home", "Find your way")
    if scripts:
        one.sees("Questions you may know something about")
        one.sees("About nights")
    one.page.get_by_role("link", name="How do you keep a night shift awake?").first.click()
    reached("conversation", "Coffee does not help.")
    box = one.page.locator("#reply, form[action*='/do/answer/']").first
    box.locator("textarea").first.fill("A walk outside at three.")
    one.press(re.compile("Answer|Reply"), box, exact=False)
    reached("reply", "A walk outside at three.")

    assert len(screens) == SCREENS
    assert screens[-1][1] < SECONDS, screens
    one.open("/")
    expect(one.page.locator(".steps-done").filter(has_text="Say hello, or reply to someone")).to_have_count(1)


def test_who_closes_the_browser_halfway_goes_on_where_they_were(somebody: Come, place: tuple[str, str]) -> None:
    link, _slug = place
    one = somebody(visitor=True, width=PHONE)
    one.open(link)
    one.fill("Email", one.email)
    one.press("Create an account")
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    one.fill("Name", "Halfway Hanna")
    one.press("Continue")
    one.sees("Step 2 of 4")
    one.open("/")
    one.sees("You were telling us a little about yourself.")
    one.press("Continue where I was")
    one.sees("Step 2 of 4")
    one.press("Skip for now")
    one.sees("What interests you?")


def test_a_newcomer_says_hello_in_three_short_answers(somebody: Come, place: tuple[str, str]) -> None:
    link, slug = place
    one = somebody(width=PHONE)
    one.join_by(link)
    one.open(f"/c/{slug}/hello/")
    one.fits()
    one.fill("Who are you, and what do you do?", "I work nights in Zwolle.")
    one.fill("What can others ask you?", "How to sleep by day.")
    one.press("Say hello")
    one.sees("I work nights in Zwolle.")
    one.sees("What you can ask me")
