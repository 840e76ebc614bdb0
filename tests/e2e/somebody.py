"""Somebody at a browser: what they do in the journeys, in the words that stand on the screen.

Everything goes through pages, as people do it. What went wrong behind the page (an error in the console, something the
content security policy stopped, an answer of 500) is kept in ``complaints`` and fails the journey at its end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Response, expect
from tests.live import Live

PHONE, DESK = 360, 1280
_HEIGHTS = {PHONE: 740, DESK: 900}
_NOT_FOUND = re.compile(r"the server responded with a status of 4\d\d")  # a page that says no is no fault of a script

_DIGEST = """
from gilde.attention.notifications.actions.letter import begin_digest, send
from gilde.attention.notifications.enums import Rhythm
from gilde.people.models import Person
reader = Person.objects.get(handle={handle!r})
send(begin_digest(person_id=reader.pk, rhythm=Rhythm.DAILY, period="today").pk)
"""


class Somebody:
    """One person with one browser; ``session`` is the key of a log-in made beforehand."""

    def __init__(
        self,
        browser: Browser,
        house: Live,
        *,
        name: str = "",
        handle: str = "",
        email: str = "",
        session: str = "",
        width: int = DESK,
        language: str = "en-GB",
        theme: str = "light",
        scripts: bool = True,
        **options: Any,
    ) -> None:
        self.house, self.name, self.handle, self.email = house, name, handle, email
        self.complaints: list[str] = []
        self.expects_complaints = False
        self._browser, self._session = browser, session
        self._options: dict[str, Any] = {
            "base_url": house.base,
            "viewport": {"width": width, "height": _HEIGHTS.get(width, 800)},
            "locale": language,
            "color_scheme": theme,
            "java_script_enabled": scripts,
            "timezone_id": "Europe/Amsterdam",
            "reduced_motion": "reduce",
            "permissions": ["clipboard-read", "clipboard-write"],
            "service_workers": "block",  # what is asked for goes to the server; journeys of the app allow it
            **options,
        }
        self.context = browser.new_context(**self._options)
        self.context.set_default_timeout(8000)
        self.context.set_default_navigation_timeout(15000)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.context.on("console", self._heard)
        self.context.on("response", self._answered)
        if session:
            self.context.add_cookies([{"name": "gilde_session", "value": session, "url": house.base}])
        self.page: Page = self.context.new_page()

    def _heard(self, message: Any) -> None:
        is_ours = not _NOT_FOUND.search(message.text) and "blocked by Playwright" not in message.text
        if message.type in {"error", "warning"} and is_ours:
            self.complaints.append(f"console: {message.text} ({message.page.url if message.page else ''})")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")

    def close(self) -> None:
        """Go, and say what went wrong on the way."""
        self.context.close()
        if not self.expects_complaints:
            assert not self.complaints, "\n".join(self.complaints)

    def elsewhere(self, **options: Any) -> Somebody:
        """The same person at another device, logged in there too. The caller closes it."""
        wanted = {"width": self._options["viewport"]["width"], "language": self._options["locale"], **options}
        return Somebody(
            self._browser,
            self.house,
            name=self.name,
            handle=self.handle,
            email=self.email,
            session=self._session,
            **wanted,
        )

    # ── going and looking ────────────────────────────────────────────────────
    def open(self, path: str, status: int = 200) -> Page:
        """Go to a page and hold it to the status."""
        answer = self.page.goto(path)
        assert answer
        assert answer.status == status, f"{answer.status} at {path}"
        return self.page

    def follow_link(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click the first visible link of this name."""
        (within or self.page).get_by_role("link", name=name).locator("visible=true").first.click()

    def press(self, name: str | re.Pattern[str], within: Locator | None = None, *, exact: bool = True) -> None:
        """Click the first visible button of this name."""
        (within or self.page).get_by_role("button", name=name, exact=exact).locator("visible=true").first.click()

    def fill(self, label: str | re.Pattern[str], text: str, within: Locator | None = None) -> None:
        """Type into the first visible field of this label."""
        (within or self.page).get_by_label(label).locator("visible=true").first.fill(text)

    def sees(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        """The words stand on the screen."""
        expect((within or self.page).get_by_text(text).locator("visible=true").first).to_be_visible()

    def sees_not(self, text: str | re.Pattern[str], within: Locator | None = None) -> None:
        """The words stand nowhere on the screen."""
        expect((within or self.page).get_by_text(text).locator("visible=true")).to_have_count(0)

    def choose_card(self, label: str) -> None:
        """Choose one of the cards of a question."""
        words = self.page.locator(".choice-card-label").get_by_text(label, exact=True)
        self.page.locator("label.choice-card", has=words).click()

    def menu(self, name: str, act: str) -> None:
        """Open a menu and choose from it."""
        summary = self.page.locator(f"summary[aria-label^='{name}']").locator("visible=true").first
        summary.click()
        panel = summary.locator("xpath=following-sibling::*[1]")
        panel.get_by_text(act, exact=True).click()

    @property
    def main(self) -> Locator:
        """The middle of the page."""
        return self.page.locator("#main")

    def fits(self) -> None:
        """Nothing sticks out sideways."""
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    # ── mail ─────────────────────────────────────────────────────────────────
    def mail(self, subject: str = "", timeout: float = 15, other_than: str = "") -> str:
        """The newest mail to this person whose subject holds these words; waits while that is ``other_than``."""
        return newest_mail(self.house, self.email, subject, timeout=timeout, page=self.page, other_than=other_than)

    def digest(self) -> str:
        """The digest that would come tomorrow morning, sent now."""
        self.house.inside(_DIGEST.format(handle=self.handle))
        return self.mail()

    def code_from_mail(self, subject: str = "", other_than: str = "") -> str:
        """The code in the newest mail, as in :meth:`mail`."""
        words = self.mail(subject, other_than=other_than)
        found = re.search(r"^\s*([A-Z0-9]{2,6}(?:-[A-Z0-9]{2,6}){1,3}|\d{6,9})\s*$", words, re.MULTILINE)
        assert found, "no code in the mail"
        return found.group(1)

    # ── what people do most ──────────────────────────────────────────────────
    def found(
        self, name: str, *, kind: str = "network", audience: str = "", joining: str = "", charter: str = ""
    ) -> str:
        """Start a community; its slug. ``audience`` and ``joining`` are words on the cards."""
        self.open(f"/c/new/?kind={kind}")
        self.fill("Name", name)
        if audience:
            self.choose_card(audience)
        if joining:
            self.choose_card(joining)
        if charter:
            self.fill("Agreements", charter)
        self.press("Start this community")
        self.page.wait_for_url(re.compile(r"/c/(?!new)[^/?]+/"))
        return re.search(r"/c/([^/]+)/", self.page.url).group(1)  # type: ignore[union-attr]

    def invitation_link(self, slug: str) -> str:
        """Make a link that lets people in; its path."""
        self.open(f"/c/{slug}/invite/")
        self.press("Create a link")
        self.sees("The link is ready")
        href = self.page.locator("a.invitation-link").first.get_attribute("href")
        assert href
        return href.removeprefix(self.house.base)

    def join_by(self, link: str) -> None:
        """Follow an invitation, or go to the door of an open community, and come in."""
        self.open(link)
        self.come_in()

    def come_in(self) -> None:
        """Accept what was agreed, if anything, and join."""
        accept = self.page.get_by_label("I have read the agreements and accept them")
        if accept.count():
            accept.check()
        self.press("Join", self.main)
        self.sees(re.compile("^Welcome to"))

    def contribute(self, kind: str, title: str, body: str, slug: str, **fields: str) -> str:
        """Share something in a community; the path of its page."""
        number = self.number_of(slug)
        self.open(f"/new/{kind}/?in={number}")
        self.page.locator("[name=title]").fill(title)
        self.page.locator("[name=body]").fill(body)
        for name, text in fields.items():
            field = self.page.locator(f"[name={name}]")
            if not field.is_visible():
                self.page.locator(".composer-more summary").click()
            field.fill(text)
        self.press("Share")
        self.page.wait_for_url(re.compile(r"/d/\d+"))
        return self.page.url.removeprefix(self.house.base)

    def number_of(self, slug: str) -> int:
        """The number by which the composer knows a community."""
        self.open(f"/c/{slug}/")
        href = self.page.locator("a[href*='/new/?in=']").first.get_attribute("href")
        assert href
        return int(href.rpartition("=")[2])

    def show_to(self, section: str, audience: str, **fields: str) -> None:
        """Fill in a section of one's profile and choose who sees it."""
        self.open(f"/me/profile/{section}/")
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").fill(text)
        self.page.locator("label.audience-option").filter(has_text=audience).click()
        self.press("Save")
        self.sees("Saved.")

    def comment(self, text: str) -> None:
        """Write beneath the contribution that is open."""
        box = self.page.locator("#reply")
        box.locator("textarea").fill(text)
        self.press("Reply", box)
        self.sees(text, self.page.locator("#comments"))


def newest_mail(house: Live, email: str, subject: str, *, timeout: float, page: Page, other_than: str = "") -> str:
    """The text of the newest mail in ``var/mail`` to an address."""
    import email as mails
    from email import policy

    for _ in range(int(timeout * 10)):
        for path in sorted(Path(house.folder, "mail").glob("*.eml"), reverse=True):
            message = mails.message_from_bytes(path.read_bytes(), policy=policy.default)
            if email in str(message["to"]) and subject.lower() in str(message["subject"]).lower():
                part = message.get_body(("plain",))
                assert part
                if (words := str(part.get_content())) != other_than:
                    return words
                break
        page.wait_for_timeout(100)
    raise AssertionError(f"no mail to {email} about {subject!r}")
