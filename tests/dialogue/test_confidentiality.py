"""How far a contribution goes: held against every way in which words of it could get out."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories.dialogue import (
    add_comment,
    client_of,
    joined,
    make_contribution,
    make_place,
    member,
    person_of,
)
from tests.factories.people import actor_of, make_person

from gilde.attention.notifications.actions.notice import spread
from gilde.attention.notifications.enums import Rhythm
from gilde.attention.notifications.models import Letter, Notice
from gilde.attention.notifications.queries.bell import bell
from gilde.attention.notifications.queries.letter import content_of
from gilde.attention.notifications.writing import message
from gilde.attention.search.actions.index import index
from gilde.attention.search.asking import read
from gilde.attention.search.queries.plan import plan
from gilde.attention.search.queries.search import newest
from gilde.communities.actions.community import confide
from gilde.communities.enums import Role
from gilde.core.actor import VISITOR
from gilde.core.audience import Audience
from gilde.core.live.hearing import may_hear
from gilde.core.models import Activity
from gilde.core.rules import Refusal
from gilde.core.searchables import searchables
from gilde.dialogue.actions.answer import add_answer
from gilde.dialogue.actions.audience import change_audience
from gilde.dialogue.actions.curation import move, pin
from gilde.dialogue.actions.draft import save_draft
from gilde.dialogue.enums import ContributionKind
from gilde.dialogue.exports import export
from gilde.dialogue.models import Answer, Attachment, Comment, Contribution
from gilde.dialogue.queries.draft import my_drafts
from gilde.dialogue.queries.one import contribution_for
from gilde.dialogue.queries.page import contribution_page
from gilde.dialogue.queries.stream import by_author, pinned, stream
from gilde.dialogue.queries.waiting import waiting_for
from gilde.people.actions.follow import follow
from gilde.people.models import Account

pytestmark = pytest.mark.django_db

MARK = "ZEEPAARDJE"
LEVELS = (Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY)


def fresh(actor):
    return actor_of(person_of(actor))


@pytest.fixture
def place():
    return make_place("The Open House", audience=Audience.PUBLIC)


@pytest.fixture
def writer(place):
    return member(place, "Wilma Writer", role=Role.HOST)


@pytest.fixture
def reader(place):
    return member(place, "Rob Reader")


@pytest.fixture
def outsider():
    return actor_of(make_person("Otto Outside", with_account=True))


def write(writer, place, audience, **values):
    values.setdefault("tags", [f"{MARK}tag"])
    return make_contribution(writer, place, f"{MARK} title", body=f"{MARK} body", audience=audience, **values)


def index_all() -> None:
    for kind in ("dialogue.contribution", "dialogue.answer", "dialogue.comment", "dialogue.attachment"):
        index(kind=kind, ids=searchables()[kind].after(0, 1000))


def titles(actor, asked: str = MARK) -> list:
    return newest(actor, plan(actor, read(asked))).rows


# ── who reads it ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize("audience", LEVELS)
@pytest.mark.parametrize("openness", [Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITY])
def test_every_way_to_read_gives_the_same_people(audience, openness):
    place = make_place(audience=openness)
    writer = member(place, role=Role.HOST)
    row = pin(actor=writer, contribution=write(writer, place, audience))
    other = actor_of(make_person())
    for actor in (VISITOR, other, member(place), member(place, role=Role.GUEST), writer):
        expected = Contribution.objects.visible_to(actor).filter(pk=row.pk).exists()
        open_to_all = openness == audience == Audience.PUBLIC
        assert expected == (open_to_all or place.pk in actor.roles)
        assert (contribution_for(actor, row.pk) is not None) == expected
        assert bool(by_author(actor, writer.person_id).rows) == expected
        if openness == Audience.PUBLIC or place.pk in actor.roles:
            assert bool(stream(actor, [place.pk]).rows) == expected
            assert bool(pinned(actor, place.pk)) == expected


@pytest.mark.parametrize("audience", LEVELS[1:])
def test_nobody_outside_finds_a_word_of_it_anywhere(place, writer, reader, outsider, audience):
    row = write(writer, place, audience, kind=ContributionKind.QUESTION)
    answer = add_answer(actor=reader, contribution=row, body=f"{MARK} answer")
    add_comment(actor=reader, contribution=row, body=f"{MARK} comment", answer=answer)
    pin(actor=writer, contribution=row)
    other = make_contribution(writer, place, "Something else", body=f"See [this](/d/{row.pk}/x/)")
    make_contribution(reader, place, "Elsewhere")
    pointing = make_contribution(writer, place, f"{MARK} pointing", body=f"[see](/d/{other.pk}/x/)", audience=audience)
    index_all()
    paths = [
        f"/d/{row.pk}/x/", f"/d/{row.pk}/", f"/d/{row.pk}/do/history/", other.get_absolute_url(),
        f"/d/{pointing.pk}/x/", f"/c/{place.slug}/", f"/c/{place.slug}/?kind=question", f"/c/{place.slug}/about/",
        f"/c/{place.slug}/feed.atom", "/sitemap.xml", "/sitemap-contributions-0.xml", "/",
        f"/@{person_of(writer).handle}/", f"/@{person_of(reader).handle}/", "/search/?q=title",
        "/search/instant/?q=title", f"/search/?q=title+in:{place.slug}", f"/tags/{MARK.lower()}tag/",
    ]  # fmt: skip
    for client in (Client(), client_of(outsider)):
        for path in paths:
            response = client.get(path, follow=True)
            body = response.content.decode()
            assert f"{MARK} " not in body, path
            assert f"{MARK.lower()}-" not in body, path
    assert client_of(reader).get(row.get_absolute_url()).status_code == 200
    assert not titles(outsider)
    assert not titles(VISITOR)
    assert titles(fresh(reader))


def test_files_of_it_open_for_members_only(place, writer, reader, outsider):
    row = write(writer, place, Audience.PUBLIC)
    client_of(writer).post(
        "/new/files/", {"file": SimpleUploadedFile("zeepaardje.txt", b"words of mine", "text/plain")}
    )
    file = Attachment.objects.get()
    Attachment.objects.filter(pk=file.pk).update(contribution=row)
    assert client_of(outsider).get(file.url).status_code == 200
    change_audience(actor=fresh(writer), contribution=row, audience=Audience.MEMBERS)
    assert client_of(outsider).get(file.url).status_code == 404
    assert Client().get(file.url).status_code == 404
    assert client_of(reader).get(file.url).status_code == 200


# ── what stays in its room ───────────────────────────────────────────────────
def test_what_stays_is_not_named_in_another_community_not_even_to_members_of_both(place, writer, reader):
    elsewhere = make_place("Elsewhere")
    both = joined(reader, elsewhere)
    writer = joined(writer, elsewhere)
    target = make_contribution(writer, elsewhere, "The target")
    link = f"[see](/d/{target.pk}/x/)"
    make_contribution(writer, place, f"{MARK} stays", body=link, audience=Audience.COMMUNITY)
    make_contribution(writer, place, "Goes out", body=link)
    page = contribution_page(fresh(both), contribution_for(fresh(both), target.pk))
    assert [row.title for row in page.around.mentioned_in] == ["Goes out"]


def test_no_address_has_the_words_of_what_stays_wherever_its_writer_is_led_to_it(place, writer, reader):
    stays = make_contribution(writer, place, f"{MARK} stays", audience=Audience.COMMUNITY)
    make_contribution(writer, place, "Beside it", body=f"[see](/d/{stays.pk}/x/)", audience=Audience.COMMUNITY)
    make_contribution(
        writer,
        place,
        f"{MARK} told",
        kind=ContributionKind.STORY,
        teller=person_of(reader),
        audience=Audience.COMMUNITY,
    )
    save_draft(actor=writer, place=f"c:{stays.pk}", data={"body": "half a comment"})
    addresses = [
        *(row.url for row in contribution_page(writer, contribution_for(writer, stays.pk)).around.mentioned_in),
        *(row.url for row in waiting_for(fresh(reader)).to_approve),
        *(row.href for row in my_drafts(writer)),
    ]
    assert len(addresses) == 3
    assert all(address.split("/")[3] == "-" for address in addresses), addresses


def test_words_of_what_stays_show_in_its_own_stream_and_not_at_home(place, writer, reader):
    joined(reader, make_place("Elsewhere"))
    write(writer, place, Audience.COMMUNITY)
    client = client_of(reader)
    assert f"{MARK} body" in client.get(f"/c/{place.slug}/").content.decode()
    home = client.get("/").content.decode()
    assert f"{MARK} title" in home
    assert f"{MARK} body" not in home
    assert "Stays here" in home
    assert f"{MARK} body" not in client.get(f"/@{person_of(writer).handle}/").content.decode()


def test_pieces_of_what_stays_are_shown_by_a_search_in_its_community_only(place, writer, reader):
    write(writer, place, Audience.COMMUNITY)
    index_all()
    (everywhere,) = titles(fresh(reader))
    (inside,) = titles(fresh(reader), f"{MARK} in:{place.slug}")
    assert not everywhere.text
    assert f"{MARK} body" in "".join(piece.text for piece in inside.text)


def test_a_notice_and_a_letter_say_only_that_there_is_something_new(place, writer, reader):
    row = write(writer, place, Audience.COMMUNITY)
    add_comment(actor=fresh(reader), contribution=row, body=f"{MARK} comment")
    add_comment(actor=fresh(writer), contribution=row, body=f"{MARK} @{person_of(reader).handle}")
    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    actor = fresh(reader)
    (line,) = bell(actor).lines
    assert line.stays
    assert not line.people
    html = client_of(reader).get("/bell/").content.decode()
    assert "There is something new in <b>The Open House</b>" in html
    assert MARK not in html
    assert MARK.lower() not in html
    assert client_of(reader).get(line.href).status_code == 200
    person = person_of(reader)
    account = Account.objects.get(pk=person.account_id)
    letter = Letter.objects.create(person=person, rhythm=Rhythm.DAILY, period="2026-11-22")
    Notice.objects.filter(person=person).update(letter=letter)
    write(writer, place, Audience.COMMUNITY)
    mail = message(letter, person, account, content_of(actor, letter))
    whole = json.dumps([mail.subject, mail.body, [str(part[0]) for part in mail.alternatives], mail.extra_headers])
    assert "The Open House" in whole
    assert MARK not in whole
    assert MARK.lower() not in whole
    assert "Wilma" not in whole


def test_nothing_of_what_stays_stands_in_the_download_of_somebody_else(place, writer, reader):
    row = write(writer, place, Audience.COMMUNITY)
    add_comment(actor=reader, contribution=row, body="My own words")
    rows = [list(part.rows) for part in export(reader.person_id) if hasattr(part, "rows")]
    assert any(row.get("text") for part in rows for row in part)
    assert MARK not in str(rows)


def test_the_page_has_nothing_for_previews_and_search_engines(place, writer, reader):
    row = write(writer, place, Audience.COMMUNITY)
    html = client_of(reader).get(row.get_absolute_url()).content.decode()
    assert "og:" not in html
    assert 'content="noindex"' in html
    assert "Stays in this community" in html
    assert f"{MARK} body" not in html.split("</head>")[0]


# ── becoming stricter, and moving ────────────────────────────────────────────
def test_the_address_of_what_stays_says_nothing_wherever_it_is_copied_to(place, writer, reader):
    row = make_contribution(writer, place, "Plums in the cellar", audience=Audience.COMMUNITY)
    assert row.get_absolute_url() == f"/d/{row.pk}/-/"
    browser = client_of(reader)
    old = browser.get(f"/d/{row.pk}/plums-in-the-cellar/?at=c1")
    assert (old.status_code, old["Location"]) == (301, f"/d/{row.pk}/-/?at=c1")
    assert browser.get(f"/d/{row.pk}/-/").status_code == 200
    for path in ("/", f"/c/{place.slug}/", "/search/?q=plums"):
        assert "plums-in-the-cellar" not in browser.get(path).content.decode(), path
    elsewhere = make_place(audience=Audience.PUBLIC)
    joined(reader, elsewhere)
    address = f"{settings.SITE_URL}/d/{row.pk}/plums-in-the-cellar/"
    quoted = make_contribution(fresh(reader), elsewhere, body=f"As in {address}")
    assert "Plums in the cellar" not in quoted.body_html
    change_audience(actor=fresh(writer), contribution=row, audience=Audience.MEMBERS)
    row.refresh_from_db()
    assert row.get_absolute_url() == f"/d/{row.pk}/plums-in-the-cellar/"


@pytest.mark.parametrize("audience", LEVELS[1:])
def test_becoming_stricter_holds_at_once_for_page_search_bell_and_streams(place, writer, reader, outsider, audience):
    fan = outsider
    follow(actor=fan, person=person_of(writer))
    row = write(writer, place, Audience.PUBLIC)
    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    index_all()
    visitor = Client(headers={"accept-encoding": "gzip"})
    assert visitor.get(row.get_absolute_url()).status_code == 200
    assert Notice.objects.filter(person=fan.person_id).exists()
    assert titles(VISITOR)
    change_audience(actor=fresh(writer), contribution=row, audience=audience)
    assert visitor.get(row.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(person=fan.person_id).exists()
    assert not titles(VISITOR)
    assert not titles(fan)
    assert not may_hear(fan, f"contribution:{row.pk}")
    assert may_hear(fresh(reader), f"contribution:{row.pk}")
    assert MARK not in Client().get(f"/c/{place.slug}/").content.decode()


def test_a_community_that_becomes_stricter_holds_back_what_was_open(place, writer, reader, outsider):
    opened = write(writer, place, Audience.PUBLIC)
    strict = write(writer, place, Audience.COMMUNITY)
    confide(actor=fresh(writer), community=place, usual=Audience.MEMBERS, widest=Audience.MEMBERS)
    assert Contribution.objects.get(pk=opened.pk).audience == Audience.MEMBERS
    assert Contribution.objects.get(pk=strict.pk).audience == Audience.COMMUNITY
    place.refresh_from_db()
    assert write(writer, place, Audience.PUBLIC).audience == Audience.MEMBERS
    assert Client().get(opened.get_absolute_url()).status_code == 404
    with pytest.raises(Refusal):
        change_audience(actor=fresh(writer), contribution=opened, audience=Audience.PUBLIC)


def test_what_is_usual_holds_for_what_does_not_choose(place, writer):
    confide(actor=fresh(writer), community=place, usual=Audience.COMMUNITY, widest=Audience.PUBLIC)
    place.refresh_from_db()
    assert write(writer, place, None).audience == Audience.COMMUNITY
    assert write(writer, place, Audience.PUBLIC).audience == Audience.PUBLIC


def test_what_is_usual_is_allowed(place, writer):
    with pytest.raises(Refusal, match="cannot be more open"):
        confide(actor=writer, community=place, usual=Audience.PUBLIC, widest=Audience.MEMBERS)


def test_nobody_lets_words_of_others_go_further(place, writer, reader):
    row = write(reader, place, Audience.COMMUNITY)
    with pytest.raises(Refusal, match="Only the person who wrote it"):
        change_audience(actor=writer, contribution=row, audience=Audience.PUBLIC)
    add_comment(actor=writer, contribution=row, body="Among us")
    with pytest.raises(Refusal, match="Others replied"):
        change_audience(actor=reader, contribution=row, audience=Audience.MEMBERS)
    with pytest.raises(Refusal, match="Only the person who wrote this, or a host"):
        change_audience(actor=member(place), contribution=row, audience=Audience.COMMUNITY)


def test_moving_into_a_closed_room_takes_everything_along_and_nothing_stays_behind(place, writer, reader, outsider):
    room = make_place("The Closed Room", audience=Audience.COMMUNITY)
    confide(actor=member(room, role=Role.HOST), community=room, usual=Audience.COMMUNITY, widest=Audience.COMMUNITY)
    writer = joined(writer, room)
    row = write(writer, place, Audience.PUBLIC, kind=ContributionKind.QUESTION)
    add_answer(actor=reader, contribution=row, body=f"{MARK} answer")
    for activity in Activity.objects.order_by("pk"):
        spread(activity)
    index_all()
    address = f"/d/{row.pk}/x/"  # a page that is not found names the address it was asked for
    assert Client().get(row.get_absolute_url()).status_code == 200
    room.refresh_from_db()
    move(actor=writer, contribution=row, to=room)
    assert Contribution.objects.get(pk=row.pk).audience == Audience.COMMUNITY
    for actor in (VISITOR, outsider, reader):
        assert not titles(fresh(actor) if actor.person_id else actor)
        assert not Contribution.objects.visible_to(actor).exists()
        assert not Answer.objects.visible_to(actor).exists()
    assert not Notice.objects.visible_to(fresh(reader)).exists()
    for client in (Client(), client_of(outsider), client_of(reader)):
        for path in (address, f"/c/{place.slug}/", "/", f"/c/{place.slug}/feed.atom", "/sitemap-contributions-0.xml"):
            body = client.get(path, follow=True).content.decode()
            assert f"{MARK} " not in body, path
            assert MARK.lower() not in body, path


def test_what_stays_is_taken_out_only_by_who_wrote_it_and_alone(place, writer, reader):
    room = make_place("Another")
    reader, writer = joined(reader, room), joined(writer, room)
    row = write(reader, place, Audience.COMMUNITY)
    with pytest.raises(Refusal, match="Only the person who wrote it"):
        move(actor=writer, contribution=row, to=room)
    moved = move(actor=reader, contribution=row, to=room)
    assert moved.audience == Audience.COMMUNITY


# ── choosing ─────────────────────────────────────────────────────────────────
def test_the_composer_asks_and_says_who_will_see_it(place, writer):
    client = client_of(writer)
    html = client.get(f"/new/discussion/?in={place.pk}").content.decode()
    assert "Everyone can read this" in html
    assert "it stays there" in html
    client.post(
        "/new/discussion/",
        {"title": "Among us", "body": "Hello", "community": place.pk, "audience": "30", "language": "en"},
    )
    row = Contribution.objects.get(title="Among us")
    assert row.audience == Audience.COMMUNITY
    html = client.get(row.get_absolute_url()).content.decode()
    assert "Only members of The Open House can read this, and it stays there" in html
    assert Comment.objects.count() == 0


def test_editing_changes_who_reads_it_or_says_why_not(place, writer, reader):
    row = write(reader, place, Audience.PUBLIC, tags=[])
    client = client_of(reader)
    words = {"title": row.title, "body": row.body, "language": "en"}
    assert client.post(f"/d/{row.pk}/do/edit/", {**words, "audience": "20"}).status_code == 302
    row.refresh_from_db()
    assert row.audience == Audience.MEMBERS
    add_comment(actor=writer, contribution=row, body="Among us")
    answer = client.post(f"/d/{row.pk}/do/edit/", {**words, "body": "Other words", "audience": "10"})
    assert answer.status_code == 422
    assert "Others replied here" in answer.content.decode()
    assert "Other words" in answer.content.decode()
    row.refresh_from_db()
    assert row.audience == Audience.MEMBERS
    assert row.body == f"{MARK} body"


def test_hosts_choose_in_the_settings(place, writer):
    client = client_of(writer)
    address = f"/c/{place.slug}/settings/access/"
    assert (
        client.post(
            address, {"part": "confidentiality", "usual": "30", "widest": "20", "unnamed": "talk", "guests": "hosts"}
        ).status_code
        == 302
    )
    place.refresh_from_db()
    assert (place.usual_audience, place.widest_audience) == (30, 20)
    refused = client.post(
        address, {"part": "confidentiality", "usual": "10", "widest": "20", "unnamed": "talk", "guests": "hosts"}
    )
    assert refused.status_code == 422
    assert "cannot be more open" in refused.content.decode()


def test_no_browser_keeps_where_an_address_led_to_for_it_may_lead_back_again(place, writer):
    talk = write(writer, place, Audience.PUBLIC)
    away = Client().get(f"/d/{talk.pk}/-/")
    assert away.status_code == 301
    assert away["Location"] == talk.get_absolute_url()
    assert away["Cache-Control"] == "no-store"
