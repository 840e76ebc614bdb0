"""The first journeys: a visitor on a phone, and the demo's one-click logins."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.live import Live


def test_a_visitor_gets_the_front_page_at_once(house: Live, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    answer = page.goto(house.base + "/")
    assert answer
    assert answer.status == 200
    assert answer.request.redirected_from is None
    expect(page.locator("h1").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out at 360 px"


@pytest.mark.parametrize("part", ["member", "host", "newcomer"])
def test_one_click_logs_in_to_the_demo(demo: Live, demo_logins: dict[str, str], page: Page, part: str) -> None:
    page.goto(demo_logins[part])
    assert page.url == demo.base + "/"
    expect(page.locator("h1").first).to_be_visible()
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert "gilde_session" in names
