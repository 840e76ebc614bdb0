"""What somebody types is not lost: not by a reload, not by going to another device, not by a server that is away."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]
_KEPT = re.compile("Draft saved")
_WITHIN = 3000  # milliseconds, from the last key


def test_a_draft_is_saved_within_three_seconds_and_waits_on_a_reload_and_on_another_device(somebody: Come) -> None:
    one = somebody()
    slug = one.found("Half Finished")
    number = one.number_of(slug)
    one.open(f"/new/discussion/?in={number}")
    one.page.get_by_label("Subject").press_sequentially("Something about chairs")
    one.page.locator("[name=body]").press_sequentially("They stand in rows, and then")
    begin = time.monotonic()
    expect(one.page.locator("[data-draft-status]")).to_have_text(_KEPT, timeout=_WITHIN)
    assert time.monotonic() - begin < _WITHIN / 1000

    one.page.reload()
    _is_there(one)

    phone = one.elsewhere(width=PHONE)
    phone.open("/drafts/")
    phone.sees("Something about chairs")
    phone.fits()
    phone.open(f"/new/discussion/?in={number}")
    _is_there(phone)
    phone.fits()
    phone.press("Share")
    expect(phone.main.locator("h1")).to_have_text("Something about chairs")
    phone.close()

    one.open("/drafts/")
    one.sees("No drafts")
    one.open(f"/new/discussion/?in={number}")
    expect(one.page.locator("[name=body]")).to_have_value("")
    expect(one.page.locator(".composer-offer")).to_have_count(0)


def _is_there(one: Somebody) -> None:
    offer = one.page.get_by_role("button", name="Continue writing")
    if offer.count():
        offer.click()
    expect(one.page.locator("[name=body]")).to_have_value("They stand in rows, and then")
    expect(one.page.locator("[name=title]")).to_have_value("Something about chairs")


def test_a_comment_that_was_begun_is_offered_again(somebody: Come) -> None:
    one = somebody(width=PHONE)
    slug = one.found("Reading Room")
    path = one.contribute("discussion", "Which chapter?", "The third, I think.", slug)
    one.open(path)
    one.page.locator("#reply textarea").press_sequentially("I would say the")
    expect(one.page.locator("#reply [data-draft-status]")).to_have_text(_KEPT, timeout=_WITHIN)
    one.open("/")
    one.open(path)
    one.page.locator("#reply textarea").click()
    one.sees("There is an unfinished draft from earlier.")
    one.press("Continue writing")
    expect(one.page.locator("#reply textarea")).to_have_value("I would say the")
    one.page.locator("#reply textarea").press_sequentially(" fourth.")
    one.press("Reply", one.page.locator("#reply"))
    one.sees("I would say the fourth.", one.page.locator("#comments"))


def test_a_reply_that_was_being_changed_is_offered_again_and_says_when_it_was_changed_meanwhile(somebody: Come) -> None:
    one = somebody(width=PHONE)
    slug = one.found("Reading Room")
    path = one.contribute("discussion", "Which chapter?", "The third, I think.", slug)
    one.open(path)
    one.page.locator("#reply textarea").fill("The fourth.")
    one.press("Reply", one.page.locator("#reply"))
    one.sees("The fourth.", one.page.locator("#comments"))
    edit = one.page.locator("#comments a[href$='/edit/']").get_attribute("href") or ""
    one.open(edit)
    text = one.page.locator("[name=body]")
    text.fill("The fifth, rather.")
    expect(one.page.locator("[data-draft-status]")).to_have_text(_KEPT, timeout=_WITHIN)

    other = one.elsewhere()
    other.open(edit)
    other.page.locator("[name=body]").fill("The sixth.")
    other.press("Save")
    other.sees("The sixth.", other.page.locator("#comments"))
    other.close()

    one.open(edit)
    expect(text).to_have_value("The sixth.")
    text.click()
    one.press("Continue writing")
    expect(text).to_have_value("The fifth, rather.")
    one.press("Save")
    one.sees("This was changed while you were writing.")
    one.fits()
    expect(text).to_have_value("The fifth, rather.")
    one.press("Save")
    one.sees("The fifth, rather.", one.page.locator("#comments"))
    one.open(edit)
    text.click()
    expect(one.page.locator(".composer-offer")).to_have_count(0)


def test_a_draft_is_kept_in_the_browser_while_the_server_is_away(somebody: Come) -> None:
    one = somebody()
    one.expects_complaints = True  # the browser tells in its console what did not arrive
    slug = one.found("Under Repair")
    one.open(f"/new/discussion/?in={one.number_of(slug)}")
    one.page.route("**/drafts/**", lambda route: route.abort())
    one.page.locator("[name=body]").press_sequentially("Written on the stairs")
    expect(one.page.locator("[data-draft-status]")).to_have_text("Draft saved in this browser", timeout=_WITHIN + 1000)
    one.page.reload()
    offer = one.page.get_by_role("button", name="Continue writing")
    expect(offer).to_be_visible()
    offer.click()
    expect(one.page.locator("[name=body]")).to_have_value("Written on the stairs")


def test_what_is_typed_and_sent_after_being_logged_out_is_offered_after_logging_in(somebody: Come) -> None:
    one = somebody()
    slug = one.found("Long Lunch")
    path = f"/new/discussion/?in={one.number_of(slug)}"
    one.open(path)
    cookies = one.context.cookies()
    one.context.clear_cookies(name="gilde_session")
    one.page.get_by_label("Subject").press_sequentially("Back from lunch")
    one.page.locator("[name=body]").press_sequentially("Where was I")
    expect(one.page.locator("[data-draft-status]")).to_have_text("Draft saved in this browser", timeout=_WITHIN + 1000)
    one.press("Share")
    expect(one.page).to_have_url(re.compile("/login/"))
    one.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "gilde_session"])
    one.page.goto(path, referer=one.page.url)
    one.press("Continue writing")
    expect(one.page.locator("[name=body]")).to_have_value("Where was I")
    one.press("Share")
    expect(one.main.locator("h1")).to_have_text("Back from lunch")
    one.open(path)
    expect(one.page.locator(".composer-offer")).to_have_count(0)


def test_a_draft_from_a_tunnel_reaches_the_server_when_the_network_is_back(somebody: Come) -> None:
    one = somebody()
    one.expects_complaints = True  # the browser tells in its console that it is offline
    slug = one.found("On the Train")
    number = one.number_of(slug)
    one.open(f"/new/discussion/?in={number}")
    one.context.set_offline(True)
    one.page.locator("[name=body]").press_sequentially("Written in a tunnel")
    status = one.page.locator("[data-draft-status]")
    expect(status).to_have_text("Draft saved in this browser", timeout=_WITHIN + 1000)
    one.context.set_offline(False)
    expect(status).to_have_text("Draft saved", timeout=_WITHIN)
    phone = one.elsewhere(width=PHONE)
    phone.open(f"/new/discussion/?in={number}")
    expect(phone.page.locator("[name=body]")).to_have_value("Written in a tunnel")
    phone.close()


def test_a_draft_that_is_thrown_away_is_gone_everywhere(somebody: Come) -> None:
    one = somebody()
    slug = one.found("Paper Basket")
    path = one.contribute("discussion", "Subject", "Text", slug)
    one.open(path)
    one.page.locator("#reply textarea").press_sequentially("Never mind")
    expect(one.page.locator("#reply [data-draft-status]")).to_have_text(_KEPT, timeout=_WITHIN)
    one.page.reload()
    one.page.locator("#reply textarea").click()
    one.press("Delete draft")
    expect(one.page.locator(".composer-offer")).to_have_count(0)
    one.open("/drafts/")
    one.sees("No drafts")


def test_letters_typed_before_the_script_for_writing_came_are_kept_too(somebody: Come) -> None:
    one = somebody()
    path = one.contribute("discussion", "Who hears this?", "Say so below.", one.found("Slow Line"))
    held: list[Any] = []
    one.page.route("**/writing.*js", lambda route: held.append(route))
    one.open(path)
    one.page.locator("#reply textarea").press_sequentially("Quicker than the line")
    expect(one.page.locator("gilde-draft#reply:defined")).to_have_count(0)
    for route in held:
        route.continue_()
    one.page.unroute("**/writing.*js")
    expect(one.page.locator("#reply [data-draft-status]")).to_have_text(_KEPT, timeout=_WITHIN)
    one.page.reload()
    one.page.locator("#reply textarea").click()
    one.press("Continue writing")
    expect(one.page.locator("#reply textarea")).to_have_value("Quicker than the line")


def test_who_only_reads_does_not_fetch_what_helps_with_writing(somebody: Come) -> None:
    one = somebody(width=PHONE)
    slug = one.found("Long Reads")
    path = one.contribute("discussion", "Forty paragraphs", "\n\n".join(["A line of it."] * 40), slug)
    fetched: list[str] = []
    one.page.on("request", lambda request: fetched.append(request.url) if "/writing." in request.url else None)
    one.open(path)
    one.page.wait_for_timeout(500)
    assert fetched == []
    one.page.locator("#reply textarea").click()
    expect(one.page.locator("#reply gilde-editor:defined")).to_have_count(1)
    assert len(fetched) == 1
