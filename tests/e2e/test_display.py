"""How somebody reads: language, light or dark, and the clock of the place where they are."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def _paper(one: Somebody) -> int:
    """How light the page is, 0 to 255."""
    return int(
        one.page.evaluate(
            """() => {
                const place = document.createElement("canvas").getContext("2d");
                place.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
                place.fillRect(0, 0, 1, 1);
                return place.getImageData(0, 0, 1, 1).data[0];
            }"""
        )
    )


def test_a_visitor_chooses_a_language_and_dark_and_both_stay(somebody: Come) -> None:
    one = somebody(visitor=True, width=PHONE)
    one.open("/")
    one.sees("Learn from people who do the work")
    assert _paper(one) > 200
    one.press("Nederlands")
    expect(one.page.locator("html")).to_have_attribute("lang", "nl")
    one.sees_not("Learn from people who do the work")
    # It is dark at once and remembered a moment later.
    with one.page.expect_response(lambda answer: answer.request.method == "POST"):
        one.press("Donker")
    expect(one.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert _paper(one) < 60
    one.open("/c/")
    expect(one.page.locator("html")).to_have_attribute("lang", "nl")
    expect(one.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert _paper(one) < 60
    one.fits()
    one.press("English")
    expect(one.page.locator("html")).to_have_attribute("lang", "en")


def test_an_account_keeps_language_theme_and_time_zone_on_every_device(somebody: Come) -> None:
    one = somebody()
    slug = one.found("Around the World")
    path = one.contribute("discussion", "What time is it?", "Here it is late.", slug)
    one.open("/me/settings/")
    one.page.get_by_role("radio", name="Nederlands").check()
    one.page.get_by_role("radio", name="Dark").check()
    one.page.locator("[name=time_zone]").select_option("Pacific/Auckland")
    one.press("Save")
    expect(one.page.locator("html")).to_have_attribute("lang", "nl")
    assert _paper(one) < 60

    phone = one.elsewhere(width=PHONE, language="en-GB")
    phone.open(path)
    expect(phone.page.locator("html")).to_have_attribute("lang", "nl")
    assert _paper(phone) < 60
    there = phone.page.locator(".contribution-permalink time").get_attribute("title")
    here = one.page.evaluate(
        "new Intl.DateTimeFormat('nl', {timeZone: 'Pacific/Auckland', hour: '2-digit', minute: '2-digit'})"
        f".format(new Date({phone.page.locator('.contribution-permalink time').evaluate('t => Date.parse(t.dateTime)')}))"
    )
    assert there
    assert here in there, "the clock of Auckland"
    phone.fits()
    phone.close()

    one.open("/me/settings/")
    one.page.get_by_role("radio", name="English").check()
    one.page.get_by_role("radio", name=re.compile("apparaat|Als mijn")).check()
    one.page.locator("form.form button[type=submit]").first.click()
    expect(one.page.locator("html")).to_have_attribute("lang", "en")
    assert _paper(one) > 200


def test_the_browser_decides_as_long_as_nobody_chose(somebody: Come) -> None:
    one = somebody(visitor=True, language="nl-NL", theme="dark")
    one.open("/")
    expect(one.page.locator("html")).to_have_attribute("lang", "nl")
    assert _paper(one) < 60
    other = somebody(visitor=True, language="fr-FR")
    other.open("/")
    assert other.page.locator("html").get_attribute("lang") in {"nl", "en"}
