from django.urls import reverse
from tests.factories.communities import actor_in, make_charter, make_community, outsider

from gilde.communities.actions import charter as actions
from gilde.communities.rules.charter import charter_current


def test_who_accepted_the_charter_in_force_may_write():
    community = make_community()
    make_charter(community)
    assert charter_current.allows(actor_in(community), community)


def test_a_new_charter_asks_every_member_again_with_a_link_to_it():
    community = make_community()
    make_charter(community)
    member = actor_in(community)
    charter = make_charter(community, "And we listen.")
    reason = charter_current.reason(member, community)
    assert reverse("communities:charter", args=[community.slug]) in reason
    assert hasattr(reason, "__html__")  # the link shows as a link
    actions.accept(actor=member, community=community, charter_id=charter.pk)
    assert charter_current.allows(member, community)


def test_without_a_charter_nothing_is_asked_and_nothing_is_read(django_assert_num_queries):
    community = make_community()
    member = actor_in(community)
    with django_assert_num_queries(0):
        assert charter_current.allows(member, community)


def test_people_from_outside_are_left_to_other_rules():
    community = make_community()
    make_charter(community)
    assert charter_current.allows(outsider(), community)
