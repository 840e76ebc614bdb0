"""Writing: who will see it stays in view and follows the community one chooses."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 360), "#b5683c").save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_who_will_see_it_follows_the_chosen_community_and_stays_in_view(somebody: Come, width: int) -> None:
    one = somebody(width=width)
    one.found("Open Table", audience="Everyone", joining="Open")
    one.found("Closed Table", kind="team")
    one.open("/new/practice/")
    line, where = one.page.locator(".composer .audience"), one.page.locator("[name=community]")
    expect(line).to_contain_text("the community you choose")
    for name, words in (("Open Table", "Open Table is public"), ("Closed Table", "Only members of Closed Table")):
        where.select_option(label=name)
        expect(line).to_contain_text(words)
    for field in ("title", "situation", "body", "tags"):
        one.page.locator(f"[name={field}]").focus()
        expect(line).to_be_in_viewport(ratio=1)
        expect(one.page.locator(f"[name={field}]")).to_be_in_viewport()
    one.fits()


def test_a_newcomer_is_told_that_a_host_looks_first_when_a_link_stands_in_the_text(somebody: Come) -> None:
    host, one = somebody(), somebody(width=PHONE)
    slug = host.found("Careful Table", audience="Everyone", joining="Open")
    talk = host.contribute("discussion", "Where to read on", "Tell me.", slug)
    one.house.inside(
        f"from gilde.people.models import Person\nPerson.objects.filter(handle={one.handle!r}).update(arriving='list')"
    )
    one.join_by(f"/c/{slug}/join/")
    for path, field in ((talk, "#reply textarea"), (f"/new/idea/?in={one.number_of(slug)}", "[name=body]")):
        one.open(path)
        hint = one.main.get_by_text("You are new here: a host looks first").first
        box = one.page.locator(field)
        box.click()
        expect(hint).to_be_hidden()
        box.press_sequentially(f"Read {one.house.base}/c/{slug}/ and ")
        expect(hint).to_be_hidden()
        box.press_sequentially("https://elsewhere.example/page")
        expect(hint).to_be_visible()
        one.fits()
        box.fill("No link after all.")
        expect(hint).to_be_hidden()

    plain = one.elsewhere(scripts=False)
    plain.open(talk)
    expect(plain.main.get_by_text("You are new here: a host looks first").first).to_be_visible()
    plain.close()


def test_each_chosen_picture_asks_what_it_shows_and_a_broken_one_loses_no_words(somebody: Come) -> None:
    one = somebody(width=PHONE)
    number = one.number_of(one.found("Open Table"))
    one.open(f"/new/idea/?in={number}")
    one.page.locator("[name=title]").fill("A wall of paper")
    one.page.locator("[name=body]").fill("Roll it out.")
    asks, chooser = one.page.locator(".upload-chosen [name=alt]"), one.page.locator("#id_files")
    wall, table = ({"name": name, "mimeType": "image/png", "buffer": picture()} for name in ("wall.png", "table.png"))
    plan = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"First this."}
    broken = {"name": "broken.png", "mimeType": "image/png", "buffer": b"<html>"}
    chooser.set_input_files([wall, plan, broken])
    expect(asks).to_have_count(2)
    asks.nth(0).fill("A wall full of notes")
    asks.nth(1).fill("Six people at a table")
    one.fits()
    one.press("Share")
    one.sees("broken.png:")
    expect(one.page.locator(".attached [name^=alt-]")).to_have_value("A wall full of notes")
    chooser.set_input_files([table])
    expect(asks).to_have_value("Six people at a table")
    asks.fill("Six people around a table")
    chooser.set_input_files([plan, table])
    expect(asks).to_have_value("Six people around a table")
    one.press("Share")
    one.sees("Roll it out.")
    for words in ("A wall full of notes", "Six people around a table"):
        expect(one.page.get_by_role("img", name=words)).to_have_count(1)
