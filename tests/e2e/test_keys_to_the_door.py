"""Ways in that are safer than a password: a passkey, and a second step with recovery codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def _log_in(one: Somebody) -> None:
    """For real, since keys are only given to who proved who they are just now."""
    one.open("/account/login/code/")
    one.fill("Email", one.email)
    one.press(re.compile("code", re.IGNORECASE), one.main, exact=False)
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    expect(one.page.locator("summary[aria-label^='Your menu']")).to_be_visible()


def _log_out(one: Somebody) -> None:
    one.open("/")
    one.page.locator("summary[aria-label^='Your menu']").click()
    one.press("Log out")
    expect(one.page.get_by_role("link", name="Log in").first).to_be_visible()


def test_a_passkey_is_added_and_opens_the_door(somebody: Come) -> None:
    one = somebody(visitor=True)
    one.email = somebody().email
    _log_in(one)
    device = one.context.new_cdp_session(one.page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    one.open("/account/2fa/webauthn/")
    one.sees("You have no passkeys yet.")
    one.follow_link("Add a passkey")
    one.fill("Name", "My laptop")
    expect(one.page.locator("[name=passwordless]")).to_be_checked()
    one.page.locator("#mfa_webauthn_add").click()
    one.sees(re.compile("10 of 10 recovery codes"))
    one.open("/account/2fa/webauthn/")
    one.sees("My laptop")

    _log_out(one)
    one.open("/account/login/")
    one.page.locator("#passkey_login").click()
    expect(one.page.locator("summary[aria-label^='Your menu']")).to_be_visible()
    one.open("/account/2fa/webauthn/")
    one.sees(re.compile("last used"))


def _code(secret: str) -> str:
    """The six digits of an authenticator app (RFC 6238), with some seconds left to use them."""
    left = 30 - time.time() % 30
    if left < 8:
        time.sleep(left)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def _to_the_second_step(one: Somebody) -> None:
    """Log out, and in again with a code from the mail, up to where the second step is asked."""
    _log_out(one)
    one.open("/account/login/code/")
    one.fill("Email", one.email)
    one.press(re.compile("code", re.IGNORECASE), one.main, exact=False)
    one.page.wait_for_timeout(1000)
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    one.page.wait_for_url(re.compile("/account/2fa/authenticate/"))


def test_a_second_step_is_switched_on_and_a_recovery_code_opens_the_door_when_the_phone_is_lost(
    somebody: Come,
) -> None:
    one = somebody(visitor=True, width=PHONE)
    one.email = somebody().email
    _log_in(one)
    one.open("/account/2fa/totp/activate/")
    image = one.page.locator("img.account-code")
    expect(image).to_be_visible()
    assert image.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    one.fits()
    secret = one.page.locator("#authenticator_secret").input_value()
    field = one.page.locator("[name=code]")
    field.fill("000000")
    field.press("Enter")
    expect(one.page.locator(".field-error")).to_be_visible()
    field.fill(_code(secret))
    field.press("Enter")
    one.page.wait_for_url(re.compile("/account/2fa/(?!totp)"))
    if "recovery" not in one.page.url:
        one.open("/account/2fa/recovery-codes/")
    codes = re.findall(r"\b[0-9a-f]{8}\b|\b\d{8}\b", one.main.inner_text() + one.page.content())
    assert codes
    one.fits()

    _to_the_second_step(one)
    one.fits()
    one.page.locator("[name=code]").fill(codes[0])
    one.page.locator("[name=code]").press("Enter")
    expect(one.page.locator("summary[aria-label^='Your menu']")).to_be_visible()

    _to_the_second_step(one)
    one.page.locator("[name=code]").fill(codes[0])
    one.page.locator("[name=code]").press("Enter")
    expect(one.page.locator(".field-error")).to_be_visible()
