"""What dialogue shows on a profile is what ``visible_to`` allows, read by hand in one statement each."""

import pytest
from tests.factories.dialogue import (
    make_behaviour,
    make_compliment,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.dialogue.enums import ComplimentState, State
from gilde.dialogue.models import Compliment, Contribution
from gilde.dialogue.queries.compliment import shown_by
from gilde.dialogue.queries.stream import by_author

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Audience.PUBLIC, Audience.MEMBERS])
def place(request):
    return make_place(audience=request.param)


def everybody(place, *people):
    return [VISITOR, SYSTEM, actor_of(make_person()), member(place), *(actor_of(person) for person in people)]


@pytest.mark.parametrize("state", State)
def test_contributions_on_a_profile_are_those_the_reader_may_read(place, state, django_assert_num_queries):
    author = member(place)
    person = person_of(author)
    rows = [make_contribution(author, place), make_contribution(author, place)]
    Contribution.objects.filter(pk=rows[0].pk).update(state=state)
    for actor in everybody(place, person):
        allowed = Contribution.objects.visible_to(actor).filter(author=person, state=State.PUBLISHED)
        with django_assert_num_queries(1):
            shown = by_author(actor, person.pk).rows
        assert [row.id for row in shown] == list(allowed.order_by("-created_at", "-pk").values_list("pk", flat=True))


def test_contributions_on_a_profile_are_paged_without_a_gap():
    place = make_place()
    author = member(place)
    made = [make_contribution(author, place).pk for _ in range(7)]
    first = by_author(author, author.person_id, limit=3)
    second = by_author(author, author.person_id, limit=3, after=first.next)
    third = by_author(author, author.person_id, limit=3, after=second.next)
    assert [row.id for row in [*first.rows, *second.rows, *third.rows]] == made[::-1]
    assert third.next is None


@pytest.mark.parametrize("state", ComplimentState)
@pytest.mark.parametrize("about", [None, *State])
def test_compliments_on_a_profile_are_those_the_reader_may_see(place, state, about, django_assert_num_queries):
    giver, receiver = member(place), member(place)
    person = person_of(receiver)
    values = {}
    if about is not None:
        values["contribution"] = make_contribution(receiver, place)
        values["behaviour"] = make_behaviour(place)
    made = make_compliment(giver, person, **values)
    Compliment.objects.filter(pk=made.pk).update(state=state)
    if about is not None:
        Contribution.objects.filter(pk=values["contribution"].pk).update(state=about)
    for actor in everybody(place, person, person_of(giver)):
        allowed = Compliment.objects.visible_to(actor).filter(receiver=person, state=ComplimentState.SHOWN)
        with django_assert_num_queries(1):
            shown = shown_by(actor, person.pk).rows
        assert [row.id for row in shown] == list(allowed.values_list("pk", flat=True))
        for row in shown:
            readable = Contribution.objects.visible_to(actor).filter(title__isnull=False).exists()
            assert (row.about is not None) == (about is not None and readable)
            if about is not None:
                inside = actor.is_system or place.is_public or place.pk in actor.roles
                assert row.behaviour == (values["behaviour"].text if inside else "")


def test_compliments_on_a_profile_are_paged_and_dressed():
    place = make_place()
    giver, receiver = member(place, "Bea"), member(place, "Cor")
    person = person_of(receiver)
    made = [
        make_compliment(giver, person, f"Thanks {number}", about=f"visit {number}", shown=True) for number in range(3)
    ]
    first = shown_by(giver, person.pk, limit=2)
    assert [(row.text, row.about_words, row.giver.name, row.receiver.name) for row in first.rows] == [
        ("Thanks 2", "visit 2", "Bea", "Cor"),
        ("Thanks 1", "visit 1", "Bea", "Cor"),
    ]
    assert first.rows[0].at == made[2].at
    second = shown_by(giver, person.pk, limit=2, after=first.next)
    assert [row.text for row in second.rows] == ["Thanks 0"]
    assert second.next is None
