"""What one has read, keeps, and finds by tag, person and version."""

from __future__ import annotations

from django.test import Client
from tests.factories.dialogue import (
    client_of,
    make_comment,
    make_contribution,
    make_place,
    member,
    person_of,
)

from gilde.communities.models import Community, Membership
from gilde.core.actor import Actor
from gilde.core.audience import Audience
from gilde.dialogue.actions.contribution import ContributionText, edit
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.models import Contribution, ReadFloor, ReadMark, Tag
from gilde.dialogue.queries.stream import PAGE
from gilde.people.models import Person


def test_reading_writes_nothing_and_the_small_request_after_it_marks(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    client = client_of(bo)
    text = client.get(row.get_absolute_url()).content.decode()
    assert f'data-read-url="/d/{row.pk}/do/read/"' in text
    assert f'data-read-at="{row.last_activity_at.isoformat()}"' in text
    assert not ReadMark.objects.filter(person_id=bo.person_id).exists()
    sent = {"at": row.last_activity_at.isoformat()}
    assert client.post(f"/d/{row.pk}/do/read/", sent).status_code == 204
    assert ReadMark.objects.get(person_id=bo.person_id).read_at == row.last_activity_at
    assert "data-read-url" not in client.get(row.get_absolute_url()).content.decode()
    make_comment(anna, row, "After")
    text = client.get(row.get_absolute_url()).content.decode()
    assert text.count("comment-unread") == 1


def test_a_moment_that_cannot_be_read_means_now(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place)
    client = client_of(bo)
    for at in ("", "yesterday", "2026-13-40T00:00:00Z", "2026-01-01T00:00:00", "9" * 400):
        assert client.post(f"/d/{row.pk}/do/read/", {"at": at}).status_code == 204, at
    assert ReadMark.objects.get(person_id=bo.person_id).read_at >= row.last_activity_at


def test_everything_is_marked_as_read_from_home(place: Community, anna: Actor, bo: Actor) -> None:
    make_contribution(anna, place)
    client = client_of(bo)
    assert "Mark all as read" in client.get("/").content.decode()
    assert client.post("/read/").url == "/"
    assert "card-unread" not in client.get("/").content.decode()
    assert "Mark all as read" not in client.get("/").content.decode()
    other = make_place()
    assert client.post("/read/", {"in": other.pk}).url == f"/?in={other.pk}"
    assert not ReadFloor.objects.filter(community=other).exists()


def test_kept_for_later_is_there_and_goes_with_the_permission(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs")
    client = client_of(bo)
    kept = client.post(f"/d/{row.pk}/do/save/", {"on": "1"})
    assert "Saved. You find it back in your own menu" in client.get(kept["Location"]).content.decode()
    assert "On the stairs" in client.get("/saved/").content.decode()
    assert "On the stairs" not in client_of(anna).get("/saved/").content.decode()
    Membership.objects.filter(person_id=bo.person_id, community=place).delete()
    assert "On the stairs" not in client.get("/saved/").content.decode()
    Membership.objects.create(person_id=bo.person_id, community=place)
    client.post(f"/d/{row.pk}/do/save/", {"on": "0"})
    assert "On the stairs" not in client.get("/saved/").content.decode()
    assert Client().get("/saved/").url.startswith("/account/login/")


def test_a_tag_shows_what_one_may_read_and_hides_what_one_may_not(open_place: Community) -> None:
    author = member(open_place)
    closed = make_place(audience=Audience.COMMUNITY)
    insider = member(closed)
    make_contribution(author, open_place, "For everyone", tags=["Wound care"])
    make_contribution(insider, closed, "For us", tags=["wound care", "our secret"])
    text = Client().get("/tags/wound-care/").content.decode()
    assert "For everyone" in text
    assert "For us" not in text
    both = client_of(insider).get("/tags/wound-care/").content.decode()
    assert "For everyone" in both
    assert "For us" in both
    assert client_of(insider).get("/tags/our-secret/").status_code == 200
    assert Tag.objects.filter(slug="our-secret").exists()
    hidden, never = (Client().get(f"/tags/{slug}/") for slug in ("our-secret", "never-used"))
    assert hidden.status_code == never.status_code == 404
    assert hidden.content == never.content.replace(b"never-used", b"our-secret")


def test_a_tag_and_a_person_go_on_with_a_key(open_place: Community) -> None:
    author = member(open_place)
    for number in range(PAGE + 2):
        make_contribution(author, open_place, f"Number {number:02}", tags=["one"])
    Person.objects.filter(pk=author.person_id).update(audience=Audience.PUBLIC)
    for path in ("/tags/one/", f"/@{author.handle}/contributions/"):
        first = Client().get(path).content.decode()
        assert "Number 21" in first
        assert "Number 01" not in first
        more = first[first.index('href="?after=') + 6 :]
        second = Client().get(path + more[: more.index('"')]).content.decode()
        assert "Number 01" in second
        assert "Number 02" not in second
        assert "?after=" not in second


def test_what_a_person_shared_shows_as_far_as_one_may_read(open_place: Community, place: Community) -> None:
    author = member(open_place)
    Membership.objects.create(person_id=author.person_id, community=place)
    Person.objects.filter(pk=author.person_id).update(audience=Audience.PUBLIC)
    author = member_again(author)
    make_contribution(author, open_place, "For everyone")
    make_contribution(author, place, "For us")
    for path in (f"/@{author.handle}/", f"/@{author.handle}/contributions/"):
        visitor, own = Client().get(path).content.decode(), client_of(author).get(path).content.decode()
        assert "For everyone" in visitor
        assert "For us" not in visitor
        assert "For us" in own


def member_again(actor: Actor) -> Actor:
    from tests.factories.people import actor_of

    return actor_of(person_of(actor))


def test_the_history_shows_the_words_that_changed_to_who_may_read(place: Community, anna: Actor, bo: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs", kind=ContributionKind.PRACTICE, body="We <b>walked</b> up.")
    text = ContributionText(
        title="On the stairs",
        body="We <b>ran</b> up.",
        fields={"situation": "A broken lift.", "what_we_did": "About what_we_did."},
    )
    edit(actor=anna, contribution=row, text=text)
    page = client_of(bo).get(f"/d/{row.pk}/do/history/").content.decode()
    assert "&lt;b&gt;<del>walked</del><ins>ran</ins>&lt;/b&gt;" in page
    assert "<ins>A broken lift</ins>" in page
    assert "As it was first written" in page
    assert "Change 1" in page
    assert client_of(member(make_place())).get(f"/d/{row.pk}/do/history/").status_code == 404
    assert "/do/history/" in client_of(bo).get(row.get_absolute_url()).content.decode()


def test_a_long_history_goes_on(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, body="Version 1")
    for number in range(2, 15):
        edit(actor=anna, contribution=row, text=ContributionText(title=row.title, body=f"Version {number}"))
    client = client_of(anna)
    first = client.get(f"/d/{row.pk}/do/history/").content.decode()
    assert "Change 13" in first
    assert "As it was first written" not in first
    second = client.get(f"/d/{row.pk}/do/history/?upto=4").content.decode()
    assert "<del>3</del><ins>4</ins>" in second
    assert "As it was first written" in second
    assert client.get(f"/d/{row.pk}/do/history/?upto=junk").status_code == 200


def test_an_old_title_leads_to_the_permanent_address(place: Community, anna: Actor) -> None:
    row = make_contribution(anna, place, "On the stairs")
    client = client_of(anna)
    for path in (f"/d/{row.pk}/", f"/d/{row.pk}/an-old-title/"):
        response = client.get(f"{path}?at=c1")
        assert (response.status_code, response.url) == (301, f"{row.get_absolute_url()}?at=c1")
    assert client.get(f"/d/{row.pk}/").url == row.get_absolute_url()
    assert client.get("/d/99999999999999999999999/").status_code == 404
    assert (
        client.get(f"{row.get_absolute_url()}?after=99999999999999999999&at=cx&answer=-1&quote=%20").status_code == 200
    )


def test_search_engines_find_public_pages_once(open_place: Community, place: Community, anna: Actor) -> None:
    row = make_contribution(member(open_place), open_place, "For everyone")
    text = Client().get(row.get_absolute_url()).content.decode()
    assert f'<link rel="canonical" href="http://localhost:8000{row.get_absolute_url()}">' in text or "canonical" in text
    assert 'name="robots"' not in text
    assert 'content="noindex"' in Client().get(f"{row.get_absolute_url()}?after=3").content.decode()
    Community.objects.filter(pk=open_place.pk).update(noindex=True)
    assert 'content="noindex"' in Client().get(row.get_absolute_url()).content.decode()
    inside = make_contribution(anna, place)
    page = client_of(anna).get(inside.get_absolute_url()).content.decode()
    assert 'content="noindex"' in page
    assert "og:title" not in page
    assert Contribution.objects.count() == 2
