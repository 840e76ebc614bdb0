"""A host moves people in, on a phone: upload, check, import, undo."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]
PEOPLE = b"Name,Email\r\nAnna Import,anna.import@example.org\r\nBram Import,bram.import@example.org\r\n"


def test_a_host_imports_a_list_of_people_and_takes_it_back(somebody: Come) -> None:
    host = somebody(width=PHONE)
    place = host.found("Verhuisd")
    host.open(f"/c/{place}/import/")
    host.fits()
    host.main.get_by_label("File or ZIP").set_input_files(
        files=[{"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE}]
    )
    host.press("Upload and check")
    expect(host.main.get_by_text("Below you see what would happen.")).to_be_visible(timeout=30_000)
    host.fits()
    host.press("Import this")
    expect(host.main.get_by_text("People and conversations are here now.")).to_be_visible(timeout=30_000)
    host.fits()
    back = host.page.url
    host.open(f"/c/{place}/members/")
    host.sees("Anna Import")
    host.open(back.removeprefix(host.house.base))
    host.press("Undo this import")
    host.page.locator("dialog[open]").get_by_role("button", name="Undo this import").click()
    expect(host.main.get_by_text("What this import made and nobody touched is gone.")).to_be_visible(timeout=30_000)
    host.fits()
    host.open(f"/c/{place}/members/")
    expect(host.main.get_by_text("Anna Import")).to_have_count(0)
