from itertools import pairwise

import pytest
from tests.factories.communities import actor_in, again, connect, make_community, make_member
from tests.factories.people import make_person

from gilde.communities.actions import edge as actions
from gilde.communities.enums import Role, Verb
from gilde.communities.models import Edge
from gilde.communities.queries.graph import ids_above, ids_below
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal
from gilde.people.queries.actor import actor_for


@pytest.fixture
def host():
    return make_person()


def hosted(host, name=""):
    return make_community(name, host=host)


def test_a_community_stands_under_several_parents(host):
    child, first, second = hosted(host), hosted(host), hosted(host)
    for parent in (first, second):
        actions.draw(actor=actor_for(host), child=child, parent=parent)
    assert set(ids_above([child.pk])) == {first.pk, second.pk}
    assert Activity.objects.filter(verb=Verb.EDGE_ADDED).count() == 2


def test_a_circle_is_refused_however_long(host):
    chain = [hosted(host, f"C{number}") for number in range(5)]
    actor = actor_for(host)
    for parent, child in pairwise(chain):
        actions.draw(actor=actor, child=child, parent=parent)
    for child in chain[1:]:
        with pytest.raises(Refusal, match="already part of"):
            actions.draw(actor=actor, child=chain[0], parent=child)
    with pytest.raises(Refusal, match="itself"):
        actions.draw(actor=actor, child=chain[0], parent=chain[0])
    assert Edge.objects.count() == 4


def test_a_diamond_is_no_circle(host):
    top, left, right, bottom = (hosted(host) for _ in range(4))
    for parent, child in [(top, left), (top, right), (left, bottom), (right, bottom)]:
        actions.draw(actor=actor_for(host), child=child, parent=parent)
    assert set(ids_above([bottom.pk])) == {top.pk, left.pk, right.pk}
    assert set(ids_below([top.pk])) == {left.pk, right.pk, bottom.pk}


def test_drawing_twice_is_drawing_once_and_can_change_required(host):
    child, parent, actor = hosted(host), hosted(host), None
    actor = actor_for(host)
    first = actions.draw(actor=actor, child=child, parent=parent)
    assert actions.draw(actor=actor, child=child, parent=parent) == first
    assert actions.draw(actor=actor, child=child, parent=parent, required=True).required
    assert Edge.objects.count() == 1
    assert Activity.objects.filter(verb=Verb.EDGE_ADDED).count() == 2


@pytest.mark.parametrize(
    ("in_child", "in_parent", "required", "allowed"),
    [
        (Role.HOST, Role.MEMBER, False, True),
        (Role.HOST, Role.MEMBER, True, False),
        (Role.HOST, Role.FACILITATOR, True, True),
        (Role.HOST, Role.GUEST, False, False),
        (Role.FACILITATOR, Role.HOST, False, False),
        (Role.HOST, None, False, False),
    ],
)
def test_both_sides_must_want_it(in_child, in_parent, required, allowed):
    child, parent = make_community(host=make_person()), make_community(host=make_person())
    person = make_member(child, in_child)
    if in_parent:
        make_member(parent, in_parent, person=person)
    if allowed:
        actions.draw(actor=actor_for(person), child=child, parent=parent, required=required)
    else:
        with pytest.raises(Refusal):
            actions.draw(actor=actor_for(person), child=child, parent=parent, required=required)
    assert Edge.objects.exists() is allowed


@pytest.mark.parametrize("side", ["child", "parent"])
def test_hosts_of_either_side_take_an_edge_away_and_nobody_loses_a_membership(side):
    child, parent = make_community(host=make_person()), make_community(host=make_person())
    edge = connect(parent, child, required=True)
    member = actor_in(child)
    actor = actor_in(child if side == "child" else parent, Role.HOST)
    actions.erase(actor=actor, edge=edge)
    actions.erase(actor=actor, edge=edge)
    assert not Edge.objects.exists()
    assert again(member).roles
    assert Activity.objects.filter(verb=Verb.EDGE_REMOVED).count() == 1


def test_a_member_takes_no_edge_away():
    child, parent = make_community(), make_community()
    edge = connect(parent, child)
    with pytest.raises(Refusal):
        actions.erase(actor=actor_in(child), edge=edge)
    assert Edge.objects.exists()


def test_children_are_put_in_order(host):
    parent = hosted(host)
    edges = [connect(parent, hosted(host)) for _ in range(3)]
    actor = actor_for(host)
    actions.arrange(actor=actor, parent=parent, edge=edges[2], step=-1)
    assert [row.pk for row in Edge.objects.filter(parent=parent)] == [edges[0].pk, edges[2].pk, edges[1].pk]
    actions.arrange(actor=actor, parent=parent, edge=edges[0], step=-1)  # is first already
    assert Edge.objects.filter(parent=parent).first() == edges[0]
