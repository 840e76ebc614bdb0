"""The complete table: role × capability, and what archiving, being public and members_invite change."""

import itertools

import pytest
from tests.factories.communities import AUDIENCES, HIDDEN, MEMBERS, PUBLIC, actor_in, make_community, outsider

from gilde.communities.enums import Capability as C
from gilde.communities.enums import Role
from gilde.communities.rules.capability import CAPABILITIES, can, may
from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.clock import now

EXPECTED = {
    Role.HOST: set(C),
    Role.FACILITATOR: {C.READ, C.COMMENT, C.CONTRIBUTE, C.INVITE, C.CURATE, C.ANNOUNCE, C.ADMIT},
    Role.MEMBER: {C.READ, C.COMMENT, C.CONTRIBUTE, C.INVITE},
    Role.GUEST: {C.READ, C.COMMENT},
}


@pytest.mark.parametrize(("role", "capability"), list(itertools.product(Role, C)))
def test_the_table_is_complete_and_as_agreed(role, capability):
    community = make_community(audience=HIDDEN)
    actor = actor_in(community, role)
    expected = capability in EXPECTED[role]
    assert (capability in CAPABILITIES[role]) is expected
    assert can(actor, community, capability) is expected
    assert may.allows(actor, community, capability) is expected
    assert bool(may.reason(actor, community, capability)) is not expected


@pytest.mark.parametrize(("audience", "capability"), list(itertools.product(AUDIENCES, C)))
def test_people_from_outside_only_read_what_is_public(audience, capability):
    community = make_community(audience=audience)
    expected = audience == PUBLIC and capability == C.READ
    for actor in (VISITOR, outsider()):
        assert can(actor, community, capability) is expected
        assert bool(may.reason(actor, community, capability)) is not expected


@pytest.mark.parametrize(("role", "capability"), list(itertools.product(Role, C)))
def test_an_archived_community_is_read_and_reopened_and_nothing_else(role, capability):
    community = make_community(audience=MEMBERS, archived_at=now())
    actor = actor_in(community, role)
    expected = capability == C.READ or (capability == C.ARCHIVE and role == Role.HOST)
    assert can(actor, community, capability) is expected


@pytest.mark.parametrize("role", Role)
def test_members_invite_only_where_the_community_wants_it(role):
    community = make_community(members_invite=False)
    assert can(actor_in(community, role), community, C.INVITE) is (role in {Role.HOST, Role.FACILITATOR})


def test_no_right_is_inherited_between_parent_and_child():
    parent, child = make_community(audience=HIDDEN), make_community(audience=HIDDEN)
    child.parents.add(parent)
    host_above, host_below = actor_in(parent, Role.HOST), actor_in(child, Role.HOST)
    assert not any(can(host_above, child, capability) for capability in C)
    assert not any(can(host_below, parent, capability) for capability in C)


def test_the_system_may_do_everything():
    community = make_community(audience=HIDDEN)
    assert all(can(SYSTEM, community, capability) for capability in C)


def test_each_refusal_says_what_is_in_the_way():
    community = make_community()
    assert "Log in" in may.reason(VISITOR, community, C.COMMENT)
    assert "Join" in may.reason(outsider(), community, C.COMMENT)
    assert "guest" in may.reason(actor_in(community, Role.GUEST), community, C.CONTRIBUTE)
    assert "hosts" in may.reason(actor_in(community), community, C.APPOINT)
    community.archived_at = now()
    assert "archived" in may.reason(actor_in(community, Role.HOST), community, C.CONTRIBUTE)
