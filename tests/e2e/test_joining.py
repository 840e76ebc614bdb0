"""Communities: founding, inviting, asking to come in, a list of people, and leaving again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_newcomer_follows_an_invitation_signs_up_accepts_the_charter_and_is_in(somebody: Come) -> None:
    host = somebody()
    host.open("/c/")
    host.follow_link("Start a community", host.main)
    host.follow_link(re.compile("community of practice", re.IGNORECASE), host.main)
    host.fill("Name", "Handen uit de mouwen")
    host.fill("Purpose", "Learning by doing, with people who do it too")
    host.choose_card("Hidden")
    host.fill("Agreements", "1. What is said here stays here.\n2. We ask before we advise.")
    host.press("Start this community")
    expect(host.main.locator("h1")).to_have_text("Handen uit de mouwen")
    slug = re.search(r"/c/([^/]+)/", host.page.url).group(1)  # type: ignore[union-attr]
    link = host.invitation_link(slug)
    host.follow_link("Copy")
    host.sees("Copied.")
    assert host.page.evaluate("navigator.clipboard.readText()") == host.house.base + link

    one = somebody(visitor=True, width=PHONE)
    one.open(f"/c/{slug}/", status=404)
    one.open(link)
    one.sees(f"{host.name} invites you to")
    one.sees("We ask before we advise.")
    one.fits()
    one.fill("Email", one.email)
    one.press("Create an account")
    one.fill("Code", one.code_from_mail())
    one.press("Continue")
    one.fill("Name", "Nico Newcomer")
    one.press("Continue")

    one.sees(f"{host.name} invites you to")
    one.press("Join")
    assert "/i/" in one.page.url, "without accepting nobody comes in"
    one.page.get_by_label("I have read the agreements and accept them").check()
    one.press("Join")
    one.sees("Welcome to “Handen uit de mouwen”")
    one.sees("Step 3 of 4")
    one.fits()

    host.open(f"/c/{slug}/members/")
    host.sees("Nico Newcomer")
    host.open(f"/c/{slug}/invite/")
    host.sees("used 1 time")


def test_a_link_that_was_taken_back_opens_nothing_and_says_what_to_do(somebody: Come) -> None:
    host = somebody()
    slug = host.found("Closed Circle", audience="Hidden")
    link = host.invitation_link(slug)
    host.press("Withdraw")
    host.sees_not(host.house.base + link)
    one = somebody()
    one.open(link, status=404)
    one.sees("This door is closed")
    one.sees_not("Closed Circle")


def test_somebody_asks_to_join_the_host_sees_the_count_and_lets_them_in(somebody: Come) -> None:
    host = somebody()
    slug = host.found("Asking First", audience="Members", joining="On request")
    host.follow_link("Settings", host.main)
    host.follow_link("Who can join", host.main)
    asks = host.page.locator("form:has(input[value=questions])")
    host.fill("Question 1", "What do you hope to learn here?", asks)
    host.press("Save", asks)
    host.sees("Saved.")

    one = somebody(width=PHONE)
    one.open(f"/c/{slug}/")
    one.sees("This is for members")
    one.open(f"/c/{slug}/about/")
    one.follow_link("Ask to join", one.main)
    one.press("Send my request")
    assert one.page.get_by_label("What do you hope to learn here?").evaluate("field => !field.checkValidity()")
    one.fill("What do you hope to learn here?", "How you keep it small.")
    one.page.get_by_label("I have read the agreements and accept them").check()
    one.press("Send my request")
    one.sees("Your request is with the hosts")
    one.sees("How you keep it small.")
    one.fits()

    host.open(f"/c/{slug}/")
    tab = host.main.get_by_role("link", name=re.compile("Requests"))
    expect(tab).to_contain_text("1")
    tab.click()
    host.sees("How you keep it small.")
    host.fill("A note to this person", "Welcome, take a chair.")
    host.press("Let in")
    expect(host.main.get_by_role("link", name=re.compile("Requests"))).not_to_contain_text("1")

    one.open(f"/c/{slug}/")
    one.sees("Nothing here yet")
    one.sees_not("This is for members")


def test_a_list_of_people_is_checked_first_and_mailed_only_when_sent(somebody: Come) -> None:
    host = somebody()
    known = somebody()
    slug = host.found("From a List", audience="Members")
    known.join_by(host.invitation_link(slug))
    fresh = known.email.replace("@", "-new@")
    table = (
        "name;email\n"
        f"Known;{known.email}\n"
        f"Fresh;{fresh}\n"
        f"Again;{fresh.upper()}\n"
        "Wrong;not-an-address\n"
        "=cmd|' /C calc'!A0;\n"
    )
    host.open(f"/c/{slug}/invite/")
    host.page.get_by_text("Invite many people at once").click()
    host.page.locator("form:has(input[value=list]) input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    host.press("Check the list")
    host.sees("Nothing has been sent yet")
    host.sees("1 person will be invited.")
    rows = host.page.locator("tbody tr")
    expect(rows).to_have_count(5)
    said = [row.inner_text() for row in rows.all()]
    for words, row in zip(
        ("already a member", "will be invited", "appears earlier", "not an email address", "no address"),
        said,
        strict=True,
    ):
        assert words in row
    mails = list((host.house.folder / "mail").glob("*.eml"))

    host.press("Send the invitations")
    host.sees(re.compile("Sent on"))
    visitor = somebody(visitor=True, width=PHONE)
    visitor.email = fresh
    text = visitor.mail("")
    assert "From a List" in text
    assert len(list((host.house.folder / "mail").glob("*.eml"))) - len(mails) >= 1
    link = re.search(r"http\S+(/i/\S+)", text)
    assert link
    visitor.open(link.group(1))
    visitor.sees("From a List")


def test_somebody_leaves_with_one_click_and_what_they_wrote_stays(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Come and Go", audience="Everyone", joining="Open")
    one.join_by(f"/c/{slug}/join/")
    path = one.contribute("discussion", "A thing I leave behind", "It may stay.", slug)
    one.open(f"/c/{slug}/")
    one.menu("More about this community", "Leave")
    one.sees("You left “Come and Go”.")
    one.follow_link("Join again")
    expect(one.page).to_have_url(re.compile(f"/c/{slug}/join/"))
    host.open(path)
    host.sees(one.name)
    host.sees("It may stay.")
    host.open(f"/c/{slug}/members/")
    host.sees_not(one.name)


def test_leaving_what_another_place_needs_is_said_first(somebody: Come) -> None:
    host, one = somebody(), somebody()
    above = host.found("Whole House", audience="Everyone", joining="Open")
    host.open(f"/c/new/?kind=working_group&parent={above}")
    host.fill("Name", "One Room")
    host.choose_card("Everyone")
    host.choose_card("Open")
    host.page.get_by_label("Everyone who joins here also joins the community above").check()
    host.press("Start this community")
    expect(host.main.locator("h1")).to_have_text("One Room")
    below = re.search(r"/c/([^/]+)/", host.page.url).group(1)  # type: ignore[union-attr]
    one.open(f"/c/{below}/join/")
    one.sees("You will also join:")
    one.come_in()
    one.open(f"/c/{above}/")
    expect(one.page.locator(".community-children")).to_contain_text("One Room")
    one.menu("More about this community", "Leave")
    one.sees("You will also leave these")
    one.press("Leave", one.main)
    one.sees(re.compile("You left"))
    one.open("/")
    one.sees(re.compile("All quiet for now|This is where it begins"))
