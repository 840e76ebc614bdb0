"""Everything is reached and done with the keyboard alone, and one always sees where one is."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import Somebody

Come = Callable[..., Somebody]

_FOCUS = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const bars = [...document.querySelectorAll('.masthead, .bar')].filter((bar) => /fixed|sticky/.test(getComputedStyle(bar).position) && !bar.contains(here));
    const covered = bars.some((bar) => { const b = bar.getBoundingClientRect(); return box.top >= b.top && box.bottom <= b.bottom && b.height; });
    return { name: (here.getAttribute('aria-label') || here.textContent || here.name || here.id || '').trim().slice(0, 60), tag: here.tagName,
             ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none',
             seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth, covered };
}"""


def test_with_the_keyboard_alone_one_skips_moves_replies_and_shares(inhabitant: Come) -> None:
    one = inhabitant("marit", language="en-GB")
    one.open("/")
    keys = one.page.keyboard
    keys.press("Tab")
    assert "#main" in one.page.evaluate("document.activeElement.getAttribute('href')"), "first of all past the frame"
    keys.press("Enter")
    assert one.page.evaluate("document.activeElement.id") == "main"

    items = one.page.locator("[data-item]")
    keys.press("j")
    assert one.page.evaluate("document.activeElement === document.querySelectorAll('[data-item]')[0]")
    keys.press("j")
    assert one.page.evaluate("document.activeElement === document.querySelectorAll('[data-item]')[1]")
    keys.press("k")
    title = items.first.locator(".card-title a").inner_text()
    assert one.page.evaluate("document.activeElement === document.querySelectorAll('[data-item]')[0]")
    keys.press("Enter")
    expect(one.main.locator("h1")).to_have_text(title)

    keys.press("r")
    assert one.page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    keys.type("jk?c")
    assert one.page.evaluate("document.activeElement.value") == "jk?c", "who types, types"
    one.page.evaluate("document.activeElement.value = ''; document.activeElement.blur()")

    keys.press("?")
    dialog = one.page.locator("#shortcuts")
    expect(dialog).to_be_visible()
    keys.press("Escape")
    expect(dialog).not_to_be_visible()
    keys.press("c")
    expect(one.page).to_have_url(re.compile("/new/"))
    keys.press("g")
    keys.press("h")
    expect(one.page).to_have_url(re.compile(r"/$"))


def test_a_question_is_asked_without_touching_a_mouse(somebody: Come) -> None:
    one = somebody()
    slug = one.found("No Mouse Here")
    one.number_of(slug)
    keys = one.page.keyboard
    keys.press("c")
    expect(one.page).to_have_url(re.compile("/new/"))
    _tab_to(one, "I have a question")
    keys.press("Enter")
    expect(one.page).to_have_url(re.compile("/new/question/"))
    _tab_to(one, "title")
    keys.type("Can I ask this by hand?")
    _tab_to(one, "body")
    keys.type("With keys only.")
    keys.press("Control+Enter")
    expect(one.main.locator("h1")).to_have_text("Can I ask this by hand?")
    _tab_to(one, "More about this contribution")
    keys.press("Enter")
    keys.press("ArrowDown")
    assert one.page.evaluate("document.activeElement.matches('.menu-item')")
    keys.press("Escape")
    assert one.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def _tab_to(one: Somebody, name: str) -> None:
    for _ in range(60):
        one.page.keyboard.press("Tab")
        here = one.page.evaluate(
            "() => { const e = document.activeElement; return [e.name, e.getAttribute('aria-label'), e.textContent]; }"
        )
        if any(name in (word or "") for word in here):
            return
    raise AssertionError(f"Tab does not come to {name!r}")


def test_tab_goes_through_every_page_and_back_out_and_one_sees_where_one_is(inhabitant: Come) -> None:
    one = inhabitant("marit", width=360, language="nl-NL")
    one.open("/")
    thread = one.page.locator(".card-title a").first.get_attribute("href")
    assert thread
    for path in ("/", thread, "/new/question/", "/people/", "/me/", "/me/settings/"):
        one.open(path)
        seen: list[str] = []
        for _ in range(400):
            one.page.keyboard.press("Tab")
            here = one.page.evaluate(_FOCUS)
            if here is None:
                break
            where = f"{path}: {here['tag']} {here['name']!r}"
            assert here["ring"], f"no sign of focus at {where}"
            assert here["seen"], f"focus is off the screen at {where}"
            assert not here["covered"], f"focus is under a bar at {where}"
            seen.append(where)
        else:
            raise AssertionError(f"Tab never leaves {path}: {seen[-6:]}")
        assert len(seen) > 5


def test_keys_can_be_switched_off(somebody: Come) -> None:
    one = somebody()
    one.open("/me/settings/")
    one.page.get_by_role("checkbox", name="Keyboard shortcuts").uncheck()
    one.press("Save")
    one.sees("Saved.")
    one.page.keyboard.press("?")
    one.page.keyboard.press("c")
    one.page.wait_for_timeout(300)
    expect(one.page.locator("#shortcuts[open]")).to_have_count(0)
    expect(one.page).to_have_url(re.compile("/me/settings/"))
