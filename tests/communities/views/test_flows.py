"""People doing things through the pages: founding, joining, inviting, changing; what they typed stays when it fails."""

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.factories.communities import (
    HIDDEN,
    PUBLIC,
    actor_in,
    browser,
    connect,
    make_charter,
    make_community,
    make_member,
    outsider,
)
from tests.factories.people import affiliate, make_account, make_organisation, make_person

from gilde.communities.actions import ambition as ambition_actions
from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.actions import request as request_actions
from gilde.communities.enums import Joining, RequestState, Role
from gilde.communities.models import (
    Ambition,
    Behaviour,
    Community,
    Edge,
    Invitation,
    InvitationBatch,
    JoinRequest,
    Membership,
    Result,
)
from gilde.people.queries.actor import actor_for

LONG = "x" * 200_000
NASTY = ["a\x00b", LONG]


def text(answer):
    return answer.content.decode()


def picture():
    data = io.BytesIO()
    Image.new("RGB", (1200, 300), "#b9663b").save(data, "PNG")
    return SimpleUploadedFile("cover.png", data.getvalue(), "image/png")


# ── founding ─────────────────────────────────────────────────────────────────
FOUND = {"kind": "team", "name": "Night shift", "purpose": "Sleep", "language": "nl", "audience": "30",
         "joining": "invitation", "charter": "- Be kind"}  # fmt: skip


def test_the_kind_is_chosen_first_and_fills_in_the_form():
    client = browser(make_person())
    page = text(client.get("/c/new/"))
    assert page.count('class="kind"') == 10
    page = text(client.get("/c/new/?kind=business_club"))
    assert "We do not share prices" in page
    assert re.search(r'value="20" checked', page)


def test_a_community_is_founded_with_a_cover_and_a_parent():
    person = make_person()
    parent = make_community()
    make_member(parent, Role.HOST, person=person)
    answer = browser(person).post("/c/new/", {**FOUND, "cover": picture(), "parent": parent.pk, "required": "on"})
    community = Community.objects.get(name="Night shift")
    assert answer["Location"] == f"/c/{community.slug}/invite/"
    assert community.cover_key
    assert Edge.objects.get(child=community, parent=parent).required
    assert actor_for(person).roles[community.pk] == Role.HOST


def test_founding_twice_with_one_form_makes_one():
    client, client_id = browser(make_person()), str(uuid.uuid4())
    first, second = (client.post("/c/new/", {**FOUND, "client_id": client_id}) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Community.objects.count() == 1


@pytest.mark.parametrize("field", ["name", "purpose", "charter"])
@pytest.mark.parametrize("value", NASTY, ids=["nul", "long"])
def test_what_cannot_be_kept_gets_a_sentence_and_the_rest_stays(field, value):
    answer = browser(make_person()).post(
        "/c/new/", {**FOUND, field: value, "purpose" if field != "purpose" else "name": "Kept"}
    )
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert "Kept" in text(answer)
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("audience", "40"), ("audience", "x"), ("joining", ""), ("language", "xx"), ("parent", "999999"), ("parent", "x"),
     ("cover", SimpleUploadedFile("cover.png", b"not a picture", "image/png")), ("name", " \u200b ")],
)  # fmt: skip
def test_choices_that_do_not_exist_are_refused_at_their_field(field, value):
    person = make_person()
    make_member(make_community(), person=person)
    answer = browser(person).post("/c/new/", {**FOUND, field: value})
    assert answer.status_code == 422
    assert "field-error" in text(answer)


def test_an_unknown_kind_leads_back_to_the_kinds():
    answer = browser(make_person()).post("/c/new/", {**FOUND, "kind": "empire"})
    assert (answer.status_code, 'class="kind"' in text(answer)) == (422, True)


def test_a_member_may_not_make_the_membership_of_the_parent_part_of_a_child():
    person = make_person()
    parent = make_community("Top", host=make_person())
    make_member(parent, person=person)
    answer = browser(person).post("/c/new/", {**FOUND, "parent": parent.pk, "required": "on"})
    assert answer.status_code == 422
    assert "Only hosts and facilitators of" in text(answer)


# ── joining and leaving ──────────────────────────────────────────────────────
def test_joining_shows_the_agreements_and_asks_to_accept_them():
    community = make_community(host=make_person(), welcome="Hello", welcome_html="<p>Hello</p>")
    charter = make_charter(community, "We listen.")
    client = browser(make_person())
    address = f"/c/{community.slug}/join/"
    assert "We listen." in text(client.get(address))
    refused = client.post(address, {"charters": charter.pk})
    assert refused.status_code == 422
    assert "tick that you accept" in text(refused)
    answer = client.post(address, {"charters": charter.pk, "accept": "on"})
    assert answer["Location"] == f"/c/{community.slug}/about/"
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
    assert desk.post(decide, {"decline": "1", "note": LONG}).status_code == 302
    assert JoinRequest.objects.get().state == RequestState.OPEN
    desk.post(decide, {"decline": "1", "note": "Full for now"})
    assert "Full for now" in text(client.get(address))
    assert "before you" in text(desk.post(decide, {"accept": "1"}, follow=True))
    assert not actor_for(person).roles


def test_a_request_is_withdrawn_on_its_page():
    community = make_community(joining=Joining.REQUEST, host=make_person())
    person = make_person()
    request = request_actions.ask(actor=actor_for(person), community=community, answers={})
    address = reverse("communities:request_withdraw", args=[community.slug, request.pk])
    assert browser(make_person()).post(address).status_code == 404
    assert browser(person).post(address).status_code == 302
    assert JoinRequest.objects.get().state == RequestState.WITHDRAWN


def test_leaving_is_one_click_unless_more_would_be_left():
    host, person = make_person(), make_person()
    top, child = make_community("Top", host=host), make_community("Child", host=host)
    connect(top, child, required=True)
    for place in (top, child):
        make_member(place, person=person)
    client = browser(person)
    answer = client.post(f"/c/{top.slug}/leave/")
    assert (answer.status_code, "You would leave these too" in text(answer)) == (200, True)
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


# ── members ──────────────────────────────────────────────────────────────────
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


def test_a_member_reads_why_they_give_no_roles():
    community = make_community(host=make_person())
    other = make_member(community)
    row = Membership.objects.get(person=other)
    client = browser(make_member(community))
    page = text(
        client.post(reverse("communities:member", args=[community.slug, row.pk]), {"role": "host"}, follow=True)
    )
    assert "Only hosts" in page


# ── inviting ─────────────────────────────────────────────────────────────────
@pytest.fixture
def hosted():
    host = make_person("Hanna Host")
    community = make_community("Secret garden", audience=HIDDEN, joining=Joining.INVITATION, host=host)
    return community, browser(host), f"/c/{community.slug}/invite/"


def test_a_link_is_made_copied_and_taken_back(hosted):
    _community, client, address = hosted
    answer = client.post(address, {"way": "link", "lifetime": "7", "max_uses": "10", "role": "member"})
    assert answer.status_code == 302
    link = Invitation.objects.get()
    assert f"/i/{link.secret}/" in text(client.get(address))
    client.post(reverse("communities:invitation_change", args=[link.community.slug, link.pk]), {"revoke": "1"})
    assert f"/i/{link.secret}/" not in text(client.get(address))
    assert browser().get(f"/i/{link.secret}/").status_code == 404


@pytest.mark.parametrize("field", ["lifetime", "max_uses", "role"])
@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999999999999", "owner"])
def test_a_link_takes_only_what_is_offered(hosted, field, value):
    _community, client, address = hosted
    data = {"way": "link", "lifetime": "7", "max_uses": "10", "role": "member", field: value}
    assert client.post(address, data).status_code == 422
    assert not Invitation.objects.exists()


def test_addresses_are_invited_and_wrong_ones_are_named(hosted):
    _community, client, address = hosted
    data = {"way": "mail", "role": "member", "note": "Come!", "addresses": "a@example.org, nope\nb@example.org"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "nope" in text(answer)
    assert "Come!" in text(answer)
    assert not Invitation.objects.exists()
    page = text(client.post(address, {**data, "addresses": "a@example.org, B@Example.org a@example.org"}, follow=True))
    assert "2 invitations are on their way" in page
    page = text(client.post(address, {**data, "addresses": "a@example.org"}, follow=True))
    assert "left out" in page


@pytest.mark.parametrize("addresses", ["", " , ;", *NASTY, ",".join(f"a{n}@example.org" for n in range(51))])
def test_a_field_of_addresses_takes_anything_without_falling_over(hosted, addresses):
    _community, client, address = hosted
    answer = client.post(address, {"way": "mail", "role": "member", "addresses": addresses})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def csv(data, name="list.csv"):
    return SimpleUploadedFile(name, data, "text/csv")


def test_a_list_is_checked_sent_and_reported(hosted):
    community, client, address = hosted
    make_member(community, person=make_person(account=make_account("member@example.org")))
    data = b"email;naam\nnew@example.org;Nina\nmember@example.org;Mo\nnope;\n"
    answer = client.post(address, {"way": "list", "role": "member", "note": "", "file": csv(data)})
    batch = InvitationBatch.objects.get()
    assert answer["Location"] == f"{address}{batch.pk}/"
    page = text(client.get(answer["Location"]))
    for words in ("Nothing has been sent yet", "will be invited", "is a member already", "not an e-mail address"):
        assert words in page
    assert not Invitation.objects.exists()
    client.post(answer["Location"], {"send": "1"})
    client.post(answer["Location"], {"send": "1"})
    assert Invitation.objects.count() == 1
    assert "on its way" in text(client.get(answer["Location"]))
    client.post(answer["Location"], {"discard": "1"})
    assert InvitationBatch.objects.exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"naam\nJan\n", b"email\n", b"PK\x03\x04" + bytes(range(256)), b"\x00" * 100, bytes(range(256)) * 50,
     b"email\n" + b"a@example.org\n" * 2_001],
)  # fmt: skip
def test_a_file_that_is_no_list_gets_a_sentence(hosted, data):
    _community, client, address = hosted
    answer = client.post(address, {"way": "list", "role": "member", "note": "Kept", "file": csv(data)})
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert "Kept" in text(answer)
    assert not InvitationBatch.objects.exists()


def test_a_long_list_is_shown_in_parts(hosted):
    _community, client, address = hosted
    data = b"email\n" + b"".join(b"m%d@example.org\n" % number for number in range(450))
    page = client.post(address, {"way": "list", "role": "member", "note": "", "file": csv(data)})["Location"]
    for start, first, last in [("", 0, 199), ("200", 200, 399), ("400", 400, 449), ("x", 0, 199), ("99999999", 0, 199)]:
        shown = text(client.get(f"{page}?from={start}"))
        assert "450 people will be invited" in shown
        assert f">m{first}@example.org<" in shown
        assert f">m{last}@example.org<" in shown
        assert (f">m{last + 1}@example.org<" in shown) is False
        assert ("More rows" in shown) is (last < 449)


def test_rows_copied_from_a_spreadsheet_are_a_list_too(hosted):
    _community, client, address = hosted
    data = {"way": "list", "role": "guest", "note": "", "pasted": "E-mail\tNaam\nnew@example.org\tNina de Wit\n"}
    answer = client.post(address, data)
    assert "Nina de Wit" in text(client.get(answer["Location"]))
    for pasted in ("", "just words", LONG * 2, "a\x00b"):
        refused = client.post(address, {**data, "pasted": pasted})
        assert refused.status_code == 422
        assert "field-error" in text(refused)
    assert InvitationBatch.objects.count() == 1


def test_a_member_sends_no_lists(hosted):
    community, _client, address = hosted
    client = browser(make_member(community))
    assert "CSV" not in text(client.get(address))
    answer = client.post(address, {"way": "list", "role": "member", "file": csv(b"email\na@example.org\n")})
    assert answer.status_code == 422
    assert not InvitationBatch.objects.exists()


def test_where_members_do_not_invite_the_page_says_so(hosted):
    community, _client, address = hosted
    Community.objects.update(members_invite=False)
    client = browser(make_member(community))
    assert "the hosts and facilitators invite" in text(client.get(address))
    client.post(address, {"way": "link", "lifetime": "7", "max_uses": "1", "role": "member"})
    assert not Invitation.objects.exists()


# ── behind an invitation ─────────────────────────────────────────────────────
def test_a_visitor_is_remembered_signs_up_and_comes_back(hosted):
    community, _client, _address = hosted
    charter = make_charter(community, "We listen.")
    link = invitation_actions.make_link(actor=actor_in(community), community=community)
    client, address = browser(), f"/i/{link.secret}/"
    page = client.get(address)
    assert "Secret garden" in text(page)
    assert "We listen." in text(page)
    assert "sessionid" not in str(client.cookies)
    assert "gilde_session" not in client.cookies  # a GET writes nothing
    # The address is the key: other sites never see it, and our own forms still say where they come from.
    assert page["Referrer-Policy"] == "same-origin"
    answer = client.post(address)
    assert answer["Location"] == f"/account/signup/?next=/i/{link.secret}/".replace("=/i/", "=%2Fi%2F").replace(
        f"{link.secret}/", f"{link.secret}%2F"
    )
    assert client.session["gilde_invited"] == link.secret
    assert "/account/login/" in client.post(address, {"have": "1"})["Location"]
    person = make_person()
    browser_ = browser(person)
    assert browser_.post(address, {"charters": charter.pk}).status_code == 422
    assert browser_.post(address, {"charters": charter.pk, "accept": "on"}).status_code == 302
    assert community.pk in actor_for(person).roles
    assert browser_.get(address).status_code == 302  # belongs already


@pytest.mark.parametrize("secret", ["x", "a" * 500, "%C3%A9", "..", "' OR 1=1"])
def test_an_invitation_that_never_was_and_one_taken_back_look_the_same(hosted, secret):
    community, _client, _address = hosted
    host = actor_in(community, Role.HOST)
    link = invitation_actions.make_link(actor=host, community=community)
    invitation_actions.revoke(actor=host, invitation=link)
    gone, never = (browser().get(f"/i/{value}/") for value in (link.secret, secret))
    if never.status_code == 404 and "does not work" not in text(never):
        return  # an address that is none at all
    assert gone.status_code == never.status_code == 404
    assert "does not work" in text(gone)
    assert "Secret garden" not in text(gone)


def test_who_is_invited_by_name_finds_it_in_the_list_and_joins(hosted):
    community, _client, _address = hosted
    person = make_person(account=make_account("noor@example.org"))
    invitation_actions.invite_by_mail(
        actor=actor_in(community), community=community, addresses=["noor@example.org"], note="Do come"
    )
    client = browser(person)
    page = text(client.get("/c/"))
    assert "You are invited to Secret garden" in page
    assert "Do come" in page
    assert client.post(f"/c/{community.slug}/join/").status_code == 302
    assert community.pk in actor_for(person).roles
    assert Invitation.objects.get().uses == 1


# ── settings ─────────────────────────────────────────────────────────────────
@pytest.fixture
def settings_of():
    host = make_person()
    community = make_community("Care", host=host, slug="care")
    return community, browser(host), "/c/care/settings/"


def test_each_part_saves_by_itself(settings_of):
    community, client, address = settings_of
    sent = [
        ("basics", {"part": "describe", "name": "Care nearby", "purpose": "P", "kind": "team", "language": "en"}),
        ("access", {"part": "access", "audience": "10", "joining": "request", "noindex": "on"}),
        ("access", {"part": "questions", "question_0": "Why?", "needed_0": "on", "question_1": "Who?"}),
        ("texts", {"part": "texts", "welcome": "**Hi**", "first_page": "First"}),
        ("charter", {"part": "charter", "charter": "- Kind"}),
        ("basics", {"part": "cover", "cover": picture()}),
        ("basics", {"part": "address", "slug": "Care-Nearby"}),
    ]
    for section, data in sent:
        answer = client.post(f"{address}{section}/", data)
        assert answer.status_code == 302, (section, text(answer))
    community.refresh_from_db()
    assert (community.name, community.kind, community.language) == ("Care nearby", "team", "en")
    assert (community.audience, community.joining, community.noindex) == (PUBLIC, "request", True)
    assert list(community.join_questions.values_list("text", "required")) == [("Why?", True), ("Who?", False)]
    assert "<strong>Hi</strong>" in community.welcome_html
    assert community.charter.text == "- Kind"
    assert community.cover_key
    assert community.slug == "care-nearby"
    client.post("/c/care-nearby/settings/basics/", {"part": "cover", "remove": "on"})
    community.refresh_from_db()
    assert community.cover_key == ""


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("basics", {"part": "describe", "name": "", "purpose": "Kept", "kind": "team", "language": "en"}),
        ("basics", {"part": "describe", "name": "Kept", "purpose": LONG, "kind": "team", "language": "en"}),
        ("basics", {"part": "address", "slug": "new"}),
        ("basics", {"part": "address", "slug": "../etc"}),
        ("basics", {"part": "cover"}),
        ("basics", {"part": "cover", "cover": SimpleUploadedFile("a.svg", b"<svg onload=alert(1)>", "image/svg+xml")}),
        ("access", {"part": "access", "audience": "99", "joining": "open"}),
        ("access", {"part": "access", "audience": "20", "joining": "open", "inter_company": "on"}),
        ("access", {"part": "access", "audience": "20", "joining": "open", "organisations": "Nowhere Ltd"}),
        ("access", {"part": "questions", "question_0": LONG}),
        ("texts", {"part": "texts", "welcome": "a\x00b", "first_page": "Kept"}),
        ("charter", {"part": "charter", "charter": LONG}),
    ],
)
def test_bad_input_gets_its_sentence_and_changes_nothing(settings_of, section, data):
    community, client, address = settings_of
    answer = client.post(f"{address}{section}/", data)
    assert answer.status_code == 422
    assert "field-error" in text(answer) or "form-errors" in text(answer)
    if "Kept" in data.values():
        assert "Kept" in text(answer)
    before = Community.objects.get(pk=community.pk)
    assert (before.name, before.slug, before.audience, before.cover_key) == ("Care", "care", 20, "")


@pytest.mark.parametrize("data", [{"part": "nonsense"}, {}, {"part": "texts"}])
def test_a_part_that_does_not_exist_is_404(settings_of, data):
    _community, client, address = settings_of
    assert client.post(f"{address}basics/", data).status_code == 404
    assert client.get(f"{address}nonsense/").status_code == 404


def test_more_readers_than_before_is_asked_twice(settings_of):
    community, client, address = settings_of
    Community.objects.update(contribution_count=3)
    data = {"part": "access", "audience": "10", "joining": "open"}
    answer = client.post(f"{address}access/", data)
    assert answer.status_code == 422
    assert "more people" in text(answer)
    client.post(f"{address}access/", {**data, "sure": "on"})
    community.refresh_from_db()
    assert community.is_public


def test_organisations_are_named_as_on_their_page(settings_of):
    community, client, address = settings_of
    first, second = make_organisation("Zorg & Zo"), make_organisation("Área 51, BV")
    data = {"part": "access", "audience": "20", "joining": "open", "inter_company": "on"}
    answer = client.post(f"{address}access/", {**data, "organisations": "zorg & zo\narea 51, bv\n\nzorg & zo"})
    assert answer.status_code == 302
    assert set(community.organisations.all()) == {first, second}
    person = make_person()
    affiliate(person, second)
    assert "Care" in text(browser(person).get("/c/"))
    assert "Care" not in text(browser(make_person()).get("/c/"))


def test_the_place_in_the_graph_is_changed_on_its_page(settings_of):
    community, client, address = settings_of
    host = community.memberships.get().person
    parent, child = make_community("Above", host=host), make_community("Below", host=host)
    edge = connect(community, child)
    place = f"{address}place/"
    assert client.post(place, {"parent": parent.pk, "required": "on"}).status_code == 302
    assert Edge.objects.get(child=community, parent=parent).required
    refused = client.post(place, {"parent": child.pk})
    assert refused.status_code == 422
    assert "other way round" in text(refused)
    assert client.post(place, {"parent": "999"}).status_code == 422
    change = reverse("communities:edge", args=[community.slug, edge.pk])
    assert client.post(change, {"step": "1"}).status_code == 302
    assert client.post(change, {"remove": "1"}).status_code == 302
    assert not Edge.objects.filter(pk=edge.pk).exists()


def test_archiving_and_reopening(settings_of):
    community, client, address = settings_of
    client.post(f"{address}archive/")
    page = text(client.get("/c/care/about/"))
    assert "Archived" in page
    for section, data in [("basics", {"part": "describe", "name": "X", "kind": "team", "language": "nl"})]:
        answer = client.post(f"{address}{section}/", data)
        assert answer.status_code == 422
    client.post(f"{address}archive/", {"reopen": "1"})
    community.refresh_from_db()
    assert (community.is_archived, community.name) == (False, "Care")


# ── ambition ─────────────────────────────────────────────────────────────────
def test_an_ambition_grows_on_its_page(settings_of):
    community, client, _address = settings_of
    answer = client.post("/c/care/ambition/new/", {"title": "Nobody alone", "why": "**Because**"})
    ambition = Ambition.objects.get()
    assert answer["Location"] == ambition.get_absolute_url()
    client.post(ambition.get_absolute_url(), {"part": "behaviour", "behaviour-text": "We ask first"})
    member = browser(make_member(community))
    result = {"result-text": "It works", "result-on": "2026-03-01", "result-evidence_url": "example.org/proof"}
    assert member.post(ambition.get_absolute_url(), result).status_code == 302
    page = text(member.get(ambition.get_absolute_url()))
    for words in ("Nobody alone", "We ask first", "It works", "https://example.org/proof"):
        assert words in page
    behaviour, row = Behaviour.objects.get(), Result.objects.get()
    arguments = [community.slug, ambition.pk]
    assert member.post(reverse("communities:behaviour_drop", args=[*arguments, behaviour.pk])).status_code == 404
    client.post(reverse("communities:behaviour_drop", args=[*arguments, behaviour.pk]))
    assert "We ask first" not in text(member.get(ambition.get_absolute_url()))
    member.post(reverse("communities:result_remove", args=[*arguments, row.pk]))
    assert not Result.objects.exists()
    client.post(reverse("communities:ambition_close", args=arguments))
    assert "This ambition is closed" in text(member.get(ambition.get_absolute_url()))
    client.post(reverse("communities:ambition_edit", args=arguments), {"title": "Better", "why": ""})
    ambition.refresh_from_db()
    assert ambition.title == "Better"


@pytest.mark.parametrize(
    "data",
    [
        {"result-text": "", "result-on": "2026-03-01"},
        {"result-text": "Kept", "result-on": "yesterday"},
        {"result-text": "Kept", "result-on": "2999-01-01"},
        {"result-text": "Kept", "result-on": "0001-01-01"},
        {"result-text": "Kept", "result-on": "2026-03-01", "result-evidence_url": "javascript:alert(1)"},
        {"result-text": LONG, "result-on": "2026-03-01"},
        {"part": "behaviour", "behaviour-text": LONG},
    ],
)
def test_a_result_that_cannot_be_kept_gets_its_sentence(settings_of, data):
    community, client, _address = settings_of
    row = ambition_actions.share(actor=actor_in(community, Role.HOST), community=community, title="A")
    answer = client.post(row.get_absolute_url(), data)
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    if "Kept" in data.values():
        assert "Kept" in text(answer)
    assert not Result.objects.exists()


def test_what_people_type_never_runs(settings_of):
    community, client, _address = settings_of
    evil = "<script>alert(1)</script>"
    Community.objects.filter(pk=community.pk).update(name=f"Care {evil}"[:80], purpose=evil)
    row = ambition_actions.share(actor=actor_in(community, Role.HOST), community=community, title=evil, why=evil)
    ambition_actions.name_behaviour(actor=actor_in(community, Role.HOST), ambition=row, text=evil)
    invitation_actions.make_link(actor=actor_in(community), community=community, note=evil)
    outsider()
    for address in ("/c/", "/c/care/about/", "/c/care/ambition/", row.get_absolute_url(), "/c/care/settings/"):
        assert "<script>alert" not in text(client.get(address))
