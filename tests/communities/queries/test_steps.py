"""The first steps of a host."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.communities import make_community, make_member
from tests.factories.people import actor_for, log_in, make_person

from gilde.communities.enums import Role
from gilde.communities.models import Ambition
from gilde.communities.queries.steps import first_steps
from gilde.core.clock import now

pytestmark = pytest.mark.django_db


def test_a_host_of_a_new_community_sees_what_is_still_to_do():
    host = make_person("Annemarie", with_account=True)
    community = make_community("Guild", host=host)
    steps = first_steps(actor_for(host), community)
    assert [step.done for step in steps] == [False] * 6
    page = log_in(host).get(community.get_absolute_url()).content.decode()
    assert "Write a word of welcome" in page
    for step in steps:
        assert step.href in page
        assert log_in(host).get(step.href).status_code == 200


def test_what_is_done_is_marked_and_a_month_later_nothing_is_asked_any_more():
    host = make_person("Annemarie", with_account=True)
    community = make_community("Guild", host=host, welcome_html="<p>Hello</p>")
    Ambition.objects.create(community=community, title="Learn together")
    make_member(community)
    community.refresh_from_db()
    assert [step.done for step in first_steps(actor_for(host), community)] == [False, False, True, False, True, True]
    community.created_at = now() - timedelta(days=31)
    assert first_steps(actor_for(host), community) == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.FACILITATOR])
def test_the_steps_are_for_hosts_alone(role):
    community = make_community("Guild", host=make_person("Annemarie"))
    assert first_steps(actor_for(make_member(community, role)), community) == []
