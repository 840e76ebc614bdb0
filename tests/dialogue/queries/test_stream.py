"""Who stands on the card of a contribution."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.factories.dialogue import client_of, make_contribution, member, person_of

from gilde.communities.models import Community
from gilde.core.actor import VISITOR, Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions.story import approve
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.queries.stream import by_author, rows_by_id, stream
from gilde.dialogue.queries.stream_row import StreamRow
from gilde.people.models import Person


def cards(actor: Actor, place: Community) -> list[StreamRow]:
    return stream(actor, [place.pk]).rows


def test_all_who_made_it_are_known_in_one_statement(
    place: Community, anna: Actor, bo: Actor, host: Actor, django_assert_num_queries: Callable[..., object]
) -> None:
    together = [person_of(host), person_of(bo)]
    row = make_contribution(anna, place, "Together", authors=together)
    make_contribution(bo, place, "Alone")
    with django_assert_num_queries(1):
        alone, made = cards(anna, place)
    assert (alone.author.name, alone.authors, alone.scribe) == ("Bo Jansen", (), None)
    assert (made.author.name, [other.name for other in made.authors]) == ("Anna Visser", ["Hilde Bos", "Bo Jansen"])
    assert hash(made)
    assert made == rows_by_id(anna, [row.pk])[0] == by_author(anna, anna.person_id or 0).rows[0]


def test_the_teller_stands_first_and_the_scribe_is_named(place: Community, anna: Actor, bo: Actor) -> None:
    told = make_contribution(anna, place, kind=ContributionKind.STORY, teller=person_of(bo))
    assert cards(anna, place) == []
    approve(actor=bo, contribution=told)
    card = cards(anna, place)[0]
    assert (card.author.name, card.authors) == ("Bo Jansen", ())
    assert card.scribe is not None
    assert card.scribe.name == "Anna Visser"


def test_a_visitor_finds_a_link_only_on_names_with_an_open_profile(open_place: Community) -> None:
    anna, bo, cas = (member(open_place, name) for name in ("Anna", "Bo", "Cas"))
    Person.objects.update(audience=Audience.MEMBERS)
    Person.objects.filter(pk=bo.person_id).update(audience=Audience.PUBLIC)
    make_contribution(anna, open_place, authors=[person_of(bo), person_of(cas)])
    assert [bool(other.url) for other in cards(VISITOR, open_place)[0].authors] == [True, False]
    assert all(other.url for other in cards(anna, open_place)[0].authors)


def test_a_card_names_two_and_counts_the_rest(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    def who(reader: Actor) -> list[str]:
        page = client_of(reader).get(f"/c/{place.slug}/").content.decode()
        found = re.findall(r'class="card-who">(.*?)<span class="card-where"', page, re.DOTALL)
        return [" ".join(re.sub(r"<[^>]*>", " ", text).split()).replace(" ,", ",") for text in found]

    row = make_contribution(anna, place, authors=[person_of(bo)])
    assert who(bo)[0].startswith("Anna Visser, Bo Jansen")
    assert "other" not in who(bo)[0]
    row.authorships.create(person=person_of(host), position=1)
    assert "Anna Visser, Bo Jansen and 1 other" in who(bo)[0]
