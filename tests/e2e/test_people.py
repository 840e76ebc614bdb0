"""People: finding each other in the directory, and what of a profile is seen by whom."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.e2e.somebody import PHONE, Somebody

Come = Callable[..., Somebody]


def test_every_section_of_a_profile_is_seen_by_whom_its_owner_chose(somebody: Come) -> None:
    one, near, far, visitor = somebody(width=PHONE), somebody(), somebody(), somebody(visitor=True)
    slug = one.found("Neighbours", audience="Everyone", joining="Open")
    near.join_by(f"/c/{slug}/join/")
    one.show_to("card", "Everyone", headline="Keeps the fire going")
    one.show_to("region", "All members", region="Achterhoek")
    one.show_to("story", "My communities", text="I grew up above a bakery.")
    one.show_to("hobbies", "Only me", words="Ice skating, baking")

    shown = {
        visitor: {"Keeps the fire going"},
        far: {"Keeps the fire going", "Achterhoek"},
        near: {"Keeps the fire going", "Achterhoek", "I grew up above a bakery."},
        one: {"Keeps the fire going", "Achterhoek", "I grew up above a bakery.", "Ice skating"},
    }
    everything = shown[one]
    for reader, texts in shown.items():
        reader.open(f"/@{one.handle}/")
        for text in everything:
            (reader.sees if text in texts else reader.sees_not)(text)
        reader.fits()
    for eyes, reader in (("Everyone", visitor), ("All members", far), ("My communities", near)):
        one.open(f"/@{one.handle}/")
        one.follow_link(eyes, one.page.locator(".who-eyes"))
        for text in everything:
            (one.sees if text in shown[reader] else one.sees_not)(text)


def test_who_is_hidden_from_everyone_is_found_by_nobody(somebody: Come) -> None:
    one, other = somebody(), somebody()
    one.show_to("card", "Only me")
    other.open(f"/@{one.handle}/", status=404)
    other.open(f"/people/?q={one.name.replace(' ', '+')}")
    expect(other.page.locator(f"a[href='/@{one.handle}/']")).to_have_count(0)


def test_the_directory_is_narrowed_step_by_step(inhabitant: Come) -> None:
    one = inhabitant("marit", language="nl-NL", width=PHONE)
    one.open("/people/")
    count = one.page.locator(".directory-count")
    everybody = int(re.search(r"\d+", count.inner_text()).group())  # type: ignore[union-attr]
    assert everybody > 30
    one.fits()
    chip = one.page.locator(".filter-chips a").first
    word = chip.inner_text()
    chip.click()
    expect(one.page.locator(".directory-choice")).to_contain_text(word)
    some = int(re.search(r"\d+", count.inner_text()).group())  # type: ignore[union-attr]
    assert 0 < some < everybody
    for card in one.page.locator("#people .person-card").all():
        expect(card).to_contain_text(word)

    one.page.locator("[name=q]").fill("zzz")
    one.page.locator("form.filter button[type=submit]").click()
    expect(one.page.locator(".directory-choice")).to_have_count(2)
    expect(one.page.locator("#people")).to_have_count(0)
    one.page.locator(".directory-choice").first.click()
    one.page.locator(".directory-choice").first.click()
    assert int(re.search(r"\d+", count.inner_text()).group()) == everybody  # type: ignore[union-attr]


def test_more_people_come_beneath_the_first_ones(inhabitant: Come) -> None:
    one = inhabitant("marit", language="nl-NL")
    one.open("/people/")
    cards = one.page.locator("#people .person-card")
    first = cards.count()
    more = one.page.locator(".pager a")
    expect(more).to_be_visible()
    more.click()
    expect(cards).not_to_have_count(first)
    names = [card.inner_text() for card in cards.all()]
    assert len(set(names)) == len(names), "nobody stands there twice"


def test_a_portrait_is_cut_square_and_stands_beside_the_name(somebody: Come) -> None:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (900, 500), "#1f3f8f").save(stream, "JPEG")
    one = somebody(width=PHONE)
    one.open("/me/profile/photo/")
    one.page.locator("[name=photo]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}
    )
    expect(one.page.locator(".portrait-stage")).to_be_visible()
    one.fits()
    one.press("Use this photo")
    one.open(f"/@{one.handle}/")
    face = one.page.locator(".who-head img")
    expect(face).to_be_visible()
    assert face.evaluate("img => img.decode().then(() => img.naturalWidth === img.naturalHeight)")


def test_somebody_is_followed_and_only_they_see_by_how_many(somebody: Come) -> None:
    one, other = somebody(), somebody(width=PHONE)
    other.open(f"/@{one.handle}/")
    other.press("Follow")
    expect(other.page.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")
    other.page.reload()
    expect(other.page.get_by_role("button", name="Following")).to_be_visible()
    other.sees_not("1 person follows you")
    one.open(f"/@{one.handle}/")
    one.sees("1 person follows you. Only you see this.")
    other.press("Following")
    expect(other.page.get_by_role("button", name="Follow", exact=True)).to_be_visible()
