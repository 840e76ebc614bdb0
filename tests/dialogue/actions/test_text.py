from __future__ import annotations

from django.conf import settings
from tests.factories.dialogue import make_contribution, make_place, member

from gilde.core.audience import Audience
from gilde.dialogue.actions.text import render
from gilde.dialogue.enums import ContributionKind


def test_the_bare_address_of_a_contribution_shows_its_title(db: None, django_assert_num_queries) -> None:
    place = make_place()
    anna = member(place)
    row = make_contribution(anna, place, "Stilte & één <vraag>")
    address = settings.SITE_URL + row.get_absolute_url()
    with django_assert_num_queries(1):
        made = render(f"See {address}?at=c4#c4, or ({address}).", actor=anna)
    assert f'(<a href="{address}">Stilte &amp; één &lt;vraag&gt;</a>)' in made.html
    assert f">{address}?at=c4#c4</a>" in made.html
    assert "one" in render(f"[one]({address})", actor=anna).html
    assert row.title not in render(f"`{address}`", actor=anna).html


def test_a_title_is_shown_only_where_the_address_says_it_already(db: None) -> None:
    place, closed = make_place(), make_place(audience=Audience.COMMUNITY)
    anna, bo = member(place), member(closed)
    hidden = make_contribution(bo, closed, "Nobody outside knows this")
    own = make_contribution(anna, place, "The new title")
    for address in (
        settings.SITE_URL + hidden.get_absolute_url(),
        f"{settings.SITE_URL}/d/{own.pk}/an-older-title/",
        f"{settings.SITE_URL}/d/{own.pk}/",
        f"https://elsewhere.example{own.get_absolute_url()}",
    ):
        assert f">{address}</a>" in render(address, actor=anna).html


def test_a_text_without_addresses_asks_nothing(db: None, django_assert_num_queries) -> None:
    anna = member(make_place())
    with django_assert_num_queries(0):
        render("Nothing but words, and https://elsewhere.example/d/1/x/.", actor=anna)


def test_what_a_card_says_of_several_parts_ends_after_a_whole_word(db: None) -> None:
    place = make_place()
    asked = {"situation": "We kept the chairs as they were. " * 6}
    row = make_contribution(
        member(place), place, kind=ContributionKind.PRACTICE, fields=asked, body="Nobody moved. " * 20
    )
    assert row.excerpt.startswith("We kept the chairs")
    assert row.excerpt.endswith(("Nobody…", "moved…"))
    assert 280 < len(row.excerpt) <= 300
