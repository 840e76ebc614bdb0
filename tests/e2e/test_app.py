"""The installed app: reading without a connection what was opened last, and asking a device to tell."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]
_READY = "navigator.serviceWorker.ready.then((worker) => worker.active.scriptURL)"
_KEPT = (
    "caches.open('pages').then((cache) => cache.keys()).then((keys) => keys.map((one) => new URL(one.url).pathname))"
)
# Chromium asks a server of its maker for a subscription; here it gets one at once.
_SUBSCRIPTION = """
const point = "BCbvzr0O6eNKZpGH4Ys6kSKy9zOUW2Scyfn5Ien52tgSkCOL3pzHuzMNFQxncE3SWucFUgV0S28xv0BwdFhy0OY";
PushManager.prototype.subscribe = async () => ({ toJSON: () => ({
  endpoint: "https://push.example.com/" + crypto.randomUUID(), keys: { p256dh: point, auth: "BTBZMqHH6r4Tts7J_aSIgg" } }) });
"""


def _phone(come: Come) -> Somebody:
    one = come(width=PHONE, service_workers="allow", permissions=["notifications"])
    one.expects_complaints = True  # without a connection a browser complains of each thing it cannot fetch
    one.open("/")
    assert one.page.evaluate(_READY).endswith("/worker.js")
    return one


def test_what_was_opened_last_is_read_without_a_connection_and_by_nobody_else(somebody: Come) -> None:
    one = _phone(somebody)
    slug = one.found("Far From Any Mast")
    one.open(f"/c/{slug}/")
    one.page.wait_for_function(f"{_KEPT}.then((paths) => paths.includes('/c/{slug}/'))")
    one.context.set_offline(True)
    one.page.goto(f"/c/{slug}/")
    expect(one.main).to_contain_text("This is the copy on your device.")
    expect(one.main.locator("h1")).to_contain_text("Far From Any Mast")
    one.fits()
    one.page.goto("/people/")
    expect(one.page.locator("h1")).to_have_text("No connection")
    expect(one.page.locator("[data-kept]")).to_contain_text("Far From Any Mast")
    one.fits()

    one.context.set_offline(False)
    one.page.goto(f"/c/{slug}/")
    assert "copy on your device" not in one.main.inner_text()

    one.page.goto("/account/logout/")
    one.page.locator("main form button").first.click()
    one.page.wait_for_function(f"{_KEPT}.then((paths) => !paths.length)")
    one.context.set_offline(True)
    one.page.goto(f"/c/{slug}/")
    expect(one.page.locator("h1")).to_have_text("No connection")
    one.context.set_offline(False)


def test_a_reply_sent_without_a_connection_leads_back_and_is_offered_until_it_is_sent(somebody: Come) -> None:
    one = _phone(somebody)
    slug = one.found("Beneath the River")
    path = one.contribute("discussion", "Subject", "Text", slug)
    one.open(path)
    one.page.wait_for_function(f"{_KEPT}.then((paths) => paths.includes('{path}'))")
    one.context.set_offline(True)
    one.page.locator("#reply textarea").press_sequentially("Written in the tube")
    one.page.locator("#reply form .button-primary").click()
    expect(one.main).to_contain_text("This is the copy on your device.")
    one.context.set_offline(False)
    one.open(path)
    one.page.locator("#reply textarea").focus()
    one.page.get_by_role("button", name="Continue writing").click()
    expect(one.page.locator("#reply textarea")).to_have_value("Written in the tube")
    one.page.locator("#reply form .button-primary").click()
    expect(one.main.locator(".comment, article").filter(has_text="Written in the tube").first).to_be_visible()


def test_a_device_that_is_asked_to_tell_stands_on_the_page_of_devices(somebody: Come) -> None:
    one = _phone(somebody)
    one.page.add_init_script(_SUBSCRIPTION)
    one.open("/me/devices/")
    one.press("Tell me on this device")
    one.sees("this login")
    one.fits()
    one.press("Remove")
    one.sees("That device gets nothing any more.")


def test_who_does_not_want_it_now_is_not_asked_again(somebody: Come) -> None:
    one = _phone(somebody)
    slug = one.found("Asking Once")
    one.open(f"/new/question/?in={one.number_of(slug)}")
    one.page.locator("[name=title]").fill("How do you ask only once?")
    one.page.locator("[name=body]").fill("Somebody must know.")
    one.page.locator("main form .button-primary").last.click()
    expect(one.page.locator("gilde-push")).to_be_visible()
    one.page.get_by_role("button", name="Not now").click()
    expect(one.page.locator("gilde-push")).to_be_hidden()
    one.page.reload()
    expect(one.page.locator("h1")).to_contain_text("How do you ask only once?")
    expect(one.page.locator("gilde-push")).to_be_hidden()
