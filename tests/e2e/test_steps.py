"""The pages in the middle of a way in, which one only meets on the way: each as good to use as all others.

``pages.NO_PAGE`` names them as steps. Walked in English, light, at a desk, and in Dutch, dark, on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.e2e.axe import bring_along
from tests.e2e.examination import examine, look_closely
from tests.e2e.somebody import DESK, PHONE, Somebody

Come = Callable[..., Somebody]
LOOKS = pytest.mark.parametrize(("language", "theme", "width"), [("en-GB", "light", DESK), ("nl-NL", "dark", PHONE)])


def _step(one: Somebody, field: str, text: str) -> None:
    """Look at the page that is open, fill in its one question and go on."""
    one.page.wait_for_load_state()
    look_closely(one)
    box = one.page.locator(f"#main [name={field}]").first
    box.fill(text)
    before = one.page.url
    box.press("Enter")
    one.page.wait_for_url(lambda url: url != before)


@LOOKS
def test_from_signing_up_to_a_first_community_every_step_is_good_to_use(
    somebody: Come, language: str, theme: str, width: int
) -> None:
    host = somebody()
    slug = host.found("On the Way", audience="Everyone", joining="Open", charter="We listen.")
    link = host.invitation_link(slug)
    one = somebody(visitor=True, language=language, theme=theme, width=width)
    bring_along(one.context)
    one.open("/account/signup/")
    _step(one, "email", one.email)
    _step(one, "code", one.code_from_mail())
    expect(one.page).to_have_url(re.compile("/welcome/"))
    one.page.locator("#main details summary").first.click()
    look_closely(one)
    one.page.locator("#main [name=handle]").fill(one.email.partition("@")[0])
    box = one.page.locator("#main [name=name]")
    box.fill("Wilma Weg")
    box.press("Enter")
    expect(one.page).to_have_url(re.compile("/welcome/interests/"))
    _step(one, "words", "Nights, Care")
    expect(one.page).to_have_url(re.compile("/welcome/mail/"))
    examine(one, "/")  # halfway: it offers to go on
    one.open("/welcome/mail/")
    look_closely(one)
    one.page.locator("#main label.choice-card").first.click()
    one.page.locator("#main form button[type=submit]").first.click()
    expect(one.page.locator(".newcomer")).to_be_visible()
    look_closely(one)
    examine(one, link)
    examine(one, f"/c/{slug}/join/")
    one.page.locator("#main [type=checkbox]").first.check()
    one.page.locator("#main form button[type=submit], #main form button:not([type])").last.click()
    expect(one.page).to_have_url(re.compile(f"/c/{slug}/"))
    look_closely(one)
    examine(one, f"/c/{slug}/leave/")


@LOOKS
def test_from_a_forgotten_password_or_a_mailed_code_every_step_is_good_to_use(
    somebody: Come, language: str, theme: str, width: int
) -> None:
    known = somebody()
    one = somebody(visitor=True, language=language, theme=theme, width=width)
    one.email = known.email
    bring_along(one.context)
    one.open("/account/password/reset/")
    _step(one, "email", one.email)
    look_closely(one)
    one.open("/account/login/code/")
    _step(one, "email", one.email)
    look_closely(one)

    inside = somebody(language=language, theme=theme, width=width)  # who logged in long ago, and has only codes
    bring_along(inside.context)
    inside.open("/account/password/set/")
    expect(inside.page).to_have_url(re.compile("/me/prove/"))
    look_closely(inside)
    inside.page.locator("#main form button").first.click()
    expect(inside.page.locator("#main [name=code]")).to_be_visible()
    _step(inside, "code", inside.code_from_mail())
    expect(inside.page).to_have_url(re.compile("/account/password/set/"))
    look_closely(inside)

    operator = somebody(visitor=True, language=language, theme=theme, width=width)
    bring_along(operator.context)
    operator.open("/account/login/")
    operator.page.locator("#main [name=login]").fill("operator@example.org")
    _step(operator, "password", "a long password")
    examine(operator, "/account/reauthenticate/")
    examine(operator, "/account/password/change/")
