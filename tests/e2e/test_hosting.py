"""Leading a community on a phone: from founding to what a host looks after, and being asked about a question."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_new_host_is_led_leaves_comes_back_and_finishes(somebody: Come) -> None:
    host = somebody(width=PHONE)
    slug = host.found("Night Watch", audience="Hidden")
    expect(host.page).to_have_url(re.compile(f"/c/{slug}/guide/"))
    host.fits()
    host.fill("What do people come here for?", "We keep each other awake.")
    host.fill("For whom is it?", "Anyone who works at night.")
    host.fill("How often do you meet or write?", "A question every Monday.")
    host.press("Save", host.main)
    host.sees("Saved. Newcomers read this first.")
    host.press("Write “Who are we?”")
    expect(host.page.locator("[name=title]")).to_have_value("Who are we?")
    expect(host.page.locator("[name=body]")).to_have_value(re.compile("We keep each other awake."))
    host.open("/")
    host.open(f"/c/{slug}/")
    host.follow_link("Share the first three contributions")
    host.press("Write “Who are we?”")
    host.press("Share")
    host.page.wait_for_url(re.compile(r"/d/\d+"))
    host.open(f"/c/{slug}/guide/")
    host.sees("Who are we?", host.main.get_by_role("link"))
    host.fits()
    host.open(f"/c/{slug}/about/")
    host.sees("Anyone who works at night.")


def test_a_host_sees_that_all_is_well_and_switches_a_rule_on_and_off(somebody: Come) -> None:
    host = somebody(width=PHONE)
    slug = host.found("Day Watch", audience="Hidden")
    host.open(f"/c/{slug}/care/")
    host.sees("All is well")
    host.fits()
    host.follow_link("Ready rules: welcome, a first answer, thanks")
    host.sees("Last month this would have happened 0 times.")
    rule = host.page.locator("section", has=host.page.get_by_role("heading", name="A word of welcome"))
    host.fill("Your words", "Good that you are here with us.", rule)
    host.press("Switch on", rule)
    host.sees("It is on, in your name, from now on.")
    host.sees("in the name of", rule)
    host.fits()
    host.press("Switch off", rule)
    host.sees("It is off. Nothing is sent any more.")


def test_who_answers_is_offered_to_be_asked_and_can_change_it(somebody: Come) -> None:
    host = somebody()
    slug = host.found("Askers", audience="Hidden")
    question = host.contribute("question", "How do you begin a round?", "I never know.", slug)
    one = somebody(width=PHONE)
    one.join_by(host.invitation_link(slug))
    one.open(question)
    box = one.page.locator("#answer")
    box.locator("textarea").fill("With silence: two minutes of it.")
    one.press("Answer", box)
    one.sees("You know about this")
    one.fits()
    one.press("Yes, ask me")
    one.sees("Thank you. We will ask you when someone has a question you may know.")
    one.sees_not("You know about this")
    one.open("/me/questions/")
    expect(one.page.get_by_label("Yes, ask me: at most two questions a day")).to_be_checked()
    one.page.get_by_label("No, do not ask me").check()
    one.press("Save", one.main)
    one.sees("We will not ask you.")
    one.fits()
