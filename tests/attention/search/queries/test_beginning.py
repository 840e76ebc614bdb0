"""A word that is still being typed finds what begins like it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories.communities import outsider
from tests.factories.dialogue import client_of, make_contribution, make_place, member
from tests.factories.search import run_indexing

from gilde.attention.search.asking import read
from gilde.attention.search.queries.instant import groups
from gilde.attention.search.queries.plan import plan
from gilde.attention.search.queries.search import newest
from gilde.core.actor import Actor
from gilde.core.audience import Audience

pytestmark = pytest.mark.django_db


def titles(actor: Actor, typed: str) -> list[str]:
    """What the dialog shows of things."""
    hits = newest(actor, plan(actor, read(typed), typing=True))
    return [hit.found.title for hit in hits.rows]


def test_the_last_word_may_be_a_beginning_and_the_others_may_not() -> None:
    place = make_place(audience=Audience.COMMUNITY)
    anna = member(place)
    make_contribution(anna, place, "Leergemeenschappen", body="Samen in de Coördinatiegroep.")
    run_indexing()
    for typed in ("leerg", "leergem", "coördinatieg", "coordinatieg", "samen leergemee", "LEERG"):
        assert titles(anna, typed) == ["Leergemeenschappen"], typed
    for typed in ("le", "leerg samen", "leerg ", "eergem", '"leerg"', "leergx"):
        assert titles(anna, typed) == [], typed
    assert titles(outsider(), "leerg") == []
    shown = [line.title for group in groups(anna, "leerg") for line in group.lines]
    assert shown == ["Leergemeenschappen"]


def test_the_page_takes_a_beginning_when_nothing_has_the_word_itself() -> None:
    place = make_place()
    anna = member(place)
    make_contribution(anna, place, "Leergemeenschappen")
    run_indexing()
    client = client_of(anna)
    page = client.get(reverse("search:page"), {"q": "leergem"}).content.decode()
    assert "<mark>Leergemeenschappen</mark>" in page
    make_contribution(anna, place, "De leergem")
    run_indexing()
    page = client.get(reverse("search:page"), {"q": "leergem"}).content.decode()
    assert "<mark>leergem</mark>" in page
    assert "Leergemeenschappen" not in page


def test_the_page_goes_on_with_beginnings() -> None:
    place = make_place()
    anna = member(place)
    for number in range(25):
        make_contribution(anna, place, f"Leergemeenschappen {number}")
    run_indexing()
    client = client_of(anna)
    page = client.get(reverse("search:page"), {"q": "leergem"}).content.decode()
    assert "after=start-" in page
    more = page.split("after=start-")[1].split('"')[0].split("&")[0]
    assert "Leergemeenschappen 0" in client.get(
        reverse("search:page"), {"q": "leergem", "after": f"start-{more}"}
    ).content.decode().replace("<mark>", "").replace("</mark>", "")
