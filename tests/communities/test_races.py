"""Many requests at the same instant, on a real database file or server: each act happens exactly as often as it may."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.factories.communities import actor_in, counted, make_community, make_member, membership_of, outsider
from tests.factories.people import make_person

from gilde.communities.actions import charter as charter_actions
from gilde.communities.actions import community as community_actions
from gilde.communities.actions import edge as edge_actions
from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.actions import membership as membership_actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import CommunityKind, Joining, RequestState, Role, Verb
from gilde.communities.models import Community, Edge, Invitation, InvitationUse, JoinRequest, Membership
from gilde.communities.queries.graph import ids_above
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal
from gilde.people.queries.actor import actor_for

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts in threads of their own, started together; refusals and results in order."""
    results: list[Any] = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = acts[index]()
        except Refusal as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refused(results: list[Any]) -> int:
    return sum(isinstance(result, Refusal) for result in results)


def test_twenty_people_use_a_link_for_one_and_one_comes_in():
    community = make_community(joining=Joining.INVITATION, host=make_person())
    link = invitation_actions.make_link(actor=actor_in(community), community=community, max_uses=1)
    actors = [outsider() for _ in range(20)]
    results = at_once(*(lambda a=actor: invitation_actions.accept(actor=a, invitation=link) for actor in actors))
    assert refused(results) == 19
    assert Invitation.objects.get().uses == InvitationUse.objects.count() == 1
    assert counted(community) == (3, 3)


def test_one_person_uses_a_link_eight_times_and_counts_once():
    community = make_community(joining=Joining.INVITATION, host=make_person())
    link = invitation_actions.make_link(actor=actor_in(community), community=community, max_uses=5)
    actor = outsider()
    results = at_once(*[lambda: invitation_actions.accept(actor=actor, invitation=link)] * 8)
    assert refused(results) == 0
    assert Invitation.objects.get().uses == 1
    assert counted(community) == (3, 3)


def test_joining_eight_times_at_once_is_joining_once():
    community, actor = make_community(host=make_person()), outsider()
    at_once(*[lambda: membership_actions.join(actor=actor, community=community)] * 8)
    assert counted(community) == (2, 2)
    assert Activity.objects.filter(verb=Verb.MEMBER_JOINED, actor_id=actor.person_id).count() == 1


def test_twelve_people_joining_at_once_are_all_counted():
    community = make_community(host=make_person())
    actors = [outsider() for _ in range(12)]
    at_once(*(lambda a=actor: membership_actions.join(actor=a, community=community) for actor in actors))
    assert counted(community) == (13, 13)


def test_two_hosts_who_leave_at_once_leave_one_host():
    first, second = make_person(), make_person()
    community = make_community(host=first)
    make_member(community, Role.HOST, person=second)
    results = at_once(
        *(
            lambda p=person: membership_actions.leave(actor=actor_for(p), community=community)
            for person in (first, second)
        )
    )
    assert refused(results) == 1
    assert Membership.objects.filter(community=community, role=Role.HOST).count() == 1


def test_two_hosts_who_step_down_each_other_at_once_leave_one_host():
    first, second = make_person(), make_person()
    community = make_community(host=first)
    make_member(community, Role.HOST, person=second)
    rows = [membership_of(community, actor_for(person)) for person in (first, second)]
    actors = [actor_for(second), actor_for(first)]
    results = at_once(
        *(
            lambda a=actor, r=row: membership_actions.appoint(actor=a, membership=r, role=Role.MEMBER)
            for actor, row in zip(actors, rows, strict=True)
        )
    )
    assert refused(results) == 1
    assert Membership.objects.filter(community=community, role=Role.HOST).count() == 1


def test_edges_drawn_at_once_never_close_a_circle():
    host = make_person()
    ring = [make_community(host=host) for _ in range(4)]
    actor = actor_for(host)
    pairs = [(ring[number], ring[(number + 1) % 4]) for number in range(4)]
    results = at_once(
        *(lambda p=parent, c=child: edge_actions.draw(actor=actor, child=c, parent=p) for parent, child in pairs)
    )
    assert refused(results) == 1
    assert Edge.objects.count() == 3
    assert all(place.pk not in ids_above([place.pk]) for place in ring)


def test_eight_requests_at_once_are_one_request():
    community, actor = make_community(joining=Joining.REQUEST, host=make_person()), outsider()
    at_once(*[lambda: request_actions.ask(actor=actor, community=community, answers={}, client_id=uuid.uuid4())] * 8)
    community.refresh_from_db()
    assert (JoinRequest.objects.count(), community.open_request_count) == (1, 1)


def test_a_yes_and_a_no_at_once_are_one_decision():
    community = make_community(joining=Joining.REQUEST, host=make_person())
    host, actor = actor_in(community, Role.HOST), outsider()
    request = request_actions.ask(actor=actor, community=community, answers={})
    at_once(
        *[
            lambda: request_actions.accept(actor=host, request=JoinRequest.objects.get(pk=request.pk)),
            lambda: request_actions.decline(actor=host, request=JoinRequest.objects.get(pk=request.pk)),
        ]
    )
    request.refresh_from_db()
    community.refresh_from_db()
    belongs = Membership.objects.filter(person_id=actor.person_id).exists()
    assert belongs is (request.state == RequestState.ACCEPTED)
    assert community.open_request_count == 0


def test_founding_eight_times_with_one_client_id_founds_once():
    actor, client_id = outsider(), uuid.uuid4()
    results = at_once(
        *[
            lambda: community_actions.found(
                actor=actor, kind=CommunityKind.TEAM, name="One", charter="- Kind", client_id=client_id
            )
        ]
        * 8
    )
    assert len({result.pk for result in results}) == 1
    assert Community.objects.count() == Membership.objects.count() == 1
    assert counted(Community.objects.get()) == (1, 1)


def test_communities_of_one_name_founded_at_once_get_an_address_each():
    actors = [outsider() for _ in range(5)]
    results = at_once(
        *(lambda a=actor: community_actions.found(actor=a, kind=CommunityKind.TEAM, name="Same") for actor in actors)
    )
    assert len({result.slug for result in results}) == 5


def test_charters_published_at_once_get_a_number_each():
    community = make_community(host=make_person())
    host = actor_in(community, Role.HOST)
    at_once(
        *(
            lambda t=f"Text {number}": charter_actions.publish(actor=host, community=community, text=t)
            for number in range(5)
        )
    )
    assert sorted(community.charters.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
