"""Who knows that a community exists, who reads what is inside, and who sees who belongs: the complete table."""

import itertools

import pytest
from tests.factories.communities import (
    AUDIENCES,
    HIDDEN,
    MEMBERS,
    PUBLIC,
    actor_in,
    make_community,
    make_member,
    outsider,
)
from tests.factories.people import affiliate, make_organisation, make_person

from gilde.communities.actions.invitation import invite_by_mail, revoke
from gilde.communities.enums import Joining, Role
from gilde.communities.models import Community, Invitation, Membership
from gilde.core.actor import SYSTEM, VISITOR
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

KINDS = ["visitor", "outsider", "invited", "affiliated", "guest", "member", "facilitator", "host"]


def somebody(kind, community):
    if kind == "visitor":
        return VISITOR
    if kind in {"guest", "member", "facilitator", "host"}:
        return actor_in(community, Role(kind))
    person = make_person(with_account=True)
    if kind == "invited":
        host = actor_in(community, Role.HOST)
        invite_by_mail(actor=host, community=community, addresses=[person.account.email])
    if kind == "affiliated":
        for organisation in community.organisations.all():
            affiliate(person, organisation)
    return actor_for(person)


CASES = [
    case
    for case in itertools.product(AUDIENCES, KINDS, [False, True])
    if not (case[0] == PUBLIC and case[2])  # the database refuses a public community for certain organisations
]


@pytest.mark.parametrize(("audience", "kind", "inter"), CASES)
def test_who_knows_a_community_and_who_reads_it(audience, kind, inter):
    community = make_community(audience=audience, inter_company=inter, joining=Joining.INVITATION)
    if inter:
        community.organisations.add(make_organisation())
    actor = somebody(kind, community)
    belongs = kind in {"guest", "member", "facilitator", "host"}
    knows = {
        PUBLIC: True,
        MEMBERS: belongs or kind == "invited" or ((kind == "affiliated" or not inter) and kind != "visitor"),
        HIDDEN: belongs or kind == "invited",
    }[audience]
    assert Community.objects.visible_to(actor).filter(pk=community.pk).exists() is knows
    reads = belongs or audience == PUBLIC
    assert Community.objects.readable_by(actor).filter(pk=community.pk).exists() is reads


def test_an_invitation_taken_back_hides_the_community_again():
    community = make_community(audience=HIDDEN)
    person = make_person(with_account=True)
    host = actor_in(community, Role.HOST)
    [invitation] = invite_by_mail(actor=host, community=community, addresses=[person.account.email])
    assert Community.objects.visible_to(actor_for(person)).filter(pk=community.pk).exists()
    revoke(actor=host, invitation=invitation)
    assert not Community.objects.visible_to(actor_for(person)).filter(pk=community.pk).exists()


def test_a_former_affiliation_shows_nothing():
    from datetime import timedelta

    from gilde.core.clock import now

    community = make_community(audience=MEMBERS, inter_company=True)
    organisation = make_organisation()
    community.organisations.add(organisation)
    person = make_person()
    affiliate(person, organisation, ended_on=(now() - timedelta(days=2)).date())
    assert not Community.objects.visible_to(actor_for(person)).exists()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_belongs_is_seen_by_who_reads(audience):
    community = make_community(audience=audience)
    member, host = make_member(community), make_member(community, Role.HOST)
    seen = set(Membership.objects.visible_to(outsider()).values_list("person_id", flat=True))
    assert seen == ({member.pk, host.pk} if audience == PUBLIC else set())
    inside = set(Membership.objects.visible_to(actor_for(member)).values_list("person_id", flat=True))
    assert inside == {member.pk, host.pk}


def test_a_visitor_sees_hosts_of_public_places_whose_profile_is_public():
    community = make_community(audience=PUBLIC)
    public = make_member(community, Role.HOST, person=make_person(audience=PUBLIC))
    make_member(community, Role.HOST)
    make_member(community, person=make_person(audience=PUBLIC))
    assert [row.person_id for row in Membership.objects.visible_to(VISITOR)] == [public.pk]


def test_somebody_who_is_away_is_in_no_list():
    community = make_community()
    away = make_member(community)
    Person.objects.filter(pk=away.pk).update(state="deactivated")
    member = actor_in(community)
    assert away.pk not in Membership.objects.visible_to(member).values_list("person_id", flat=True)


def test_the_system_sees_all():
    for audience in AUDIENCES:
        make_community(audience=audience)
    assert Community.objects.visible_to(SYSTEM).count() == Community.objects.readable_by(SYSTEM).count() == 3


def test_invitations_are_seen_by_who_made_them_and_who_decides():
    community = make_community()
    host, maker, other = actor_in(community, Role.HOST), actor_in(community), actor_in(community)
    invite_by_mail(actor=maker, community=community, addresses=["someone@example.org"])
    assert Invitation.objects.visible_to(maker).count() == 1
    assert Invitation.objects.visible_to(host).count() == 1
    assert Invitation.objects.visible_to(other).count() == 0
    assert Invitation.objects.visible_to(outsider()).count() == 0
    assert Invitation.objects.visible_to(VISITOR).count() == 0
