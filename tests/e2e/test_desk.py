"""A host's desk on a phone: what waits is read, many are told at once, a measure ends, and all of it can be looked up."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_a_host_publishes_announces_gives_a_measure_and_everyone_can_look_it_up(somebody: Come) -> None:
    host, writer, reader = (somebody(width=PHONE) for _ in range(3))
    slug = host.found("The Long Desk", audience="Hidden", charter="1. We speak as we would at a table.")
    link = host.invitation_link(slug)
    for one in (writer, reader):
        one.join_by(link)
    good = writer.contribute("discussion", "A tool that helps me", "It is at https://example.com/tool.", slug)
    writer.sees("A host looks at this first.")
    writer.fits()
    bad = writer.contribute("discussion", "A bargain", "Buy it at https://example.com/shop.", slug)
    reader.open(good, 404)

    host.open(f"/c/{slug}/")
    host.follow_link(re.compile("^To look at"))
    host.fits()
    for title, act in (("A tool that helps me", "Publish"), ("A bargain", "Remove")):
        waiting = host.page.locator("article", has=host.page.get_by_role("heading", name=title))
        if act == "Remove":
            waiting.locator("summary", has_text="Do not publish").click()
            host.fill("Why not, in one sentence", "We do not sell to each other.", waiting)
        host.press(act, waiting)
        host.sees(re.compile("^Everyone sees it now|^It is removed"))
    host.sees("Decided")
    host.fits()
    reader.open(good)
    reader.open(bad, 404)
    writer.open("/bell/")
    writer.follow_link(re.compile("A bargain|not publish"), writer.main)
    writer.sees("Not published")
    writer.sees("We do not sell to each other.")
    writer.sees("Buy it at")
    writer.fits()

    host.open(f"/new/announcement/?in={host.number_of(slug)}")
    host.sees("It reaches 2 members.")
    host.sees("At the bell 2, in the daily email 2.")
    host.fits()
    host.page.locator("[name=title]").fill("We meet on Thursday")
    host.page.locator("[name=body]").fill("At ten, with coffee.")
    host.press("Share")
    host.page.wait_for_url(re.compile(r"/d/\d+"))
    bell = reader.page.locator(".masthead [href='/bell/']")
    expect(bell).to_contain_text("1", timeout=20_000)  # the open page hears it
    bell.click()
    reader.follow_link(re.compile("We meet on Thursday"), reader.main)
    reader.sees("At ten, with coffee.")

    reader.open(good)
    href = reader.page.locator("a[href*='/report/contribution/']").first.get_attribute("href")
    assert href
    reader.open(href)
    reader.page.get_by_label("We speak as we would at a table.").check()
    reader.fill("What is not right, in your own words?", "This is an advertisement as well.")
    reader.press("Report", reader.main)
    host.open(f"/c/{slug}/reports/")
    host.follow_link("A tool that helps me", host.main)
    host.press("Take this on")
    decide = host.page.locator("section[aria-labelledby=decide]")
    decide.get_by_label("A measure with an end, for the person who wrote it").check()
    decide.get_by_label("With a measure: this person").select_option(label="can only read")
    decide.get_by_label("For how long?").select_option(label="a week")
    host.fill("Why", "Twice in one day is too much.", decide)
    host.fits()
    host.press("Decide", decide)
    host.sees("Decided. Those it concerns are told.")
    writer.open(good)
    writer.sees(re.compile(r"You can read here, but not write until .*\d{4}\. “My reports” says why"))
    writer.open("/me/reports/")
    writer.follow_link("A tool that helps me", writer.main)
    writer.sees(re.compile(r"can only read, until \d+ \w+"))
    writer.sees("Twice in one day is too much.")
    writer.fits()

    host.open(f"/c/{slug}/settings/")
    host.follow_link("What happened")
    acts = host.page.locator("#acts")
    host.sees("We meet on Thursday", acts)
    host.fits()
    host.page.locator("summary", has_text="Show only").click()
    host.page.get_by_label("What", exact=True).select_option(label="Roles and measures")
    host.press("Show")
    host.sees(re.compile(re.escape(writer.name)), acts)
    host.sees_not("We meet on Thursday", acts)
    host.fits()
    with host.page.expect_download() as kept:
        host.press("Table (CSV)")
    assert re.fullmatch(rf"log-{slug}-\d{{4}}-\d\d-\d\d\.csv", kept.value.suggested_filename)
    table = kept.value.path().read_text(encoding="utf-8-sig")
    assert writer.name in table
    assert "We meet on Thursday" not in table, "what is shown is what is taken along"

    reader.open(f"/c/{slug}/about/")
    reader.follow_link("How the agreements are kept here")
    told = reader.page.locator("#act-list")
    expect(told.get_by_role("listitem").first).to_be_visible()
    reader.sees(host.name, told)
    reader.sees_not(writer.name, told)
    reader.fits()
