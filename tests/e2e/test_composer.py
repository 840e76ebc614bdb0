"""Writing: who will see it stays in view and follows the community one chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


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
