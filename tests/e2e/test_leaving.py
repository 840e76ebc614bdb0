"""Going: with one's own data in hand, and with a conversation that others can still read."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody
from tests.live import Live

Come = Callable[..., Somebody]


def _log_in(one: Somebody, other_than: str = "") -> None:
    """With a code by mail, another one than in the mail ``other_than``."""
    one.open("/account/login/code/")
    one.fill("Email", one.email)
    one.press(re.compile("code", re.IGNORECASE), one.main, exact=False)
    one.fill("Code", one.code_from_mail("code", other_than))
    one.press("Continue")


def _logged_in_for_real(somebody: Come, **options: int) -> Somebody:
    """Going for good asks for a proof that is fresh."""
    known = somebody()
    one = somebody(visitor=True, **options)
    one.email, one.name, one.handle = known.email, known.name, known.handle
    _log_in(one)
    expect(one.page.locator("summary[aria-label^='Your menu']")).to_be_visible()
    return one


_THE_DAY_COMES = """
from gilde.core.clock import now
from gilde.people.models import Erasure
from gilde.people.tasks import erase_people
assert Erasure.objects.filter(person__handle={handle!r}).update(erase_at=now()) == 1
erase_people.func()
"""


def test_somebody_takes_their_data_along_and_is_erased_and_the_conversation_stays_readable(
    somebody: Come, house: Live
) -> None:
    host = somebody()
    slug = host.found("What Remains", audience="Everyone", joining="Open")
    question = host.contribute("question", "Does it stay?", "When somebody goes.", slug)
    one = _logged_in_for_real(somebody, width=PHONE)
    one.join_by(f"/c/{slug}/join/")
    path = one.contribute("discussion", "My last words here", "Read them when I am gone.", slug)
    one.open(question)
    one.fill("Your answer", "Yes, it stays.")
    one.press("Answer")
    one.sees("Yes, it stays.", one.page.locator("#answers"))

    one.open("/me/export/")
    one.fits()
    one.press("Create an export")
    download = one.page.get_by_role("link", name="Download", exact=True)
    expect(download).to_be_visible(timeout=25000)
    with one.page.expect_download() as kept:
        download.click()
    archive = zipfile.ZipFile(io.BytesIO(kept.value.path().read_bytes()))
    names = archive.namelist()
    pages = [archive.read(name).decode() for name in names if name.endswith(".html")]
    data = [json.loads(archive.read(name)) for name in names if name.endswith(".json")]
    assert any("Read them when I am gone." in page for page in pages)
    assert any("Read them when I am gone." in json.dumps(part) for part in data)
    assert any(one.email in json.dumps(part) for part in data)
    assert not any(host.email in text for text in [*pages, json.dumps(data)]), "nothing of others that is private"

    one.open("/me/leave/")
    one.fits()
    confirmation = one.page.get_by_label(re.compile("Type your @name"))
    confirmation.fill("somebody-else")
    one.press("Delete everything about me")
    one.press("Delete everything about me", one.page.locator("dialog[open]"))
    one.sees("This is not your @name.")
    confirmation.fill(one.handle)
    one.press("Delete everything about me")
    one.press("Delete everything about me", one.page.locator("dialog[open]"))
    one.sees("Nobody finds you here any more.")
    expect(one.page.get_by_role("link", name="Log in").first).to_be_visible()
    host.open(f"/@{one.handle}/", status=404)
    house.inside(_THE_DAY_COMES.format(handle=one.handle))

    host.open(path)
    host.sees("Read them when I am gone.")
    host.sees("Former member")
    host.sees_not(one.name)
    host.open(question)
    host.sees("Yes, it stays.")
    host.open(f"/c/{slug}/members/")
    host.sees_not(one.name)
    visitor = somebody(visitor=True)
    answer = visitor.page.goto(f"/@{one.handle}/")
    assert answer
    assert answer.status in {404, 410}


def test_somebody_is_away_and_finds_everything_as_it_was(somebody: Come) -> None:
    host = somebody()
    slug = host.found("Holiday", audience="Everyone", joining="Open")
    one = _logged_in_for_real(somebody)
    one.join_by(f"/c/{slug}/join/")
    one.show_to("card", "Everyone")
    path, earlier = one.contribute("discussion", "Back in June", "I leave this here.", slug), one.mail("code")
    one.open("/me/leave/")
    one.press("Take a break")
    one.sees("You are taking a break.")
    host.open(f"/@{one.handle}/", status=404)
    host.open(path)
    host.sees("I leave this here.")

    _log_in(one, earlier)
    one.sees("You have been away. Your place is as you left it.")
    one.press("Come back")
    one.sees("Good to have you back.")
    host.open(f"/@{one.handle}/")
    host.sees(one.name)


def test_somebody_who_asked_to_go_stays_after_all_and_finds_everything_as_it_was(somebody: Come) -> None:
    host = somebody()
    slug = host.found("Second Thoughts", audience="Everyone", joining="Open")
    one = _logged_in_for_real(somebody, width=PHONE)
    one.join_by(f"/c/{slug}/join/")
    path, earlier = one.contribute("discussion", "Mine to keep", "I wrote this.", slug), one.mail("code")
    one.open("/me/leave/")
    one.page.get_by_label(re.compile("Type your @name")).fill(one.handle)
    one.press("Delete everything about me")
    one.press("Delete everything about me", one.page.locator("dialog[open]"))
    one.sees("Nobody finds you here any more.")
    host.open(f"/@{one.handle}/", status=404)

    letter = one.mail("voorgoed")  # they chose no language, and the house speaks Dutch
    way_back = re.search(r"http\S+?(/welcome/stay/\S+)", letter)
    assert way_back
    visitor = somebody(visitor=True, width=PHONE)
    visitor.open(way_back[1])
    visitor.sees("Do you want to stay?")
    visitor.fits()
    host.open(f"/@{one.handle}/", status=404)  # looking at it changes nothing
    visitor.press("I stay")
    visitor.sees("Good that you stay.")
    visitor.open(way_back[1], status=404)

    host.open(f"/@{one.handle}/")
    host.open(path)
    host.sees(one.name, host.main)
    _log_in(one, earlier)
    expect(one.page.locator("summary[aria-label^='Your menu']")).to_be_visible()
    one.open(path)
    one.comment("I am still here.")
    one.fits()


def test_somebody_who_logs_in_while_they_wait_to_go_is_asked_and_stays(somebody: Come) -> None:
    one = _logged_in_for_real(somebody, width=PHONE)
    earlier = one.mail("code")
    one.open("/me/leave/")
    one.page.get_by_label(re.compile("Type your @name")).fill(one.handle)
    one.press("Delete everything about me")
    one.press("Delete everything about me", one.page.locator("dialog[open]"))
    one.sees("Nobody finds you here any more.")
    _log_in(one, earlier)
    one.fits()
    one.sees("You asked to leave for good.")
    one.press("Come back", one.main)
    one.sees("Good to have you back.")
    one.open(f"/@{one.handle}/")
    one.sees(one.name, one.main)
