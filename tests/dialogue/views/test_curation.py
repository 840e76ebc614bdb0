from __future__ import annotations

from django.test import Client
from tests.factories.dialogue import client_of, joined, make_comment, make_contribution, make_place, member

from gilde.communities.enums import Role
from gilde.communities.models import Community
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.models import Contribution


def test_a_host_pins_and_unpins_with_one_button(place: Community, anna: Actor, host: Actor) -> None:
    row = make_contribution(anna, place)
    client = client_of(host)
    assert client.post(f"/d/{row.pk}/do/pin/", {"on": "1"}).url == row.get_absolute_url()
    text = client.get(row.get_absolute_url()).content.decode()
    assert "Pinned" in text
    assert "Unpin" in text
    client.post(f"/d/{row.pk}/do/pin/", {"on": "0"})
    assert Contribution.objects.get(pk=row.pk).pinned_at is None


def test_closing_asks_why_and_shows_it_to_everybody(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    client = client_of(anna)
    assert client.get(f"/d/{row.pk}/do/close/").status_code == 200
    assert "Say in a few words why" in client.post(f"/d/{row.pk}/do/close/", {"reason": " "}).content.decode()
    too_long = client.post(f"/d/{row.pk}/do/close/", {"reason": "x" * 201})
    assert too_long.status_code == 422
    assert "x" * 201 in too_long.content.decode()
    client.post(f"/d/{row.pk}/do/close/", {"reason": "Solved <b>by</b> phone."})
    text = client_of(bo).get(row.get_absolute_url()).content.decode()
    assert "Solved &lt;b&gt;by&lt;/b&gt; phone." in text
    assert 'id="reply"' not in text
    client.post(f"/d/{row.pk}/do/reopen/")
    assert 'id="reply"' in client_of(bo).get(row.get_absolute_url()).content.decode()


def test_a_move_offers_only_where_one_may_contribute(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place)
    other = make_place("The other house")
    make_place("Not mine")
    guest = make_place("Guests only")
    both = joined(joined(anna, other), guest, role=Role.GUEST)
    client = client_of(both)
    text = client.get(f"/d/{row.pk}/do/move/").content.decode()
    main = text[text.index("<h1") :]
    assert "The other house" in main
    for name in ("Not mine", "Guests only", "Care close to home</span>"):
        assert name not in main
    refused = client.post(f"/d/{row.pk}/do/move/", {"community": guest.pk})
    assert refused.status_code == 422
    response = client.post(f"/d/{row.pk}/do/move/", {"community": other.pk})
    assert response.url == row.get_absolute_url()
    assert Contribution.objects.get(pk=row.pk).community == other


def test_after_a_move_to_a_closed_place_strangers_get_404_at_once(open_place: Community) -> None:
    anna, bo = member(open_place), member(open_place)
    closed = make_place(audience=Audience.COMMUNITY)
    row = make_contribution(anna, open_place)
    make_comment(bo, row)
    assert Client().get(row.get_absolute_url()).status_code == 200
    client_of(joined(anna, closed)).post(f"/d/{row.pk}/do/move/", {"community": closed.pk})
    for client in (Client(), client_of(bo)):
        assert client.get(row.get_absolute_url()).status_code == 404
        assert client.get(f"/d/{row.pk}/do/history/").status_code == 404


def test_a_move_that_would_widen_the_circle_says_why_at_the_field(
    open_place: Community, place: Community, anna: Actor, bo: Actor
) -> None:
    row = make_contribution(anna, place)
    make_comment(bo, row)
    client = client_of(joined(anna, open_place))
    page = client.post(f"/d/{row.pk}/do/move/", {"community": open_place.pk})
    assert page.status_code == 422
    assert "Others replied here to a smaller group." in page.content.decode()


def test_deleting_asks_first_and_leads_to_the_community(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs")
    make_comment(bo, row)
    client = client_of(anna)
    assert "The reply to it will be deleted too." in client.get(f"/d/{row.pk}/do/delete/").content.decode()
    assert client.post(f"/d/{row.pk}/do/delete/").url == place.get_absolute_url()
    assert client.get(row.get_absolute_url()).status_code == 404
    place.refresh_from_db()
    assert place.contribution_count == 0


def test_an_old_link_to_quote_says_only_that_it_is_closed(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    address = f"{row.get_absolute_url()}?quote={make_comment(bo, row).pk}"
    client = client_of(bo)
    assert "comment-quoted" in client.get(address).content.decode()
    client_of(anna).post(f"/d/{row.pk}/do/close/", {"reason": "Solved."})
    page = client.get(address).content.decode()
    assert "comment-quoted" not in page
    assert "This conversation is closed." in page


def test_the_second_of_two_clicks_finds_it_done(place: Community, anna: Actor, bo: Actor, host: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs")
    comment, answerless = make_comment(bo, row), make_comment(anna, row)
    other = make_place(name="Elsewhere")
    joined(anna, other)
    joined(bo, other)
    for number, who in ((comment.pk, bo), (answerless.pk, host)):
        client = client_of(who)
        ways = [client.post(f"/d/{row.pk}/do/comments/{number}/delete/") for _time in range(2)]
        assert [way.url for way in ways] == [f"{row.get_absolute_url()}#comments"] * 2
    assert client_of(anna).post(f"/d/{row.pk}/do/comments/{comment.pk}/delete/").status_code == 404
    client = client_of(joined(anna, other))
    for _time in range(2):
        assert client.post(f"/d/{row.pk}/do/move/", {"community": other.pk}).url == row.get_absolute_url()
    for _time in range(2):
        assert client.post(f"/d/{row.pk}/do/delete/").url == other.get_absolute_url()
    assert "“On the stairs” is deleted." in client.get(other.get_absolute_url()).content.decode()
    assert client_of(bo).post(f"/d/{row.pk}/do/delete/").status_code == 404
    assert client.get(f"/d/{row.pk}/do/delete/").status_code == 404


def test_others_are_told_why_not(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    client = client_of(bo)
    for act in ("close", "move", "delete"):
        page = client.get(f"/d/{row.pk}/do/{act}/")
        assert page.status_code == 403
        assert "nly" in page.content.decode()
    menu = client.get(row.get_absolute_url()).content.decode()
    assert "/do/delete/" not in menu
    assert "Copy link" in menu


def test_the_author_reads_in_the_menu_why_they_cannot_pin(place: Community, anna: Actor) -> None:
    text = client_of(anna).get(make_contribution(anna, place).get_absolute_url()).content.decode()
    assert "Only hosts and facilitators can do this here." in text
    assert "/do/delete/" in text
