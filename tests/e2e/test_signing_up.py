"""Making an account and getting in with it: by code, by password, and what one reads when it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_newcomer_on_a_phone_signs_up_with_a_code_and_finds_a_first_home(somebody: Come) -> None:
    host = somebody()
    host.found("Open Ateliers", audience="Everyone", joining="Open")

    one = somebody(visitor=True, width=PHONE)
    handle = one.email.partition("@")[0].replace("visitor", "carla")
    one.open("/")
    one.follow_link("Join in")
    one.fill("Email", one.email)
    one.press("Create my account")
    one.sees(one.email)
    one.fill("Code", one.code_from_mail())
    one.press("Continue")

    expect(one.page).to_have_url(re.compile("/welcome/"))
    one.fits()
    one.press("Continue")
    assert one.page.evaluate("document.activeElement.name") == "name", "the browser points at what is missing"
    one.fill("Name", "Carla Timmer")
    one.page.get_by_text("Choose your @name").click()
    one.fill(re.compile("@name"), handle)
    one.sees("Step 1 of 3")
    one.press("Continue")
    one.sees("What interests you?")
    one.fits()
    one.press("Skip for now")
    one.sees("How often do you want email?")
    one.fits()
    one.press("Skip for now")

    expect(one.page).to_have_url(re.compile(":[0-9]+/$"))
    one.open("/me/")
    one.sees(f"@{handle}")
    one.open("/")
    one.sees("All quiet for now")
    one.follow_link("Find a community")
    one.follow_link("Open Ateliers")
    one.follow_link("Join", one.main)
    one.come_in()
    one.sees("Welcome to “Open Ateliers”")
    one.fits()
    one.open("/")
    one.sees("Nothing here yet")
    one.follow_link("Share something")
    one.sees("I have a question")


def test_a_handle_that_is_taken_is_said_at_the_field_and_the_rest_stays(somebody: Come) -> None:
    taken = somebody()
    one = somebody(visitor=True)
    handle = one.email.partition("@")[0].replace("visitor", "dora")
    one.open("/account/signup/")
    one.fill("Email", one.email)
    one.press("Create my account")
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    one.fill("Name", "Dora Kuiper")
    one.page.get_by_text("Choose your @name").click()
    one.fill(re.compile("@name"), taken.handle)
    one.press("Continue")
    expect(one.page.locator("[name=handle]")).to_have_attribute("aria-invalid", "true")
    expect(one.page.locator("[name=name]")).to_have_value("Dora Kuiper")
    expect(one.page.locator("[name=handle]")).to_have_value(taken.handle)
    one.fill(re.compile("@name"), handle)
    one.press("Continue")
    one.sees("What interests you?")
    one.open("/me/")
    one.sees(f"@{handle}")


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_without_a_password_logs_in_with_a_code_and_a_wrong_one_is_a_sentence(
    somebody: Come, width: int
) -> None:
    known = somebody(visitor=True, width=width)
    known.email = somebody().email
    known.open("/account/login/")
    known.follow_link("Email me a code instead")
    known.fill("Email", known.email)
    known.press(re.compile("code", re.IGNORECASE), known.main, exact=False)
    right = known.code_from_mail()

    known.fill("Code", "BCDF-GHJK")
    known.press("Continue")
    wrong = known.page.locator(".field-error")
    expect(wrong).to_be_visible()
    assert len(wrong.inner_text()) > 12, "a sentence, not a sign"
    known.fits()

    known.fill("Code", right)
    known.press("Continue")
    expect(known.page.locator("summary[aria-label^='Your menu']")).to_be_visible()


def test_the_operator_logs_in_with_a_password_after_a_wrong_one(somebody: Come) -> None:
    one = somebody(visitor=True)
    one.open("/account/login/")
    one.fill("Email", "operator@example.org")
    one.fill("Password", "not the password")
    one.press("Log in", one.main)
    one.sees(re.compile("do not belong together"))
    expect(one.page.get_by_label("Email").first).to_have_value("operator@example.org")
    one.fill("Password", "a long password")
    one.press("Log in", one.main)
    one.page.locator("summary[aria-label^='Your menu']").click()
    one.sees("Olga Operator")


def test_who_is_sent_to_log_in_comes_back_to_where_they_were_going(somebody: Come) -> None:
    one = somebody(visitor=True)
    one.open("/saved/")
    expect(one.page).to_have_url(re.compile(r"/account/login/\?next=(%2F|/)saved"))
    one.fill("Email", "operator@example.org")
    one.fill("Password", "a long password")
    one.press("Log in", one.main)
    expect(one.page).to_have_url(re.compile(r"/saved/$"))
