import pytest
from tests.factories.communities import (
    HIDDEN,
    actor_in,
    again,
    connect,
    counted,
    make_charter,
    make_community,
    make_member,
    membership_of,
    outsider,
)
from tests.factories.people import affiliate, make_organisation, make_person

from gilde.communities.actions import membership as actions
from gilde.communities.enums import Joining, Role, Verb
from gilde.communities.models import CharterAcceptance, JoinRequest, Membership
from gilde.communities.rules.membership import Way
from gilde.communities.rules.membership import join as join_rule
from gilde.core.actor import SYSTEM, VISITOR
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.core.models.activity import Activity
from gilde.core.rules import Refusal
from gilde.people.enums import PersonState
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for


def test_joining_an_open_community_counts_and_is_written_down():
    community, actor = make_community(), outsider()
    membership = actions.join(actor=actor, community=community)
    assert (membership.role, counted(community)) == (Role.MEMBER, (1, 1))
    [row] = Activity.objects.filter(verb=Verb.MEMBER_JOINED)
    assert (row.actor_id, row.community_id, row.data["person"]) == (actor.person_id, community.pk, actor.person_id)


def test_joining_twice_is_joining_once():
    community, actor = make_community(), outsider()
    first = actions.join(actor=actor, community=community)
    assert actions.join(actor=actor, community=community) == first  # as two tabs would: the actor still looks outside
    assert actions.join(actor=again(actor), community=community) == first
    assert counted(community) == (1, 1)
    assert Activity.objects.filter(verb=Verb.MEMBER_JOINED).count() == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"joining": Joining.REQUEST}, "request"),
        ({"joining": Joining.INVITATION}, "invitation"),
        ({"audience": HIDDEN}, "invitation"),
        ({"archived_at": now()}, "archived"),
        ({"inter_company": True}, "organisations"),
    ],
)
def test_a_closed_door_says_why(values, word):
    community, actor = make_community(**values), outsider()
    with pytest.raises(Refusal, match=word):
        actions.join(actor=actor, community=community)
    assert counted(community) == (0, 0)


def test_a_visitor_logs_in_first():
    with pytest.raises(Refusal, match="Log in"):
        actions.join(actor=VISITOR, community=make_community())


def test_people_of_the_right_organisation_walk_into_an_inter_company_community():
    community, organisation, person = make_community(inter_company=True), make_organisation(), make_person()
    community.organisations.add(organisation)
    affiliate(person, organisation)
    actions.join(actor=actor_for(person), community=community)
    assert counted(community) == (1, 1)


# ── charter ──────────────────────────────────────────────────────────────────
def test_who_joins_accepts_the_charter_in_force():
    community, actor = make_community(), outsider()
    old, new = make_charter(community), make_charter(community, "New words.")
    for accepted in [(), (old.pk,)]:
        with pytest.raises(Refusal, match="agreements"):
            actions.join(actor=actor, community=community, charters=accepted)
    membership = actions.join(actor=actor, community=community, charters=[new.pk])
    assert membership.charter_seen == new
    assert CharterAcceptance.objects.filter(charter=new, person_id=actor.person_id).count() == 1


# ── required parents ─────────────────────────────────────────────────────────
def test_joining_a_child_joins_the_parents_it_needs_all_the_way_up():
    top, middle, child, loose = (make_community(name) for name in ("Top", "Middle", "Child", "Loose"))
    connect(top, middle, required=True)
    connect(middle, child, required=True)
    connect(loose, child)
    actor = outsider()
    actions.join(actor=actor, community=child)
    assert set(again(actor).roles) == {top.pk, middle.pk, child.pk}
    assert [counted(place) for place in (top, middle, child, loose)] == [(1, 1)] * 3 + [(0, 0)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"joining": Joining.REQUEST}, "“Top”, where the hosts decide"),
        ({"joining": Joining.INVITATION}, "“Top”, and that takes an invitation"),
        ({"archived_at": now()}, "archived"),
    ],
)
def test_a_child_whose_parent_is_closed_cannot_be_joined_and_says_so(values, words):
    top, child = make_community("Top", **values), make_community("Child")
    connect(top, child, required=True)
    actor = outsider()
    with pytest.raises(Refusal, match=words):
        actions.join(actor=actor, community=child)
    assert not again(actor).roles


def test_the_reason_never_names_a_parent_the_person_may_not_know():
    top, child = make_community("Secret board", audience=HIDDEN), make_community("Child")
    connect(top, child, required=True)
    reason = join_rule.reason(outsider(), child, [top])
    assert reason
    assert "Secret" not in reason


def test_who_is_vouched_for_comes_into_a_closed_parent_too_but_not_into_an_archived_one():
    top, child = make_community(joining=Joining.INVITATION), make_community()
    assert join_rule.allows(outsider(), child, [top], Way.VOUCHED)
    top.archived_at = now()
    assert not join_rule.allows(outsider(), child, [top], Way.VOUCHED)


def test_who_belongs_to_the_closed_parent_already_joins_the_child():
    top, child = make_community(joining=Joining.INVITATION), make_community()
    connect(top, child, required=True)
    actor = actor_in(top, Role.GUEST)
    actions.join(actor=actor, community=child)
    assert again(actor).roles == {top.pk: Role.GUEST, child.pk: Role.MEMBER}


def test_one_refused_charter_joins_nothing():
    top, child = make_community(), make_community()
    connect(top, child, required=True)
    mine, theirs = make_charter(child), make_charter(top)
    actor = outsider()
    with pytest.raises(Refusal):
        actions.join(actor=actor, community=child, charters=[mine.pk])
    assert not again(actor).roles
    actions.join(actor=actor, community=child, charters=[mine.pk, theirs.pk])
    assert len(again(actor).roles) == 2


# ── leaving ──────────────────────────────────────────────────────────────────
def test_leaving_counts_and_twice_is_once():
    community = make_community(host=make_person())
    actor = actor_in(community)
    assert actions.leave(actor=actor, community=community) == [community]
    assert actions.leave(actor=actor, community=community) == []
    assert counted(community) == (1, 1)
    assert Activity.objects.filter(verb=Verb.MEMBER_LEFT).count() == 1


def test_leaving_a_parent_leaves_the_children_that_need_it():
    host = make_person()
    top, child, loose = make_community(host=host), make_community(host=host), make_community(host=host)
    connect(top, child, required=True)
    connect(top, loose)
    actor = outsider()
    for place in (child, loose):
        actions.join(actor=actor, community=place)
    left = actions.leave(actor=again(actor), community=top)
    assert {place.pk for place in left} == {top.pk, child.pk}
    assert set(again(actor).roles) == {loose.pk}


def test_the_last_host_names_another_first():
    host = make_person()
    community = make_community("Care", host=host)
    member = make_member(community)
    with pytest.raises(Refusal, match="only host of “Care”"):
        actions.leave(actor=actor_for(host), community=community)
    row = Membership.objects.select_related("community").get(person=member)
    actions.appoint(actor=actor_for(host), membership=row, role=Role.HOST)
    actions.leave(actor=actor_for(host), community=community)
    assert counted(community) == (1, 1)


def test_leaving_a_parent_is_refused_while_one_hosts_a_child_alone():
    top, child, host = make_community(host=make_person()), make_community("Child"), make_person()
    connect(top, child, required=True)
    make_member(top, person=host)
    make_member(child, Role.HOST, person=host)
    with pytest.raises(Refusal, match="only host of “Child”"):
        actions.leave(actor=actor_for(host), community=top)
    assert len(actor_for(host).roles) == 2


def test_an_archived_community_can_be_left_by_its_last_host():
    host = make_person()
    community = make_community(host=host, archived_at=now())
    actions.leave(actor=actor_for(host), community=community)
    assert counted(community) == (0, 0)


# ── removing and appointing ──────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("by", "whom", "allowed"),
    [
        (Role.HOST, Role.MEMBER, True),
        (Role.HOST, Role.HOST, True),
        (Role.FACILITATOR, Role.MEMBER, True),
        (Role.FACILITATOR, Role.FACILITATOR, True),
        (Role.FACILITATOR, Role.HOST, False),
        (Role.MEMBER, Role.GUEST, False),
        (Role.GUEST, Role.GUEST, False),
    ],
)
def test_who_removes_whom(by, whom, allowed):
    community = make_community(host=make_person())
    actor, target = actor_in(community, by), actor_in(community, whom)
    if allowed:
        actions.remove(actor=actor, membership=membership_of(community, target))
        assert not again(target).roles
        assert Activity.objects.filter(verb=Verb.MEMBER_REMOVED).count() == 1
    else:
        with pytest.raises(Refusal):
            actions.remove(actor=actor, membership=membership_of(community, target))
        assert again(target).roles
    assert counted(community)[0] == counted(community)[1]


@pytest.mark.parametrize(("audience", "named"), [(HIDDEN, False), (Audience.MEMBERS, True)])
def test_who_alone_hosts_a_community_within_stays_and_a_hidden_one_is_not_named(audience, named):
    top = make_community("Top", host=make_person())
    child = make_community("Secret course", audience=audience)
    connect(top, child, required=True)
    anna = make_person("Anna")
    make_member(top, person=anna)
    make_member(child, Role.HOST, person=anna)
    host = actor_in(top, Role.HOST)
    with pytest.raises(Refusal, match="Anna is the only host") as refused:
        actions.remove(actor=host, membership=membership_of(top, actor_for(anna)))
    assert ("Secret course" in refused.value.reason) is named
    assert set(actor_for(anna).roles) == {top.pk, child.pk}


def test_nobody_removes_themselves():
    community = make_community(host=make_person())
    host = actor_in(community, Role.HOST)
    with pytest.raises(Refusal, match="Leave"):
        actions.remove(actor=host, membership=membership_of(community, host))


def test_the_last_host_stays_host():
    host = make_person()
    community = make_community(host=host)
    row = membership_of(community, actor_for(host))
    with pytest.raises(Refusal, match="at least one host"):
        actions.appoint(actor=actor_for(host), membership=row, role=Role.MEMBER)
    assert membership_of(community, actor_for(host)).role == Role.HOST


def test_giving_the_role_somebody_has_changes_nothing():
    community = make_community(host=make_person())
    host, member = actor_in(community, Role.HOST), actor_in(community)
    row = membership_of(community, member)
    actions.appoint(actor=host, membership=row, role=Role.MEMBER)
    assert not Activity.objects.filter(verb=Verb.ROLE_CHANGED).exists()
    actions.appoint(actor=host, membership=row, role=Role.FACILITATOR)
    [written] = Activity.objects.filter(verb=Verb.ROLE_CHANGED)
    assert (written.data["from"], written.data["to"]) == ("member", "facilitator")


def test_only_hosts_give_roles():
    community = make_community(host=make_person())
    member = actor_in(community)
    for role in (Role.FACILITATOR, Role.MEMBER, Role.GUEST):
        with pytest.raises(Refusal, match="Only hosts"):
            actions.appoint(
                actor=actor_in(community, role), membership=membership_of(community, member), role=Role.HOST
            )


# ── enrolling and erasing ────────────────────────────────────────────────────
def test_enrolling_again_keeps_the_role_and_answers_no():
    community, person = make_community(), make_person()
    assert actions.enrol(actor=SYSTEM, person_id=person.pk, community=community, role=Role.HOST)
    assert not actions.enrol(actor=SYSTEM, person_id=person.pk, community=community, role=Role.GUEST)
    assert actor_for(person).roles == {community.pk: Role.HOST}
    assert counted(community) == (1, 1)


def test_who_is_erased_belongs_nowhere_and_a_community_keeps_a_host():
    host, community = make_person(with_account=True), make_community(joining=Joining.REQUEST)
    make_member(community, Role.HOST, person=host)
    make_member(community, Role.FACILITATOR)  # imported: no account, so nobody who could host
    make_member(community, Role.FACILITATOR, person=make_person(with_account=True, state=PersonState.DEACTIVATED))
    heir = make_member(community, Role.MEMBER, person=make_person(with_account=True))
    other = make_community(joining=Joining.REQUEST, host=make_person())
    JoinRequest.objects.create(community=other, person=host)
    other.open_request_count = 1
    other.save()
    actions.end_all(person_id=host.pk)
    assert not Membership.objects.filter(person=host).exists()
    assert Membership.objects.get(person=heir).role == Role.HOST
    other.refresh_from_db()
    assert other.open_request_count == 0
    assert counted(community) == (3, 3)


def test_erasing_an_account_leaves_every_community():
    from django.db import transaction

    from gilde.core import activity
    from gilde.people.enums import Verb as PeopleVerb

    person = make_person()
    community = make_community(host=make_person())
    make_member(community, person=person)
    with transaction.atomic():
        activity.record(PeopleVerb.ERASED, actor=SYSTEM, target=Person.objects.get(pk=person.pk))
    assert counted(community) == (1, 1)
