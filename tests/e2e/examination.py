"""What is asked of every page, whoever looks at it.

Axe finds nothing, also in what is folded; it keeps within 320 px, shifts nothing while it loads, says nothing in the
console, breaks no rule of the content security policy, nests as HTML may, and speaks one language.
"""

from __future__ import annotations

from tests.e2e.axe import findings
from tests.e2e.somebody import Somebody
from tests.e2e.untranslated import english_on

_SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    const moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.hadRecentInput) return;
        sum += entry.value;
        entry.sources.forEach(({ node, previousRect: from, currentRect: to }) => moved.push(
            `${(node?.outerHTML ?? node?.data ?? '?').slice(0, 80)} from ${from.x},${from.y} to ${to.x},${to.y}`));
    })).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve([sum, moved]), 0));
})"""
_NOTICED = 0.001  # below it a line came a hair later than the one before; nobody sees that
_NARROWEST = 320


def examine(one: Somebody, path: str) -> None:
    """Open a page and look at it closely."""
    one.complaints.clear()
    one.open(path, status=404 if "nowhere" in path else 200)
    look_closely(one)


def look_closely(one: Somebody) -> None:
    """Hold the page that is open against everything that is asked of a page."""
    page = one.page
    shift, moved = page.evaluate(_SHIFT)
    if shift >= _NOTICED:  # a new window can get its width after the first paint; what the page does, it does again
        page.reload()
        shift, moved = page.evaluate(_SHIFT)
    faults = [f"layout shift of {shift:.4f}: {moved}"] if shift >= _NOTICED else []
    # What is folded is looked at too; menus lie over the rest and are opened in a test of their own.
    page.evaluate("document.querySelectorAll('main details:not([data-menu])').forEach((one) => { one.open = true; })")
    # A form or a list written inside a paragraph ends it; the browser leaves an empty one where it was closed again.
    empty = page.evaluate("[...document.querySelectorAll('p:empty')].filter((one) => !one.attributes.length).length")
    faults += [f"{empty} paragraphs around what cannot stand in one"] if empty else []
    # From the end: what a bar at the bottom covers on the way there can be scrolled free, which axe does not know.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    faults += [f"axe: {line}" for line in findings(page)]
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": _NARROWEST, "height": size["height"]})
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > _NARROWEST:
        faults.append(f"{wide} px wide on {_NARROWEST} px")
    page.set_viewport_size(size)
    if page.evaluate("document.documentElement.lang") == "nl":
        faults += [f"English: {text!r}" for text in english_on(page)]
    faults += [line for line in one.complaints if "status of 404" not in line]
    one.complaints.clear()
    assert not faults, f"{page.url}\n" + "\n".join(faults)
