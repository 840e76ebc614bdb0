"""Home: one stream over all my communities, what is new in it, and what stands beside it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories.communities import make_member
from tests.factories.dialogue import (
    client_of,
    joined,
    make_answer,
    make_comment,
    make_compliment,
    make_contribution,
    make_place,
    make_question,
    member,
    person_of,
)
from tests.factories.people import log_in, make_person

from gilde.communities.enums import Joining, Role
from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.core.clock import now
from gilde.dialogue.actions.appreciation import appreciate
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.actions.read_mark import mark_read
from gilde.dialogue.actions.story import approve, return_to_scribe
from gilde.dialogue.enums import AppreciationKind, ContributionKind
from gilde.dialogue.models import Contribution, ReadMark
from gilde.people.actions.block import block


@pytest.fixture
def places(db: None) -> list[Community]:
    return [make_place("Care close to home"), make_place("Open workshop", audience=Audience.PUBLIC)]


@pytest.fixture
def anna(places: list[Community]) -> Actor:
    return joined(member(places[0], "Anna Visser"), places[1])


@pytest.fixture
def bo(places: list[Community]) -> Actor:
    return joined(member(places[0], "Bo Jansen"), places[1])


def titles(text: str) -> list[str]:
    return re.findall(r'class="card-title"[^>]*><a [^>]*>([^<]*)</a>', text)


def page(client: Client, address: str = "/") -> str:
    came = client.get(address)
    assert came.status_code == 200
    return came.content.decode()


def test_one_stream_holds_what_happens_in_all_my_communities_and_nothing_else(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    elsewhere = make_place("Elsewhere", audience=Audience.PUBLIC)
    make_contribution(member(elsewhere), elsewhere, "Not mine")
    make_contribution(bo, places[0], "Older")
    make_contribution(bo, places[1], "Newer")
    text = page(client_of(anna))
    assert titles(text) == ["Newer", "Older"]
    assert text.count("card-unread") == 2


def test_replies_bring_up_and_signs_and_edits_do_not(places: list[Community], anna: Actor, bo: Actor) -> None:
    first, second = make_question(bo, places[0], "First"), make_contribution(bo, places[1], "Second")
    client = client_of(anna)
    appreciate(actor=anna, target=first, kind=AppreciationKind.LIKE, on=True)
    edit(actor=bo, contribution=first, text=ContributionText("First", body="More."))
    assert titles(page(client)) == ["Second", "First"]
    make_answer(anna, first)
    assert titles(page(client)) == ["First", "Second"]
    make_comment(bo, second)
    assert titles(page(client)) == ["Second", "First"]


def test_reading_home_and_a_page_writes_nothing_and_the_small_request_after_it_does(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    row = make_contribution(bo, places[0], "Chairs")
    client = client_of(anna)
    with CaptureQueriesContext(connection) as queries:
        page(client)
        found = re.search(r'data-read-url="([^"]+)" data-read-at="([^"]+)"', page(client, row.get_absolute_url()))
    assert not [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))]
    assert found
    client.post(found.group(1), {"at": found.group(2).replace("&#43;", "+")})
    assert ReadMark.objects.filter(person_id=anna.person_id, contribution=row).exists()
    assert "card-unread" not in page(client)
    make_comment(bo, row)
    assert "card-unread" in page(client)


def test_it_is_narrowed_by_community_and_kind_and_a_community_that_is_not_mine_shows_nothing(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    make_contribution(bo, places[0], "Talk")
    make_question(bo, places[0], "Ask")
    make_question(bo, places[1], "Ask there")
    other = make_place("Elsewhere")
    make_contribution(member(other), other, "Secret")
    client = client_of(anna)
    assert titles(page(client, f"/?in={places[0].pk}")) == ["Ask", "Talk"]
    assert titles(page(client, "/?kind=question")) == ["Ask there", "Ask"]
    assert titles(page(client, f"/?in={places[0].pk}&kind=question")) == ["Ask"]
    assert titles(page(client, f"/?in={other.pk}")) == []
    assert "Only Care close to home." in page(client, f"/?in={places[0].pk}")
    for odd in ("?in=x", "?in=-1", "?in=²", "?in=٣", "?in=9999999999999999999999", "?kind=nothing", "?after=9.9.9"):
        page(client, "/" + odd)


def test_the_address_of_a_community_one_left_says_so_and_asks_nobody_to_be_the_first(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    make_contribution(bo, places[0], "Talk")
    client = client_of(anna)
    for gone in (make_place("Elsewhere").pk, 999_999):
        text = page(client, f"/?in={gone}&kind=question")
        assert "You are not in this community" in text
        assert "Be the first" not in text
        assert 'class="card-title"' not in text
    assert "Only Care close to home." in page(client, f"/?in=000{places[0].pk}")


def test_past_the_last_part_of_a_stream_nobody_is_asked_to_be_the_first(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    row = make_contribution(bo, places[0], "The last one")
    past = f"after={row.created_at.timestamp() - 60:.6f}-1"
    for address in ("/", places[0].get_absolute_url()):
        text = page(client_of(anna), f"{address}?{past}&kind=discussion")
        assert "That was everything" in text
        assert "Be the first" not in text
        assert 'href="?kind=discussion"' in text


def test_all_is_marked_as_read_where_all_stands_and_not_beside_one_kind(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    make_contribution(bo, places[0], "Talk")
    make_question(bo, places[0], "Ask")
    client = client_of(anna)
    assert "Mark all as read" in page(client)
    assert "Mark all as read" in page(client, f"/?in={places[0].pk}")
    assert "Mark all as read" not in page(client, "/?kind=question")


def test_older_things_come_with_more_and_the_address_stays_true(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    for number in range(45):
        make_contribution(bo, places[number % 2], f"Number {number}")
    client, seen, address = client_of(anna), [], "/"
    while address:
        text = page(client, address)
        seen += titles(text)
        if address == "/":
            make_contribution(bo, places[0], "Meanwhile")
        more = re.search(r'class="pager"><a [^>]*href="([^"]+)"', text)
        address = "/" + more.group(1).replace("&amp;", "&") if more else ""
    assert seen == [f"Number {number}" for number in reversed(range(45))]


def test_each_community_has_its_own_stream(places: list[Community], anna: Actor, bo: Actor) -> None:
    make_contribution(bo, places[0], "Here")
    make_contribution(bo, places[1], "There")
    assert titles(page(client_of(anna), places[0].get_absolute_url())) == ["Here"]
    assert titles(page(Client(), places[1].get_absolute_url())) == ["There"]
    outside = page(client_of(member(make_place("Elsewhere"))), places[0].get_absolute_url())
    assert "This is for members" in outside
    assert titles(outside) == []
    assert Client().get(places[0].get_absolute_url()).status_code == 404


def test_beside_it_stands_what_i_did_not_finish(places: list[Community], anna: Actor, bo: Actor) -> None:
    row = make_contribution(bo, places[0], "Chairs")
    save_draft(actor=anna, place="new:idea", data={"title": "A bench in the hall"})
    save_draft(actor=anna, place=f"c:{row.pk}", data={"body": "I would say"})
    text = page(client_of(anna))
    assert "A bench in the hall" in text
    assert "Comment on “Chairs”" in text
    assert "A bench in the hall" not in page(client_of(bo))


def test_beside_it_stand_places_to_join_and_nothing_closed_hidden_asked_or_mine(
    places: list[Community], anna: Actor
) -> None:
    make_place("Choir", audience=Audience.PUBLIC)
    make_place("By invitation", joining=Joining.INVITATION, audience=Audience.PUBLIC)
    make_place("Hidden room", audience=Audience.COMMUNITY)
    make_place("Long ago", audience=Audience.PUBLIC, archived_at=now())
    text = page(client_of(anna)).split("panel-joinable", 1)[1]
    assert "Choir" in text
    for name in ("By invitation", "Hidden room", "Long ago", "Open workshop"):
        assert name not in text


def test_beside_it_stand_people_who_came_in_this_month(places: list[Community], anna: Actor, bo: Actor) -> None:
    Membership.objects.filter(person_id=bo.person_id).update(since=now() - timedelta(days=40))
    joined(member(places[0], "Cato New"), places[1])
    other = make_place("Elsewhere", audience=Audience.PUBLIC)
    member(other, "Dirk Elsewhere")
    text = page(client_of(anna)).split("panel-newcomers", 1)[1].split("</section>")[0]
    assert text.count("Cato New") == text.count('class="person-name"') == 1
    assert "panel-newcomers" not in page(client_of(member(make_place("Alone"))))


@pytest.mark.parametrize("turned", [False, True])
def test_who_is_blocked_is_not_put_beside_home_as_new(places: list[Community], anna: Actor, turned: bool) -> None:
    cato = member(places[0], "Cato New")
    assert "Cato New" in page(client_of(anna))
    by, whom = (cato, anna) if turned else (anna, cato)
    block(actor=by, person=person_of(whom))
    assert "Cato New" not in page(client_of(anna))


def test_a_story_waits_beside_home_for_its_teller_and_after_a_note_for_its_scribe(
    places: list[Community], anna: Actor, bo: Actor
) -> None:
    row = make_contribution(bo, places[0], "The bridge", kind=ContributionKind.STORY, teller=person_of(anna))
    assert "Your story “The bridge”" in page(client_of(anna))
    assert "The bridge" not in page(client_of(bo)).split("panel-waiting")[-1].split("card-title")[0]
    return_to_scribe(actor=anna, contribution=row, note="Leave out the name.")
    assert "The teller asks for a change in “The bridge”." in page(client_of(bo))
    assert "Your story “The bridge”" not in page(client_of(anna))
    approve(actor=anna, contribution=Contribution.objects.get(pk=row.pk))
    assert "The teller asks for a change" not in page(client_of(bo))
    assert titles(page(client_of(member(places[0])))) == ["The bridge"]


def test_home_takes_eight_statements_however_full_it_is(places: list[Community], anna: Actor, bo: Actor) -> None:
    client, counts = client_of(anna), []

    def fill(size: int) -> None:
        for number in range(size):
            row = make_contribution(bo, places[number % 2], f"Number {number}")
            mark_read(actor=anna, contribution=row)
            save_draft(actor=anna, place=f"c:{row.pk}", data={"body": "Half"})
            make_compliment(bo, person_of(anna), contribution=make_contribution(anna, places[0]))
            make_place(f"Choir {number}{size}", audience=Audience.PUBLIC)
            make_member(places[0])
            make_contribution(bo, places[0], kind=ContributionKind.STORY, teller=person_of(anna))

    for size in (1, 30):
        fill(size)
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8, [query["sql"][:90] for query in queries]


def test_a_pinned_contribution_stands_above_the_stream_and_not_in_it_again(
    places: list[Community], anna: Actor
) -> None:
    row, other = make_contribution(anna, places[0], "How we work here"), make_contribution(anna, places[0], "Other")
    Contribution.objects.filter(pk=row.pk).update(pinned_at=now())
    address = places[0].get_absolute_url()
    ids = re.findall(r'\sid="([^"]+)"', page(client_of(anna), address))
    assert sorted(ids) == sorted(set(ids))
    assert {f"pinned{row.pk}", f"s{other.pk}"} <= set(ids)
    assert f"s{row.pk}" not in ids
    assert f's{row.pk}"' in page(client_of(anna), f"{address}?kind={row.kind}")
    other.delete()
    assert "Nothing here yet" not in page(client_of(anna), address)


def test_what_is_pinned_comes_once_however_far_one_pages(places: list[Community], anna: Actor) -> None:
    row = make_contribution(anna, places[0], "How we work here")
    for number in range(45):
        make_contribution(anna, places[0], f"Number {number}")
    Contribution.objects.filter(pk=row.pk).update(pinned_at=now())
    client, seen, further = client_of(anna), [], ""
    for _part in range(3):
        text = page(client, places[0].get_absolute_url() + further)
        seen += titles(text)
        more = re.search(r'class="pager"><a [^>]*href="([^"]+)"', text)
        further = more.group(1) if more else ""
    assert sorted(seen) == sorted(["How we work here", *(f"Number {number}" for number in range(45))])


def test_an_archived_community_asks_nobody_to_share(anna: Actor) -> None:
    old = make_place("Done with it")
    joined(anna, old)
    address = old.get_absolute_url()
    assert f"/new/?in={old.pk}" in page(client_of(anna), address)
    old.archived_at = now()
    old.save()
    text = page(client_of(anna), address)
    assert f"/new/?in={old.pk}" not in text
    assert "Nothing was shared here" in text


def test_who_cannot_share_in_a_community_is_not_asked_to(anna: Actor) -> None:
    place = make_place("New here", audience=Audience.PUBLIC)
    guest = make_person("Gast", with_account=True)
    make_member(place, Role.GUEST, person=guest)
    for reader in (Client(headers={"accept-language": "en"}), log_in(guest)):
        text = page(reader, place.get_absolute_url())
        assert "You can read what members share here" in text
        assert "Be the first" not in text
        assert f"/new/?in={place.pk}" not in text


def test_who_is_in_no_community_can_find_one_or_start_one(db: None) -> None:
    text = page(log_in(make_person("Kees", with_account=True)))
    assert 'href="/c/"' in text
    assert 'href="/c/new/"' in text


@pytest.mark.django_db
def test_where_no_community_can_be_found_home_and_the_composer_lead_to_starting_one():
    person = make_person(with_account=True)
    client = log_in(person)
    make_place("Behind closed doors", audience=Audience.COMMUNITY)
    for path in ("/", "/new/"):
        page = client.get(path).content.decode()
        assert "no community here yet that you can find" in page or "none here yet that you can find" in page
        assert "Find a community" not in page
        assert 'href="/c/new/"' in page
    make_place("In sight")
    for path in ("/", "/new/"):
        assert "Find a community" in client.get(path).content.decode()
