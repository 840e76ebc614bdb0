import pytest
from tests.factories.communities import again, make_charter, make_community
from tests.factories.dialogue import make_contribution, make_place, member
from tests.factories.people import actor_of, make_person

from gilde.communities.actions.membership import leave
from gilde.core.audience import Audience
from gilde.dialogue.actions import guest as guests
from gilde.governance.queries.agreement import agreements, everywhere

pytestmark = pytest.mark.django_db


def test_the_points_of_the_agreements_come_first():
    community = make_community()
    make_charter(community, "We are here to learn.\n\n- We *ask* before we advise.\n2. What is said here stays here.\n")
    assert agreements(community.pk) == ["We ask before we advise.", "What is said here stays here.", *everywhere()]


def test_without_agreements_there_is_what_holds_everywhere():
    assert agreements(make_community().pk) == agreements(None) == everywhere()


def test_who_left_a_hidden_community_reads_nothing_of_what_is_agreed_there():
    place = make_place(audience=Audience.COMMUNITY)
    anna, bo = member(place), member(place)
    make_charter(place, "- What is said here stays here.")
    assert agreements(place.pk, to=bo)[0] == "What is said here stays here."
    leave(actor=bo, community=place)
    assert agreements(place.pk, to=again(bo)) == everywhere()
    assert agreements(place.pk, to=again(anna)) == agreements(place.pk) != everywhere()


def test_a_guest_reads_what_is_agreed_where_they_take_part(django_assert_num_queries):
    place = make_place(audience=Audience.COMMUNITY, guests="members")
    make_charter(place, "- What is said here stays here.")
    place.refresh_from_db()
    anna, gea = member(place), make_person("Gea")
    talk = make_contribution(anna, place)
    guests.accept(actor=actor_of(gea), guest=guests.invite(actor=anna, contribution=talk))
    reader = again(actor_of(gea))
    with django_assert_num_queries(1):
        offered = agreements(place.pk, to=reader)
    assert offered == agreements(place.pk) != everywhere()
    assert agreements(make_place(audience=Audience.COMMUNITY).pk, to=reader) == everywhere()
