"""Words without end: however long a name, a title or a text is, no page gets wider than the narrowest screen."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.somebody import Somebody

_NARROWEST = 320
_SPLIT = """() => [...document.querySelectorAll('button, .button, .badge, .badge-unread, .tabs a, .me-part-edit')].filter((one) => {
    if (!one.offsetParent || one.textContent.trim().includes(' ')) return false;
    const range = document.createRange();
    range.selectNodeContents(one);
    return new Set([...range.getClientRects()].filter(({ width }) => width > 1).map(({ top }) => Math.round(top / 12))).size > 2;
}).map((one) => one.textContent.trim())"""


def test_words_without_end_make_no_page_wider_and_break_no_button(somebody: Callable[..., Somebody]) -> None:
    one = somebody(width=_NARROWEST)
    one.open("/me/profile/card/")
    one.page.locator("[name=name]").fill("Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis")
    one.page.locator("[name=headline]").fill("Aansprakelijkheidswaardevaststellingsveranderaar" * 3)
    one.press("Save")
    one.open("/me/profile/specialisms/")
    one.page.locator("[name=words]").fill(
        ", ".join(f"kwaliteitsverbeteringscoordinatie{n}zonderspaties" for n in range(9))
    )
    one.press("Save")
    slug = one.found("Samenwerkingsverbandkwaliteitsbevorderingswerkgroepvoorzittersoverlegdeelnemers")
    talk = one.contribute(
        "question",
        "Aansprakelijkheidswaardevaststellingsveranderingen" * 4,
        "https://example.org/" + "a-path-that-never-ends/" * 9 + "w" * 300,
        slug,
        tags="t" * 40,
    )
    number = talk.split("/")[2]
    pages = ["/", "/me/", "/people/", "/c/", talk, "/search/?q=" + "w" * 90, f"/@{one.handle}/", f"/tags/{'t' * 40}/"]
    pages += [
        f"/c/{slug}/{part}" for part in ("", "about/", "members/", "log/", "openness/", "settings/place/", "guide/")
    ]
    pages += [f"/d/{number}/do/{act}/" for act in ("edit", "delete", "close", "history", "guests")]
    pages += [f"/new/question/?in={one.number_of(slug)}", "/me/leave/", "/compliments/", "/bell/"]
    for path in pages:
        one.open(path)
        one.fits()
        assert one.page.evaluate(_SPLIT) == [], path
