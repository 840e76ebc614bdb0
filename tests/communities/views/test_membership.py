"""What people do through the pages: joining and leaving, members. What they typed stays when it fails."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.communities.pages import text
from tests.factories.communities import (
    browser,
    connect,
    make_charter,
    make_community,
    make_member,
    outsider,
)
from tests.factories.people import make_person, make_placeholder

from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, RequestState, RestrictionKind, Role
from gilde.communities.models import (
    Community,
    Invitation,
    JoinRequest,
    Membership,
    Restriction,
)
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.people.models import Person
from gilde.people.queries.actor import actor_for

LONG = "x" * 200_000


# ── joining and leaving ───────────────────────────────────────────────────────
def test_joining_shows_the_agreements_and_asks_to_accept_them():
    community = make_community(host=make_person(), welcome="Hello", welcome_html="<p>Hello</p>")
    charter = make_charter(community, "We listen.")
    client = browser(make_person())
    address = f"/c/{community.slug}/join/"
    assert "We listen." in text(client.get(address))
    refused = client.post(address, {"charters": charter.pk})
    assert refused.status_code == 422
    assert "tick the box to accept" in text(refused)
    answer = client.post(address, {"charters": charter.pk, "accept": "on"})
    assert answer["Location"] == f"/c/{community.slug}/about/#welcome"
    assert "Hello" in text(client.get(answer["Location"]))
    assert client.post(address, {"charters": charter.pk, "accept": "on"}).status_code == 302
    assert Membership.objects.filter(community=community).count() == 2


def test_agreements_that_changed_meanwhile_are_shown_again():
    community = make_community(host=make_person())
    old = make_charter(community, "Old words.")
    client = browser(make_person())
    make_charter(community, "New words.")
    answer = client.post(f"/c/{community.slug}/join/", {"charters": old.pk, "accept": "on"})
    assert answer.status_code == 422
    assert "New words." in text(answer)
    assert "changed while you were reading" in text(answer)
    assert not Membership.objects.filter(community=community).exclude(role=Role.HOST).exists()


@pytest.mark.parametrize("ticked", [True, False])
def test_who_reads_agreements_that_changed_meanwhile_accepts_them_on_the_page_that_says_so(ticked):
    community = make_community(joining=Joining.REQUEST, host=make_person())
    old, question = make_charter(community, "Old words."), community.join_questions.create(text="Why?")
    anna = make_person()
    client, address = browser(anna), f"/c/{community.slug}/join/"
    new = make_charter(community, "New words.")
    sent = {"charters": old.pk, f"answer_{question.pk}": "To learn."} | ({"accept": "on"} if ticked else {})
    shown = text(client.post(address, sent))
    assert f'name="charters" value="{new.pk}"' in shown
    assert not re.search(r'name="accept"[^>]*checked', shown)
    assert "To learn." in shown
    again = {"charters": new.pk, "accept": "on", f"answer_{question.pk}": "To learn."}
    assert client.post(address, again).status_code == 302
    assert JoinRequest.objects.get(person=anna).charters == [new.pk]


@pytest.mark.parametrize("charters", ["", "x", "770001,2x,,", "9" * 40, "770001," * 5000])
def test_nonsense_for_the_accepted_charters_is_no_error(charters):
    community = make_community(host=make_person())
    make_charter(community)
    answer = browser(make_person()).post(f"/c/{community.slug}/join/", {"charters": charters, "accept": "on"})
    assert answer.status_code in {200, 422}
    assert Membership.objects.count() == 1


def test_asking_to_join_with_questions_until_the_answer():
    host, person = make_person(), make_person("Noor")
    community = make_community(joining=Joining.REQUEST, host=host)
    request_actions.set_questions(actor=actor_for(host), community=community, questions=[("Why here?", True)])
    [question] = community.join_questions.all()
    client, desk = browser(person), browser(host)
    address = f"/c/{community.slug}/join/"
    assert client.post(address, {f"answer_{question.pk}": " "}).status_code == 422
    assert client.post(address, {f"answer_{question.pk}": "To learn"}).status_code == 302
    assert "Your request is with the hosts" in text(client.get(address))
    page = text(desk.get(f"/c/{community.slug}/requests/"))
    assert "Why here?" in page
    assert "To learn" in page
    request = JoinRequest.objects.get()
    decide = reverse("communities:request", args=[community.slug, request.pk])
    assert desk.post(decide, {"decline": "1", "note": LONG}).status_code == 422
    assert JoinRequest.objects.get().state == RequestState.OPEN
    desk.post(decide, {"decline": "1", "note": "Full for now"})
    assert "Full for now" in text(client.get(address))
    assert "already decided" in text(desk.post(decide, {"accept": "1"}, follow=True))
    assert not actor_for(person).roles


@pytest.mark.parametrize("way", ["accept", "decline"])
def test_a_note_that_is_too_long_stays_where_the_host_wrote_it(way):
    community = make_community(joining=Joining.REQUEST, host=(host := make_person()))
    _other, row = (request_actions.ask(actor=outsider(), community=community, answers={}) for _ in range(2))
    answer = browser(host).post(f"/c/{community.slug}/requests/{row.pk}/", {way: "1", "note": "Dear " * 150})
    assert answer.status_code == 422
    assert text(answer).count('value="Dear Dear') == 1
    assert "at most 500" in text(answer)
    assert [request.state for request in JoinRequest.objects.all()] == [RequestState.OPEN] * 2


def test_a_note_stays_when_the_person_cannot_be_let_in():
    community = make_community(joining=Joining.REQUEST, host=(host := make_person()))
    row = request_actions.ask(actor=outsider(), community=community, answers={})
    Restriction.objects.create(
        person=row.person, community=community, kind=RestrictionKind.REMOVED, until=now() + timedelta(days=3)
    )
    answer = browser(host).post(f"/c/{community.slug}/requests/{row.pk}/", {"accept": "1", "note": "Welcome back!"})
    assert answer.status_code == 422
    assert 'value="Welcome back!"' in text(answer)
    assert "removed for a while" in text(answer)


def test_a_request_tells_nothing_of_a_community_that_became_hidden():
    community = make_community("Choir", joining=Joining.REQUEST, host=make_person())
    actor = outsider()
    request_actions.ask(actor=actor, community=community, answers={})
    client = browser(Person.objects.get(pk=actor.person_id))
    assert "Choir" in text(client.get("/c/"))
    Community.objects.update(audience=Audience.COMMUNITY, name="Secret choir")
    assert "hoir" not in text(client.get("/c/"))


def test_a_request_is_withdrawn_on_its_page():
    community = make_community(joining=Joining.REQUEST, host=make_person())
    person = make_person()
    request = request_actions.ask(actor=actor_for(person), community=community, answers={})
    address = reverse("communities:request_withdraw", args=[community.slug, request.pk])
    assert browser(make_person()).post(address).status_code == 404
    assert browser(person).post(address).status_code == 302
    assert JoinRequest.objects.get().state == RequestState.WITHDRAWN


@pytest.mark.parametrize("joining", [Joining.OPEN, Joining.REQUEST])
@pytest.mark.parametrize("audience", [Audience.COMMUNITY, Audience.MEMBERS])
def test_the_way_into_a_public_community_tells_strangers_nothing_of_a_hidden_parent_that_comes_along(joining, audience):
    top = make_community("Secret board", audience=audience, joining=Joining.OPEN, host=make_person("Hidde Host"))
    make_charter(top, "We speak of the takeover here only.")
    community = make_community("Open house", audience=Audience.PUBLIC, joining=joining, host=make_person())
    connect(top, community, required=True)
    for client, told in ((browser(), False), (browser(make_person()), audience == Audience.MEMBERS)):
        page = text(client.get(f"/c/{community.slug}/join/"))
        for secret in ("Secret board", top.slug, "takeover"):
            assert (secret in page) is told, secret


def test_who_asks_to_join_where_a_hidden_parent_comes_along_reads_its_agreements_once_in():
    top = make_community("Secret board", audience=Audience.COMMUNITY, host=make_person())
    make_charter(top, "We speak of the takeover here only.")
    host = make_person()
    community = make_community("Open house", audience=Audience.PUBLIC, joining=Joining.REQUEST, host=host)
    mine = make_charter(community, "Be kind.")
    connect(top, community, required=True)
    anna = make_person()
    client, address = browser(anna), f"/c/{community.slug}/join/"
    assert "only its members know of" in text(client.get(address))
    assert client.post(address, {"charters": mine.pk, "accept": "on"}).status_code == 302
    request_actions.accept(actor=actor_for(host), request=JoinRequest.objects.get())
    assert set(actor_for(anna).roles) == {community.pk, top.pk}
    assert Membership.objects.get(person=anna, community=top).charter_seen_id is None
    assert Membership.objects.get(person=anna, community=community).charter_seen_id == mine.pk
    assert "Read the agreements first" in text(browser(anna).get(f"/c/{top.slug}/"))


def test_an_invitation_by_name_speaks_of_the_hidden_parent_that_comes_along():
    top = make_community("Secret board", audience=Audience.COMMUNITY, host=make_person())
    host, anna = make_person(), make_person()
    community = make_community("Open house", joining=Joining.INVITATION, host=host)
    connect(top, community, required=True)
    Invitation.objects.create(community=community, kind="mail", digest="x", invitee=anna, created_by=host, max_uses=1)
    client, address = browser(anna), f"/c/{community.slug}/join/"
    assert "Secret board" in text(client.get(address))
    assert client.post(address).status_code == 302
    assert set(actor_for(anna).roles) == {community.pk, top.pk}


def test_leaving_is_one_click_unless_more_would_be_left():
    host, person = make_person(), make_person()
    top, child = make_community("Top", host=host), make_community("Child", host=host)
    connect(top, child, required=True)
    for place in (top, child):
        make_member(place, person=person)
    client = browser(person)
    answer = client.post(f"/c/{top.slug}/leave/")
    assert (answer.status_code, "You will also leave these" in text(answer)) == (200, True)
    assert client.post(f"/c/{child.slug}/leave/").status_code == 302
    assert "Join again" in text(client.get("/c/"))
    assert client.post(f"/c/{top.slug}/leave/").status_code == 302
    assert not actor_for(person).roles


def test_the_last_host_reads_why_leaving_is_not_possible():
    host = make_person()
    community = make_community("Care", host=host)
    answer = browser(host).post(f"/c/{community.slug}/leave/")
    assert answer.status_code == 409
    assert "only host of" in text(answer)


def test_the_page_to_leave_says_beforehand_that_the_last_host_cannot_go_and_what_to_do():
    host, other = make_person(), make_person()
    top, child = make_community("Top", host=other), make_community("Child", host=host)
    connect(top, child, required=True)
    make_member(top, person=host)
    client = browser(host)
    page = text(client.get(f"/c/{top.slug}/leave/"))
    assert "You are the only host of “Child”. Make someone else a host first, or archive it." in page
    assert f'href="/c/{child.slug}/members/"' in page
    assert 'name="sure"' not in page
    make_member(child, person=other, role=Role.HOST)
    page = text(client.get(f"/c/{top.slug}/leave/"))
    assert "only host of" not in page
    assert 'name="sure"' in page


def test_the_last_host_reads_it_in_dutch_too():
    host = make_person()
    community = make_community("Zorg", host=host)
    page = text(browser(host).get(f"/c/{community.slug}/leave/", headers={"accept-language": "nl"}))
    assert "Je kunt nog niet vertrekken" in page
    assert "Geef eerst iemand anders die rol" in page


# ── members ───────────────────────────────────────────────────────────────────
def test_a_host_gives_roles_and_removes_members():
    host, member = make_person(), make_person("Bram")
    community = make_community(host=host)
    make_member(community, person=member)
    row = Membership.objects.get(person=member)
    client, address = browser(host), reverse("communities:member", args=[community.slug, row.pk])
    assert "Bram is now facilitator" in text(client.post(address, {"role": "facilitator"}, follow=True))
    for nonsense in ("emperor", "", "\x00"):
        assert "Choose a role first" in text(client.post(address, {"role": nonsense}, follow=True))
    assert "no longer a member" in text(client.post(address, {"remove": "1"}, follow=True))
    assert client.post(address, {"remove": "1"}).status_code == 404


def test_who_was_imported_and_is_not_here_yet_stands_in_the_list_as_such():
    host = make_person("Ada")
    community = make_community(host=host)
    make_member(community, person=make_person("Bram"))
    client, address = browser(host), reverse("communities:members", args=[community.slug])
    assert "Not here yet" not in text(client.get(address))
    make_member(community, person=make_placeholder("Cora"))
    seen = text(client.get(address))
    assert seen.count("Not here yet") == 1
    assert seen.index("Cora") < seen.index("Not here yet") < seen.index("Bram")


def test_a_member_reads_why_they_give_no_roles():
    community = make_community(host=make_person())
    other = make_member(community)
    row = Membership.objects.get(person=other)
    client = browser(make_member(community))
    page = text(
        client.post(reverse("communities:member", args=[community.slug, row.pk]), {"role": "host"}, follow=True)
    )
    assert "Only hosts" in page


def test_requests_that_wait_stand_where_a_telephone_shows_them():
    host = make_person()
    community = make_community(joining=Joining.REQUEST, host=host)
    address = f"/c/{community.slug}/"

    def tabs():
        return re.findall(rf'href="{address}(\w*)/?"', browser(host).get(f"{address}about/").content.decode())

    def first_of_the_hosts():
        return tabs()[len(tabs()) - tabs()[::-1].index("about")]

    assert first_of_the_hosts() == "care"
    request_actions.ask(actor=outsider(), community=community, answers={})
    assert first_of_the_hosts() == "requests"


def test_a_visitor_is_asked_to_log_in_instead_of_to_search():
    community = make_community("Open garden", audience=Audience.PUBLIC)
    page = browser().get(f"/c/{community.slug}/members/").content.decode()
    assert "Log in to see who else belongs here." in page
    assert 'name="role"' not in page
    assert 'name="role"' in browser(make_member(community)).get(f"/c/{community.slug}/members/").content.decode()
