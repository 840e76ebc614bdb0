"""What people do through the pages: inviting, behind an invitation. What they typed stays when it fails."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.communities.pages import text
from tests.factories.communities import (
    HIDDEN,
    PUBLIC,
    actor_in,
    browser,
    connect,
    make_charter,
    make_community,
    make_member,
)
from tests.factories.people import make_account, make_person

from gilde.communities.actions import invitation as invitation_actions
from gilde.communities.enums import Joining, Role
from gilde.communities.models import (
    Community,
    Invitation,
    InvitationBatch,
    Membership,
)
from gilde.communities.queries.invitation import mail_secret
from gilde.people.queries.actor import actor_for

LONG = "x" * 200_000
NASTY = ["a\x00b", LONG]


# ── inviting ──────────────────────────────────────────────────────────────────
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


def test_every_field_of_the_three_forms_has_an_id_of_its_own(hosted):
    _community, client, address = hosted
    ids = re.findall(r'\sid="([^"]+)"', text(client.get(address)))
    assert sorted(ids) == sorted(set(ids))
    assert {"link_role", "mail_role", "list_role"} <= set(ids)


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
    for words in ("Nothing has been sent yet", "will be invited", "already a member", "not an email address"):
        assert words in page
    assert not Invitation.objects.exists()
    client.post(answer["Location"], {"send": "1"})
    client.post(answer["Location"], {"send": "1"})
    assert Invitation.objects.count() == 1
    sent = text(client.get(answer["Location"]))
    assert ". 1 email is on its way.</p>" in sent
    assert "0 people joined" not in sent
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


# ── behind an invitation ──────────────────────────────────────────────────────
def test_a_visitor_is_remembered_signs_up_and_comes_back(hosted):
    community, _client, _address = hosted
    charter = make_charter(community, "We listen.")
    link = invitation_actions.make_link(actor=actor_in(community), community=community)
    client, address = browser(), f"/i/{link.secret}/"
    page = client.get(address)
    assert "Secret garden" in text(page)
    assert "We listen." in text(page)
    assert text(page).index("Create an account") < text(page).index("We listen.")  # the way in comes first
    assert 'href="/account/' not in text(page)  # and there is one: it remembers the invitation
    assert "sessionid" not in str(client.cookies)
    assert "gilde_session" not in client.cookies  # a GET writes nothing
    # The address is the key: other sites never see it, and our own forms still say where they come from.
    assert page["Referrer-Policy"] == "same-origin"
    answer = client.post(address)
    assert answer["Location"] == f"/account/signup/?next=/i/{link.secret}/".replace("=/i/", "=%2Fi%2F").replace(
        f"{link.secret}/", f"{link.secret}%2F"
    )
    assert client.session["gilde_invited"] == link.secret
    assert "/account/login/" in client.post(address, {"have": "1", "email": "a@example.org"})["Location"]
    typed = client.post(address, {"email": "anna@example.org"})
    assert (typed.status_code, typed["Location"]) == (307, answer["Location"]), "the address is not asked twice"
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


def test_to_who_was_taken_out_the_link_they_came_with_looks_like_one_that_never_was(hosted):
    community, host, address = hosted
    host.post(address, {"way": "link", "lifetime": "0", "max_uses": "1", "role": "member"})
    anna = make_person("Anna", with_account=True)
    link = f"/i/{Invitation.objects.get().secret}/"
    client = browser(anna)
    assert client.post(link, follow=True).status_code == 200
    row = Membership.objects.get(person=anna)
    host.post(reverse("communities:member", args=[community.slug, row.pk]), {"remove": "1"})
    again, never = client.get(link), client.get("/i/neverwas/")
    assert (again.status_code, client.post(link).status_code) == (404, 404)
    assert (
        re.search(r"<main.*</main>", text(again), re.DOTALL)[0]
        == re.search(r"<main.*</main>", text(never), re.DOTALL)[0]
    )
    assert community.name not in text(again)


def test_who_is_invited_by_name_finds_it_in_the_list_and_joins(hosted):
    community, _client, _address = hosted
    person = make_person(account=make_account("noor@example.org"))
    invitation_actions.invite_by_mail(
        actor=actor_in(community), community=community, addresses=["noor@example.org"], note="Do come"
    )
    client = browser(person)
    page = text(client.get("/c/"))
    assert "You are invited to join Secret garden" in page
    assert "Do come" in page
    assert client.post(f"/c/{community.slug}/join/").status_code == 302
    assert community.pk in actor_for(person).roles
    assert Invitation.objects.get().uses == 1


def test_who_was_invited_by_mail_finds_that_address_filled_in(hosted):
    community, _client, _address = hosted
    [sent] = invitation_actions.invite_by_mail(
        actor=actor_in(community, Role.HOST), community=community, addresses=["anna@example.org"]
    )
    page = browser().get(f"/i/{mail_secret(sent.created_by_id, sent.client_id)}/").content.decode()
    assert 'value="anna@example.org"' in page


def test_a_visitor_with_a_link_is_not_told_of_the_hidden_community_that_comes_along_and_who_joins_is():
    above = make_community("Secret garden", audience=HIDDEN, joining=Joining.INVITATION)
    make_charter(above, "We whisper among the roses.")
    known, below = make_community("Open field", audience=PUBLIC), make_community("Tool shed")
    connect(above, below, required=True)
    connect(known, below, required=True)
    link = invitation_actions.make_link(actor=actor_in(below), community=below)
    visited = text(browser().get(f"/i/{link.secret}/"))
    assert "Tool shed" in visited
    assert "Open field" in visited
    assert "not everyone may see" in visited
    assert "Secret garden" not in visited
    assert "roses" not in visited
    decides = text(browser(make_person()).get(f"/i/{link.secret}/"))
    assert "Secret garden" in decides
    assert "roses" in decides
    assert "not everyone may see" not in decides
