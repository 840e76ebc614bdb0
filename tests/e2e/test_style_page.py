"""The pieces every page is made of, in both themes, at both widths, with and without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.e2e.axe import findings
from tests.e2e.somebody import DESK, PHONE, Somebody

Come = Callable[..., Somebody]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_on_any_component(somebody: Come, width: int, theme: str) -> None:
    one = somebody(visitor=True, width=width, theme=theme)
    one.open("/_ui/")
    one.expects_complaints = True  # axe measures with styles of its own, which the policy stops
    assert not findings(one.page)


@pytest.mark.parametrize("width", [320, PHONE, 800, 1680])
def test_nothing_is_wider_than_the_window(somebody: Come, width: int) -> None:
    one = somebody(visitor=True, width=width)
    one.open("/_ui/")
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width


def test_dialogs_and_menus_open_and_close_without_scripts(somebody: Come) -> None:
    one = somebody(visitor=True, scripts=False)
    one.open("/_ui/")
    dialog = one.page.locator("#sample-dialog")
    expect(dialog).not_to_be_visible()
    one.page.locator("[popovertarget=sample-dialog]").first.click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).not_to_be_visible()
    menu = one.page.locator("#menu details")
    menu.locator("summary").click()
    expect(menu.get_by_text("Save for later")).to_be_visible()


def test_the_part_of_a_photo_is_chosen_with_keys_alone(somebody: Come) -> None:
    one = somebody(visitor=True)
    one.open("/_ui/")
    picture = io.BytesIO()
    Image.new("RGB", (400, 200), (120, 80, 40)).save(picture, "PNG")
    one.page.locator("gilde-portrait input[type=file]").set_input_files(
        {"name": "face.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    stage = one.page.get_by_role("application")
    expect(stage).to_be_visible()

    def chosen() -> list[float]:
        fields = one.page.locator("gilde-portrait input[type=hidden]")
        return [float(fields.nth(index).input_value()) for index in range(3)]

    assert chosen() == [0.25, 0.0, 0.5]
    stage.focus()
    one.page.keyboard.press("ArrowLeft")
    one.page.keyboard.press("-")
    left, top, side = chosen()
    assert left < 0.26
    assert top > 0
    assert side < 0.5
    for _ in range(100):
        one.page.keyboard.press("ArrowRight")
    left, _, side = chosen()
    assert abs(left + side - 1) < 0.01, "the square stays inside the picture"


def test_a_menu_is_left_with_escape_and_the_focus_returns(somebody: Come) -> None:
    one = somebody()
    one.open("/_ui/")
    summary = one.page.locator(".masthead-me > summary")
    summary.focus()
    one.page.keyboard.press("Enter")
    one.page.keyboard.press("ArrowDown")
    expect(one.page.locator(".masthead-me .menu-item").first).to_be_focused()
    one.page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(one.page.locator(".masthead-me .menu-panel")).not_to_be_visible()
