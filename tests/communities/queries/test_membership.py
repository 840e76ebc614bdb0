import pytest
from tests.factories.communities import HIDDEN, actor_in, connect, make_charter, make_community, make_member, outsider
from tests.factories.people import log_in, make_account, make_person, make_placeholder

from gilde.communities import exports
from gilde.communities.actions import charter as charter_actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, Role
from gilde.communities.models import Membership
from gilde.communities.queries.membership import asked_at, named_to, reached, vouches
from gilde.core.actor import VISITOR
from gilde.core.exports import parts
from gilde.people.actions.person import offer_claim as offer
from gilde.people.enums import PersonState
from gilde.people.queries.actor import actor_for
from gilde.people.rules.claim import person_behind
from gilde.people.rules.person import offer_claim


def test_faces_of_hosts_and_of_who_asks_to_join_are_shown_where_their_names_are():
    host, asker, member = make_person(), make_person(), make_person()
    community = make_community(joining=Joining.REQUEST, host=host)
    make_member(community, person=member)
    request_actions.ask(actor=actor_for(asker), community=community, answers={})
    ids = [host.pk, asker.pk, member.pk]
    assert named_to(outsider(), ids) == {host.pk}
    assert named_to(actor_for(host), ids) == {host.pk, asker.pk}
    assert named_to(VISITOR, ids) == set()


def test_the_host_of_a_hidden_community_is_shown_to_nobody_outside():
    host = make_person()
    make_community(audience=HIDDEN, host=host)
    assert named_to(outsider(), [host.pk]) == set()


@pytest.mark.parametrize(("role", "vouched"), [(Role.HOST, True), (Role.FACILITATOR, True), (Role.MEMBER, False)])
def test_who_decides_on_coming_in_lets_an_imported_member_claim_their_place(role, vouched):
    community, placeholder = make_community(), make_placeholder()
    make_member(community, person=placeholder)
    actor = actor_in(community, role)
    assert vouches(actor, placeholder) is vouched
    assert offer_claim.allows(actor, placeholder) is vouched
    assert not vouches(actor_in(make_community(), Role.HOST), placeholder)


def test_a_host_of_one_community_opens_no_other_by_handing_out_a_placeholder():
    mine, hidden, placeholder = make_community(), make_community(audience=HIDDEN), make_placeholder()
    for place in (mine, hidden):
        make_member(place, person=placeholder)
    host = actor_in(mine, Role.HOST)
    assert not vouches(host, placeholder)
    connect(hidden, mine, required=True)  # now joining mine joins the other anyway
    assert vouches(host, placeholder)


def test_a_claim_link_opens_nothing_that_the_placeholder_was_brought_into_since():
    mine, placeholder = make_community(), make_placeholder()
    make_member(mine, person=placeholder)
    token = offer(actor=actor_in(mine, Role.HOST), person=placeholder)
    assert person_behind(token) == placeholder
    hidden = make_community(audience=HIDDEN)
    make_member(hidden, person=placeholder)
    assert person_behind(token) is None
    assert log_in(make_person()).post(f"/claim/{token}/").status_code == 404
    Membership.objects.filter(person=placeholder, community=hidden).delete()
    assert person_behind(token) == placeholder


def test_a_claim_link_ends_with_the_role_of_who_handed_it_out():
    mine, placeholder = make_community(host=make_person()), make_placeholder()
    make_member(mine, person=placeholder)
    host = actor_in(mine, Role.HOST)
    token = offer(actor=host, person=placeholder)
    Membership.objects.filter(person=host.person_id, community=mine).update(role=Role.MEMBER)
    assert person_behind(token) is None


def test_a_claim_link_of_an_operator_works_wherever_the_profile_belongs():
    placeholder, account = make_placeholder(), make_account(is_superuser=True)
    operator = make_person(account=account)
    token = offer(actor=actor_for(operator, account), person=placeholder)
    make_member(make_community(audience=HIDDEN), person=placeholder)
    assert person_behind(token) == placeholder


def test_who_does_not_give_roles_hands_out_no_placeholder_with_a_role():
    community, placeholder = make_community(), make_placeholder()
    make_member(community, Role.HOST, person=placeholder)
    assert not vouches(actor_in(community, Role.FACILITATOR), placeholder)
    assert vouches(actor_in(community, Role.HOST), placeholder)


def test_what_this_room_holds_goes_along_with_the_person():
    person = make_person()
    community = make_community("Care", joining=Joining.REQUEST, host=make_person())
    charter = make_charter(community, "- Kind")
    request = request_actions.ask(actor=actor_for(person), community=community, answers={}, charters=[charter.pk])
    request_actions.accept(actor=actor_in(community, Role.HOST), request=request, note="Welcome")
    charter_actions.accept(actor=actor_for(person), community=community, charter_id=charter.pk)
    found = {part.name: list(part.rows) for part in exports.export(person.pk)}
    assert found["communities"][0]["community"] == "Care"
    assert found["requests-to-join"][0]["note"] == "Welcome"
    assert found["agreements"][0]["version"] == 1
    assert not found["invitations"]
    assert "communities" in {getattr(part, "name", "") for part in parts(person.pk)}


def test_a_message_reaches_who_has_an_account_and_is_here_besides_the_one_who_writes():
    community, other = make_community(), make_community()
    host = make_member(community, Role.HOST, person=make_person(with_account=True))
    for person in (
        make_person(with_account=True),
        make_person(with_account=True),
        make_person(with_account=True, state=PersonState.DEACTIVATED),
        make_placeholder(),
    ):
        make_member(community, person=person)
    assert reached(actor_for(host, host.account), [community.pk, other.pk]) == {community.pk: 2, other.pk: 0}


def test_who_waits_at_the_door_is_told_to_those_who_decide():
    community = make_community(joining=Joining.REQUEST)
    for _ in range(2):
        request_actions.ask(actor=outsider(), community=community, answers={})
    host, member = actor_in(community, Role.HOST), actor_in(community, Role.MEMBER)
    assert [(place.slug, place.asking) for place in asked_at(host)] == [(community.slug, 2)]
    assert asked_at(member) == []
    assert asked_at(VISITOR) == []


def test_home_leads_a_host_to_the_requests():
    community = make_community(joining=Joining.REQUEST, name="Bridge builders")
    host = make_person()
    make_member(community, Role.HOST, person=host)
    request_actions.ask(actor=outsider(), community=community, answers={})
    page = log_in(host).get("/").content.decode()
    assert f'href="/c/{community.slug}/requests/"' in page
    assert "Someone asks to join Bridge builders." in page
